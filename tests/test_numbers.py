"""The build compares every number in prose with the ledger or with the result that a notebook publishes."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from campaign.record import load
from campaign.record.results import RESULT_MIME, Result

ROOT = Path(__file__).resolve().parents[1]
CONFIG = f"""\
import sys
sys.path.insert(0, {str(ROOT / "chapters")!r})
extensions = ["myst_nb", "campaign.site"]
nb_execution_mode = "off"
myst_url_schemes = ["mailto", "http", "https", "claim", "result"]
"""
SOURCES = "# Sources\n\n```{source-list}\n```\n\n```{toctree}\n../index\nbook\n```\n"

# What is written, and what the build must say of it (nothing: the words may stand).
WORDS = [
    ("[39.1万](claim:release-2022-cases-solved)", ""),
    ("[391,000](claim:release-2022-cases-solved)", ""),
    ("[0.39 million](claim:release-2022-cases-solved)", ""),
    ("[more than 1,800](claim:release-2022-dens-destroyed)", ""),
    ("[17.3%](claim:release-2022-cases-filed-yoy)", ""),
    ("[34 to 35%](result:test-share)", ""),
    ("[39.2万](claim:release-2022-cases-solved)", "the ledger says '39.1万'"),
    ("[391,100](claim:release-2022-cases-solved)", "the ledger says '39.1万'"),
    ("[1,800](claim:release-2022-dens-destroyed)", "the source says at least '1800余'"),
    ("[17.3](claim:release-2022-cases-filed-yoy)", "without a percent sign"),
    ("[+17.3%](claim:release-2022-cases-filed-yoy)", "the ledger's value is negative"),
    ("[39.1万](claim:release-2022-cases-sloved)", "nearest: release-2022-cases-solved"),
    ("[34.2%](result:test-share)", "print only digits that it supports"),
    ("[34 to 35%](result:test-shares)", "unknown result 'test-shares' (nearest: test-share)"),
]


def notebook() -> nbformat.NotebookNode:
    """A notebook that publishes one result and prints one wrong number."""
    share = load().quantity("release-2022-cases-filed-yoy").times(-2)  # 34.5 to 34.7%
    bundle = Result("test-share", "a result for this test", share)._repr_mimebundle_()
    output = new_output("display_data", {RESULT_MIME: bundle[RESULT_MIME], "text/plain": bundle["text/plain"]})
    cells = [
        new_markdown_cell("# A notebook\n\nNot [39.3万](claim:release-2022-cases-solved)."),
        new_code_cell("share", outputs=[output], execution_count=1),
    ]
    return new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> list[str]:
    """The lines that a build of all words prints."""
    book = tmp_path_factory.mktemp("book")
    (book / "chapters").mkdir()
    (book / "conf.py").write_text(CONFIG, encoding="utf-8")
    (book / "chapters" / "sources.md").write_text(SOURCES, encoding="utf-8")
    (book / "index.md").write_text("# Index\n\n" + "\n\n".join(words for words, _ in WORDS) + "\n", encoding="utf-8")
    nbformat.write(notebook(), book / "chapters" / "book.ipynb")
    command = [sys.executable, "-m", "sphinx", "-q", "-N", "-b", "html", str(book), str(book / "_build")]
    result = subprocess.run(
        command, env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stderr.splitlines()


@pytest.mark.parametrize(("index", "words", "message"), [(i, w, m) for i, (w, m) in enumerate(WORDS)])
def test_words_are_compared_where_they_stand(log, index, words, message):
    line = 3 + 2 * index
    said = [entry for entry in log if f"index.md:{line}:" in entry]
    if message:
        assert len(said) == 1, log
        assert message in said[0]
    else:
        assert said == []


def test_words_in_a_notebook_are_compared_too(log):
    said = [entry for entry in log if "book.ipynb" in entry]
    assert len(said) == 1, log
    assert "the ledger says '39.1万'" in said[0]
    assert "cell 1, line" in said[0]
