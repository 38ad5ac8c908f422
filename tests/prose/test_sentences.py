"""Where a sentence ends, and what is running prose."""

import pytest

from ledgerbook.prose.markdown import Markdown
from ledgerbook.prose.passages import passages, words
from ledgerbook.prose.sentences import Sentence, sentences

MARKDOWN = Markdown(["colon_fence"])


def cut(text: str) -> list[Sentence]:
    return [sentence for passage in passages(MARKDOWN, text) for sentence in sentences(passage)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It fell. It rose.", ["It fell.", "It rose."]),
        ("It fell.\nIt rose.", ["It fell.", "It rose."]),
        ("It fell\nand rose.", ["It fell and rose."]),
        ("Did it fall? No. It rose!", ["Did it fall?", "No.", "It rose!"]),
        ("Some did, e.g. Japan, i.e. its police, cf. Smith et al. 2008.", None),
        ("See No. 5 and Art. 2 of the U.S. Code, pp. 3 to 4.", None),
        ("Said by J. A. Smith of the U.S. Treasury.", None),
        ("It fell in the U.S.\nIt rose here.", ["It fell in the U.S.", "It rose here."]),
        ("Was it so? No. Counts differ.", ["Was it so?", "No.", "Counts differ."]),
        ("It fell by 1.3% to 39.1万.", None),
        ("It fell by [1.3%](claim:a). [Ten](claim:b) rose.", ["It fell by 1.3%.", "Ten rose."]),
        ("As [he says. It fell](cited:x) so.", ["As he says. It fell so."]),
        ("**Fewer cases.** They fell.", ["Fewer cases.", "They fell."]),
        ('It says "Cases fell. Losses rose." and stops.', ['It says "Cases fell. Losses rose." and stops.']),
        ('It says "cases fell." Then it stops.', ['It says "cases fell."', "Then it stops."]),
        (
            "It says “Cases fell. Losses rose” there. It stops.",
            ["It says “Cases fell. Losses rose” there.", "It stops."],
        ),
        ("It fell (it did. Really) there. It rose.", ["It fell (it did. Really) there.", "It rose."]),
        ("The office's. Its 5' gap (unclosed. Yes.", ["The office's.", "Its 5' gap (unclosed.", "Yes."]),
        ("全国立案数下降。破案数上升！", ["全国立案数下降。", "破案数上升！"]),
        ("公安部称“立案下降。破案上升。”并结束。", None),
        ("It prints 两升两降。 The rest is ours.", ["It prints 两升两降。", "The rest is ours."]),
        ("It prints 两升两降. 破案 is solved.", ["It prints 两升两降.", "破案 is solved."]),
        ("It ran on ... and on. It stopped…", ["It ran on ... and on.", "It stopped…"]),
        ("See {doc}`index`. It says so {cite}`smith2008`.", ["See \ufffc.", "It says so ."]),
        ("It ends: here; there. *Then* more.", ["It ends: here; there.", "Then more."]),
    ],
)
def test_sentence_ends_where_a_reader_ends_it(text, expected):
    assert [sentence.text for sentence in cut(text)] == (expected or [text])


def test_lines_and_links_of_sentences():
    text = "# Head\n\nIt fell. It\nrose by [5%](claim:a)\nand [6](claim:b). Not [7](claim:c).\n"
    head, first, second, third = cut(text)
    assert [head.line, first.line, second.line, third.line] == [1, 3, 3, 5]
    assert [[s.text[link.start : link.end] for link in s.links] for s in (first, second, third)] == [
        [],
        ["5%", "6"],
        ["7"],
    ]
    assert [link.address for link in third.links] == ["claim:c"]


def test_boxes_lists_and_what_is_no_prose():
    text = (
        "```{admonition} Findings\n:class: findings\n1. One. It is.\n\n   More of it.\n2. Two.\n   - within\n```\n\n"
        "| a | b |\n|---|---|\n| no | prose |\n\n```{cover} Title\n- no prose\n```\n\n```python\nno = prose\n```\n\n"
        "::::{note}\n:::{tip}\nDeep.\n:::\n::::\n"
    )
    found = [(p.text, p.line, p.box, p.item) for p in passages(MARKDOWN, text)]
    assert found == [
        ("One. It is.", 3, "findings", 3),
        ("More of it.", 5, "findings", 3),
        ("Two.", 6, "findings", 6),
        ("within", 7, "findings", 6),
        ("Deep.", 24, "tip", 0),
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It fell by 1.3% – to 39.1万.", 6),
        ("19.2 to 19.5%", 3),
        ("电信网络诈骗 (two up, two down)", 5),
        ("and/or \ufffc 's.", 4),
        ("...", 0),
    ],
)
def test_words_are_what_stands_between_spaces(text, count):
    assert len(words(text)) == count
