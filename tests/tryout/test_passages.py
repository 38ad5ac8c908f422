"""Passages in CPython: how they are written, what they answer, and what is said of input that is none."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import portion
import pytest

import faults
from ledgerbook.book import Book
from ledgerbook.commands.faults import CommandError
from ledgerbook.numbers.wording import Convention
from ledgerbook.record.results import PublishedResult, Result
from ledgerbook.site.pages import tryouts
from ledgerbook.tryout import __main__ as command
from ledgerbook.tryout import again, bridge, packed, passage, running, together, typed
from ledgerbook.tryout.passage import PassageError
from ledgerbook.tryout.typed import TypedError

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "chapters" / "rerun.md"
PASSAGES = passage.in_page(PAGE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def archive() -> bytes:
    """What the page is given."""
    book = Book(ROOT)
    return packed.archive(book.data, book.notebooks, book.own_packages)


@pytest.fixture(scope="module")
def given() -> bridge.Packed:
    """What passages work with."""
    book = Book(ROOT)
    return bridge.Packed(bridge.part(book.data), bridge.told_all(packed.results(book.notebooks)))


def answer(given: bridge.Packed, name: str, **values: str) -> running.Answer:
    """What a passage of the page shows with these fields."""
    found = PASSAGES[name]
    return running.run(found.code, found.values | values, given.ledger, given.results)


def shown(answer: running.Answer) -> dict[str, str]:
    """The rows by their labels, of an answer without an error."""
    assert answer.error == ""
    return {row.label: row.text for row in answer.rows}


# What they answer -------------------------------------------------------------------------------------------


def test_results_under_the_strict_reading_are_those_of_the_chapter(given):
    """What the page computes from stored formulas is what the chapter itself computes."""
    path = ROOT / "chapters" / "release.ipynb"
    outputs, _ = faults.run(path, Book(ROOT).ledger(), convention=Convention.STRICT)
    documents = (r._repr_mimebundle_() for r in outputs if isinstance(r, Result))
    own = [PublishedResult.from_document(d["application/vnd.book.result+json"]) for d in documents]
    strict = given.ledger.under(Convention.STRICT)
    ours = {told.name: again.again(told, strict) for told in given.results if told.chapter == "release"}
    compared = [result.name for result in own if result.name in ours]
    assert {r.name: r.interval for r in own if r.name in ours} == {name: ours[name] for name in compared}
    assert len(compared) >= 10


def test_one_unit_is_the_book_and_a_wider_reach_holds_it(given):
    moving = again.resting_on_hedges(given.results, given.ledger)
    one, two = (again.reaching(given.ledger, reach) for reach in ("1", "2"))
    for result in moving:
        own = result.expression.interval
        assert again.again(result, one) == own
        assert (wider := again.again(result, two)) is None or own in wider
    assert again.reaching(given.ledger, "open") is given.ledger.under(Convention.STRICT)


def test_four_percentages_of_the_book_give_its_results_and_others_others(given):
    own, other = shown(answer(given, "four-percentages")), shown(answer(given, "four-percentages", filed="-10"))
    moved = {label for label in own if own[label] != other[label]}
    assert moved == {"Money lost per case filed, change", "Cases solved per case filed, change"}
    assert own["Money lost per case filed, change"] == "19.2 to 19.5%"


def test_five_calendar_years_contradict_and_years_to_february_do_not(given):
    assert shown(answer(given, "five-years", five="2019-01 to 2023-12"))["Can the totals all be true?"] == "no"
    assert shown(answer(given, "five-years", five="2019-03 to 2024-02"))["Can the totals all be true?"] == "yes"


def test_a_line_that_is_taken_out_ends_the_contradiction(given):
    lines = PASSAGES["totals"].values["typed"]
    assert shown(answer(given, "totals"))["Can they all be true?"] == "no"
    fewer = lines.replace("2023: 437,000\n", "")
    assert shown(answer(given, "totals", typed=fewer))["Can they all be true?"] == "yes"


def test_totals_of_the_page_are_those_of_the_record(given):
    printed = together.printed(given.ledger, "cases_solved", "CN", {})
    known = [(total.start, total.end, total.interval) for total in printed]  # intervals have no equal hashes
    *years, five = typed.totals(PASSAGES["totals"].values["typed"])
    assert [total.name for total in years if (total.start, total.end, total.interval) not in known] == []
    assert five.interval in [total.interval for total in printed]


def test_a_row_that_is_not_the_result_that_it_names_is_found(given):
    own, other = answer(given, "four-percentages"), answer(given, "four-percentages", filed="-10")
    assert list(tryouts.differing(own.rows, given.results)) == []
    (first, _) = tryouts.differing(other.rows, given.results)
    assert first.endswith("but the book's loss-per-filed-growth is 19.2 to 19.5%; mend the fields or the name")
    unknown = [running.Row("One", "1", result="none-such")]
    assert "is no result of arithmetic alone" in next(tryouts.differing(unknown, given.results))


def test_a_claim_that_is_not_there_is_named(given):
    with pytest.raises(KeyError, match="none-such"):
        again.instead(given.ledger, {"none-such": portion.singleton(1)})


def test_a_round_number_is_taken_as_rounded_and_another_as_exact():
    assert typed.number("12,000") == portion.closedopen(11_500, 12_500)
    assert typed.number("12,345") == portion.singleton(12_345)
    assert typed.number("20万") == portion.closedopen(195_000, 205_000)


# Input that is none -----------------------------------------------------------------------------------------

WRONG = {
    "no number": ("four-percentages", {"filed": "abc"}, "'abc' is no change in percent; type one such as"),
    "nothing": ("four-percentages", {"filed": " "}, "A field is empty; type"),
    "upside down": ("four-percentages", {"filed": "6 to 5"}, "'6 to 5' is no change in percent"),
    "a fall of all": ("four-percentages", {"filed": "-100"}, "leaves nothing, or less"),
    "no reach": ("open-above", {"reach": "far"}, "'far' is no number; type one above zero"),
    "a reach below": ("open-above", {"reach": "-1"}, "'-1' is not above zero"),
    "no colon": ("totals", {"typed": "2021 5"}, "Line 1, '2021 5': has no colon; type days, a colon"),
    "no total": ("totals", {"typed": "2021: 5\n2022: apples"}, "Line 2, '2022: apples'"),
    "a window upside down": ("totals", {"typed": "2022 to 2021: 5"}, "ends before it begins; type the earlier day"),
    "no day": ("totals", {"days": "2021-13"}, "'2021-13' is no day; type a year"),
    "no lines": ("totals", {"typed": "\n"}, "There is no total; type one a line"),
    "too many lines": ("totals", {"typed": "2021: 5\n" * 61}, "There are 61 totals, and room for 60"),
}


@pytest.mark.parametrize(("name", "values", "message"), WRONG.values(), ids=WRONG)
def test_input_that_is_none_gets_a_message(given, name, values, message):
    assert message in answer(given, name, **values).error


CODE = {
    "1 / 0": "Line 1 of the code: ZeroDivisionError: division by zero",
    "\nnothing": "Line 2 of the code: NameError: name 'nothing' is not defined",
    "a b": "Line 1 of the code: SyntaxError",
    "raise MemoryError": "needs more memory than there is",
    "raise SystemExit(1)": "SystemExit",
    "for n in range(201): show(n, n)": "more than 200 rows",
}


@pytest.mark.parametrize(("code", "message"), CODE.items())
def test_code_that_fails_gets_a_message_with_its_line(given, code, message):
    found = running.run(code, {}, given.ledger, given.results)
    assert message in found.error
    assert json.loads(found.as_json())["error"] == found.error


def test_what_is_printed_is_kept_and_cut(given):
    assert running.run("print('x' * 9000)", {}, given.ledger, []).printed == "x" * running.MOST_PRINTED


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (None, "", "cannot be said"),
        (portion.closedopen(0, portion.inf), "persons", "cannot be said"),
        (portion.closedopen(-100, portion.inf), "percent", "cannot be said"),
        (portion.closedopen(5, portion.inf), "persons", "at least 5 persons"),
        (portion.empty(), "", "no number"),
        ("yes", "", "yes"),
    ],
)
def test_values_in_words(value, unit, words):
    assert running.words(value, unit) == words


def test_typed_numbers_are_read_with_their_rounding():
    assert typed.change("-17.3") == portion.openclosed(*(typed.Fraction(n, 100) for n in (-1735, -1725)))
    assert typed.change("+5.7%") == typed.change("5.7")
    with pytest.raises(TypedError, match="empty"):
        typed.number("")


# How they are written ---------------------------------------------------------------------------------------

BROKEN = {
    'a = "1"  # label\n': "has no code",
    "a = 1  # label\n---\nshow(a, a)": "line 1: is no field",
    'a = "1"\n---\nshow(a, a)': "a has no label",
    'a = "1"  # label: 2 | 3\n---\nshow(a, a)': "none of its choices",
    'a = "1"  # label\n---\nshow(': "write Python",
}


@pytest.mark.parametrize(("text", "message"), BROKEN.items())
def test_a_passage_that_is_none_is_refused(text, message):
    with pytest.raises(PassageError, match=message):
        passage.parse("name", text)


def test_fields_have_labels_choices_and_lines():
    found = passage.parse("name", 'a = "x"  # One: x | y\nb = """\n1\n2\n"""  # Two: days\n---\nshow(a, b)')
    assert [(f.label, f.choices, f.lines) for f in found.fields] == [("One", ("x", "y"), 1), ("Two: days", (), 2)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "usage:"),
        ([str(PAGE), "none-such"], "has no passage 'none-such'; it has open-above"),
        ([str(PAGE), "totals", "none=1"], "'none=1' sets no field of totals; write one of typed, days"),
        ([str(PAGE), "four-percentages", "filed=x"], "'x' is no change in percent"),
    ],
)
def test_the_command_says_what_is_wrong(monkeypatch, arguments, message):
    monkeypatch.chdir(ROOT / "chapters")
    with pytest.raises(CommandError) as error:
        command.main(arguments)
    assert message in str(error.value)


def test_the_command_prints_what_the_page_shows(monkeypatch, capsys, given):
    monkeypatch.chdir(ROOT / "chapters")
    assert command.main([str(PAGE), "four-percentages", "filed=-10"]) == 0
    rows = shown(answer(given, "four-percentages", filed="-10"))
    assert capsys.readouterr().out.splitlines() == [f"{label}: {text}" for label, text in rows.items()]


# What is packed ---------------------------------------------------------------------------------------------


def test_the_archive_is_the_same_twice_and_holds_no_more_than_is_asked_for(archive):
    book = Book(ROOT)
    assert packed.archive(book.data, book.notebooks, book.own_packages) == archive
    names = zipfile.ZipFile(BytesIO(archive)).namelist()
    assert names == sorted(names)
    assert {name.split("/")[1] for name in names if name.startswith("data/")} == {
        "datapackage.json", *(f"{table}.csv" for table in bridge.TABLES)
    }  # fmt: skip
    assert len(archive) < 3_000_000


def test_the_archive_works_alone_with_no_library_but_its_own(archive, tmp_path, given):
    """In a Python without any installed package, as in the page."""
    zipfile.ZipFile(BytesIO(archive)).extractall(tmp_path)
    found = PASSAGES["four-percentages"]
    program = (
        "import sys; sys.path.insert(0, 'code'); from ledgerbook.tryout import bridge; given = bridge.opened('.')\n"
        "print(given.answer(*sys.argv[1:])); print(given.answer('import pandas; pandas.DataFrame()', '{}'))"
    )
    result = subprocess.run(
        [sys.executable, "-I", "-S", "-c", program, found.code, json.dumps(found.values)],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    first, second = map(json.loads, result.stdout.splitlines())
    assert {row["label"]: row["text"] for row in first["rows"]} == shown(answer(given, "four-percentages"))
    assert "pandas does not run in a page" in second["error"]
