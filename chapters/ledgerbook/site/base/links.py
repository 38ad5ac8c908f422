"""Where things of the record answer for themselves: pages, anchors and the links to them."""

from __future__ import annotations

from typing import TypeAlias

from docutils import nodes

from ledgerbook.record.rows import Claim, Disagreement

SOURCES_PAGE = "chapters/sources"
DISAGREEMENTS_PAGE = "chapters/disagreements"
SEARCHES_PAGE = "chapters/searches"
MEASURES_FOLDER = "measures"
FIGURES_FOLDER = "figures"

Target: TypeAlias = tuple[str, str]  # a page and an anchor in it


def published_at(base: str, place: str) -> str:
    """The whole address of a part of the site; "" where the site does not know its own (``html_baseurl``)."""
    return f"{base.rstrip('/')}/{place}" if base else ""


def measure_page(measure: str) -> str:
    """The page of a measure."""
    return f"{MEASURES_FOLDER}/{measure.replace('_', '-')}"


def measure_anchor(measure: str) -> str:
    """The anchor of a measure in the codebook."""
    return "measure-" + measure.replace("_", "-")


def figure_page(name: str) -> str:
    """The page of a figure, which can be linked to and embedded."""
    return f"{FIGURES_FOLDER}/{name}"


def figure_address(docname: str, name: str, kind: str) -> str:
    """The address of a figure's file of that kind (html, svg, csv, json), relative to a page."""
    return f"{'../' * docname.count('/')}{figure_page(name)}.{kind}"


def claim_target(claim: Claim) -> Target:
    """A claim's permanent address: its id, on the page of its measure."""
    return measure_page(claim.measure), claim.claim_id


def source_target(source_id: str) -> Target:
    """A source's entry."""
    return SOURCES_PAGE, source_anchor(source_id)


def source_anchor(source_id: str) -> str:
    """The anchor of a source on its page."""
    return f"source-{source_id}"


def disagreement_target(row: Disagreement) -> Target:
    """A disagreement's entry."""
    return DISAGREEMENTS_PAGE, disagreement_anchor(row)


def disagreement_anchor(row: Disagreement) -> str:
    """The anchor of a disagreement on its page."""
    return f"disagreement-{row.disagreement_id}"


def criterion_anchor(criterion_id: str) -> str:
    """The anchor of a criterion on the page that lists them."""
    return f"criterion-{criterion_id}"


def publication_anchor(publication_id: str) -> str:
    """The anchor of a publication that is scored, on the page that lists them."""
    return f"publication-{publication_id}"


def result_anchor(name: str) -> str:
    """The anchor of a result on the page that publishes it."""
    return f"result-{name}"


def check_anchor(name: str) -> str:
    """The anchor of a check on the page that publishes it."""
    return f"check-{name}"


def search_target(name: str) -> Target:
    """The entry of what was looked for."""
    return SEARCHES_PAGE, search_anchor(name)


def search_anchor(name: str) -> str:
    """The anchor of what was looked for, on the page of all searches."""
    return f"search-{name}"


def claim_link(claim_id: str, words: str = "") -> nodes.reference:
    """A traced number for a generated table: by default in the words of its source."""
    return nodes.reference("", words, refuri=f"claim:{claim_id}")
