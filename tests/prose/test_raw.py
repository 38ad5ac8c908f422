"""What Jupyter would show as it is typed."""

import pytest

from ledgerbook.prose import raw
from ledgerbook.prose.markdown import Markdown

MARKDOWN = Markdown(["colon_fence", "attrs_inline"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# One\n\n[39.1万](claim:a), **all** of `{doc}` and ($x$).\n\n```python\n1\n```\n", []),
        ("Of it\n{doc}`release` says.", [(2, "Jupyter shows {doc} as it is typed: write [its title](file.ipynb)")]),
        ("See {numref}`a`.", [(1, "write [Figure 1.1](figure:name)")]),
        ("So {cite}`a` and {cite:t}`b`.", [(1, "write ([Name, 1999](cite:key))"), (1, "[Name (1999)](cite:key)")]),
        ("A {ref}`b <c>`, {download}`d <e>`.", [(1, "write [words](#label)"), (1, "[a file](../data/file.csv)")]),
        ("An {abbr}`x`.", [(1, "write plain Markdown")]),
        ("One.\n\n(here)=\n## Two", [(3, "give the cell the tag address:here in its place")]),
        ("One.\n\n:::{admonition} A\nb\n:::", [(3, "give the cell the tag box:class or shows:admonition")]),
        ("```{scorecard}\n```", [(1, "shows:scorecard in its place")]),
    ],
)
def test_each_is_named_with_its_line_and_what_to_write(text, expected):
    found = list(raw.faults(MARKDOWN, text))
    assert [line for line, _ in found] == [line for line, _ in expected]
    for (_, said), (_, part) in zip(found, expected, strict=True):
        assert part in said
