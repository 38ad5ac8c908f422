"""Where things of the record answer for themselves: pages, anchors and the links to them."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from campaign.record.ledger import Claim

SOURCES_PAGE = "chapters/sources"


def claim_target(claim: Claim) -> tuple[str, str]:
    """Where a claim answers for itself: page and anchor."""
    return SOURCES_PAGE, source_anchor(claim.source_id)


def source_anchor(source_id: str) -> str:
    """The anchor of a source on its page."""
    return f"source-{source_id}"


def claim_link(claim_id: str, words: str = "") -> nodes.reference:
    """A traced number for a generated table: by default in the words of its source."""
    return nodes.reference("", words, refuri=f"claim:{claim_id}")


def period_words(claim: Claim) -> str:
    """The claim's period: one day, or the first and the last."""
    start, end = claim.period_start, claim.period_end
    return f"{end}" if start == end else f"{start} to {end}"


def label_link(label: str, words: str, docname: str) -> addnodes.pending_xref:
    """A link to a label of the book, such as a measure of the codebook."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", words),
        reftype="ref",
        refdomain="std",
        reftarget=label,
        refdoc=docname,
        refexplicit=True,
        refwarn=True,
    )
