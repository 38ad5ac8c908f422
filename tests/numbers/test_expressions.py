"""A formula is a tree that computes: it is stored and read back whole, and nothing goes around it."""

import ast
import json
from dataclasses import fields
from fractions import Fraction
from pathlib import Path

import portion
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledgerbook.numbers.expressions import OPERATIONS, Claimed, Named, Number, Operation, from_document, outward
from ledgerbook.numbers.quantities import Quantity
from ledgerbook.record.results import RESULT_MIME, PublishedResult

CHAPTERS = Path(__file__).resolve().parents[2] / "chapters"
PARTS = {"both": 3, "hull": 2, "sum": 2, "difference": 2, "product": 2, "ratio": 2, "instead of": 2}

spans = st.tuples(st.fractions(1, 99, max_denominator=20), st.fractions(0, 9, max_denominator=7), st.booleans()).map(
    lambda t: portion.closed(t[0], t[0] + t[1]) if t[2] else portion.closedopen(t[0], t[0] + t[1] + 1)
)
leaves = st.one_of(
    st.builds(Claimed, st.sampled_from(["a-1", "b-2", "c-3"]), spans),
    st.builds(Number, st.fractions(1, 400, max_denominator=9), st.sampled_from(["", "days", "%"])),
    st.builds(Named, st.sampled_from(["count of rows", "points"]), spans, st.sampled_from([(), ("d-4", "e-5")])),
)


def operations(parts):
    names = st.sampled_from(sorted(OPERATIONS))
    drawn = names.flatmap(lambda name: st.tuples(st.just(name), st.tuples(*[parts] * PARTS.get(name, 1))))
    named = st.builds(lambda a, b: Named("1 - log{1} / {0}", portion.singleton(Fraction(1)), (), (a, b)), parts, parts)
    return st.one_of(drawn.map(lambda drawn: Operation(*drawn)), named)


@given(st.recursive(leaves, operations, max_leaves=8))
def test_a_tree_is_stored_and_read_back_whole(tree):
    again = from_document(json.loads(json.dumps(tree.document())))
    assert again == tree
    assert (str(again), again.claims) == (str(tree), tree.claims)
    try:
        computed = tree.interval
    except ZeroDivisionError:  # a difference that may be nothing stands below a line
        return
    assert again.interval == computed


A, B = Claimed("a-1", portion.closed(10, 11)), Claimed("b-2", portion.closedopen(4, 5))


@pytest.mark.parametrize(
    ("tree", "words", "interval"),
    [
        (Operation("both", (A, Claimed("c-3", portion.closed(11, 12)))), "a-1 and c-3", portion.singleton(11)),
        (Operation("hull", (A, B)), "hull of a-1 and b-2", portion.closed(4, 11)),
        (Operation("ratio", (Operation("sum", (A, B)), Number(Fraction(2), "days"))), "(a-1 + b-2) / 2 days",
         portion.closedopen(7, 8)),
        (Operation("sum", (Operation("ratio", (A, B)), Operation("product", (A, B)))), "a-1 / b-2 + a-1 x b-2",
         portion.open(42, Fraction(231, 4))),
        (Operation("difference", (A, Operation("difference", (A, B)))), "a-1 - (a-1 - b-2)",
         portion.closedopen(3, 6)),
        (Operation("difference", (Operation("difference", (A, B)), B)), "a-1 - b-2 - b-2", portion.openclosed(0, 3)),
        (Operation("both", (A, Operation("ratio", (A, B)))), "a-1 and (a-1 / b-2)", portion.empty()),
        (Operation("ratio", (A, Operation("both", (A, A)))), "a-1 / (a-1 and a-1)",
         portion.closed(Fraction(10, 11), Fraction(11, 10))),
        (Operation("factor", (A,)), "1 + a-1", portion.closed(Fraction(110, 100), Fraction(111, 100))),
        (Operation("product", (B, Operation("factor", (A,)))), "b-2 x (1 + a-1)",
         portion.closedopen(Fraction(440, 100), Fraction(555, 100))),
        (Operation("fall", (A,)), "-(a-1)", portion.closed(Fraction(-11, 100), Fraction(-10, 100))),
        (Operation("or more", (A,)), "a-1, or more", portion.closedopen(10, portion.inf)),
        (Operation("at least", (A,)), "a-1", portion.closedopen(10, portion.inf)),
        (Operation("in percent", (B,)), "b-2", portion.closedopen(400, 500)),
        (Operation("instead of", (A, B)), "a-1", portion.closed(10, 11)),
        (Operation("not negative", (Operation("difference", (B, Number(Fraction(9, 2)))),)), "b-2 - 9/2",
         portion.closedopen(0, Fraction(1, 2))),
        (Named("{0} of 5 answers", portion.closed(9, 12), (), (A,)), "a-1 of 5 answers", portion.closed(9, 12)),
        (Number(Fraction(100_000)), "100,000", portion.singleton(100_000)),
    ],
)  # fmt: skip
def test_what_a_tree_prints_and_computes(tree, words, interval):
    assert (str(tree), tree.interval) == (words, interval)


def test_claims_behind_what_stands_are_those_of_all_parts():
    assert Operation("instead of", (A, B)).claims == ("a-1", "b-2")
    assert Named("median", portion.singleton(1), ("z-9", "a-1"), (A,)).claims == ("a-1", "z-9")


def test_floating_point_is_rounded_outward():
    assert outward(1 / 3, 2 / 3) == portion.closed(Fraction(333333, 10**6), Fraction(666667, 10**6))


def test_an_operation_that_there_is_not_is_named():
    with pytest.raises(ValueError, match="no operation 'average': use one of sum, difference"):
        from_document({"average": [{"a-1": "[1]"}]})


# What notebooks store -----------------------------------------------------------------------------------------


def documents():
    for path in sorted(CHAPTERS.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                if document := output.get("data", {}).get(RESULT_MIME):
                    yield document


def test_every_stored_result_is_what_its_expression_computes():
    assert sum(bool(PublishedResult.from_document(document)) for document in documents()) > 300


@pytest.mark.parametrize(
    ("key", "wrong", "words"),
    [
        ("low", "370001", r"stored interval: \[.*370001.*; its expression gives: \[.*370000"),
        ("closed", [False, False], "stored interval: "),
        ("formula", "mps-2021-11m-cases-solved", "stored formula: mps-2021-11m-cases-solved; its"),
        ("claims", ["mps-2021-11m-cases-solved"], "stored claims: "),
        ("expression", '{"average":[{"a-1":"[1]"}]}', "cannot be read .*no operation 'average'"),
        ("expression", '{"both":', "cannot be read"),
        ("expression", "[]", "cannot be read"),
        ("expression", None, "cannot be read"),
    ],
)
def test_a_stored_result_that_its_expression_does_not_give_is_refused_by_name(key, wrong, words):
    sound = next(document for document in documents() if document["name"] == "solved-2021-base")
    with pytest.raises(ValueError, match=f"result 'solved-2021-base': .*({words}).*remedy: make notebooks"):
        PublishedResult.from_document({**sound, key: wrong})


def test_a_result_without_expression_is_refused_by_name():
    sound = next(documents())
    with pytest.raises(ValueError, match=f"result '{sound['name']}': its expression cannot be read"):
        PublishedResult.from_document({key: value for key, value in sound.items() if key != "expression"})


# Nothing goes around the tree ---------------------------------------------------------------------------------

# What a quantity says of itself: only operations that check may set it.
GUARDED = {field.name for field in fields(Quantity)} | {"interval", "formula", "claims"}


def around(source, place):
    """Calls that make a quantity, or change one, without an operation that refuses unlike counts."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        changed = sorted(GUARDED & {keyword.arg for keyword in node.keywords})
        if name == "Quantity" or (name == "replace" and changed):
            yield f"{place}:{node.lineno}: {ast.unparse(node)[:60]}: use an operation of quantities or comparisons"


def sources():
    for folder in ("analysis", "figures"):
        for path in sorted((CHAPTERS / "campaign" / folder).glob("*.py")):
            yield path.name, path.read_text(encoding="utf-8")
    for path in sorted(CHAPTERS.glob("*.ipynb")):
        for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], start=1):
            if cell["cell_type"] == "code":
                yield f"{path.name}, cell {number}", "".join(cell["source"])


def test_nothing_makes_a_quantity_by_hand():
    assert [problem for place, source in sources() for problem in around(source, place)] == []


@pytest.mark.parametrize(
    "source",
    [
        "replace(q, interval=q.interval & other)",
        "dataclasses.replace(q, formula='a - b', claims=())",
        "[replace(q, base=p) for q in found]",
        "replace(later - earlier, unit='points')",
        "Quantity(expression, 'cases', 'cases_solved', period, 'CN', 'flow', codebook)",
        "quantities.Quantity(expression=tree)",
    ],
)
def test_a_quantity_made_by_hand_is_seen(source):
    assert len(list(around(source, "x.py"))) == 1


def test_other_things_may_be_replaced():
    assert list(around("replace(adding, unseen=Unseen.NOTHING)\ntext.replace('a', 'b')\nq.per_day()", "x.py")) == []
