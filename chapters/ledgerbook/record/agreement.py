"""Which claims repeat one announcement, which agree with each other, and which cannot both be true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from ledgerbook.record.rows import Claim, Disagreement

TRUSTED = ("used", "disputed")  # what is superseded, misprinted or set aside corroborates nothing


@dataclass(frozen=True, slots=True)
class Companions:
    """The claims that stand beside one claim.

    ``reprints`` repeat the same announcement; ``corroborating`` are independent releases whose number can be the same;
    ``disagreeing`` say otherwise of the same quantity and period; ``related`` are discussed with it in
    disagreements.csv, for example because they give the same number for another period.
    """

    reprints: tuple[Claim, ...]
    corroborating: tuple[Claim, ...]
    disagreeing: tuple[Claim, ...]
    related: tuple[Claim, ...]


def first_print(claim: Claim, claims: Mapping[str, Claim]) -> Claim:
    """The claim of the release itself, for a reprint; else the claim."""
    return claims[claim.reprint_of] if claim.reprint_of else claim


def quantity_of(claim: Claim) -> Hashable:
    """What the claim is a number of, for a change also since when: the same for all claims that should agree."""
    return (claim.measure, claim.kind, claim.unit, claim.geography, claim.period, claim.base_start, claim.base_end)


def contradict(a: Claim, b: Claim) -> bool:
    """Whether two claims of one quantity cannot both be true, in the usual reading of their wording."""
    known = a.period_start is not None  # two counts since days that nobody prints may be two counts
    return known and quantity_of(a) == quantity_of(b) and not a.interval().overlaps(b.interval())


def contradictions(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Every pair of independent claims that cannot both be true."""
    for group in _by_quantity(claims).values():
        yield from (pair for pair in combinations(group, 2) if contradict(*pair))


def companions(claims: Mapping[str, Claim], disagreements: Iterable[Disagreement]) -> dict[str, Companions]:
    """The companions of every claim; a reprint has those of the claim that it repeats."""
    quantities = _by_quantity(claims.values())
    announced: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims.values():
        announced[claim.reprint_of or claim.claim_id].append(claim)
    fellows: dict[str, dict[str, Claim]] = defaultdict(dict)
    for disagreement in disagreements:
        members = [first_print(claims[name], claims) for name in disagreement.members]
        for member in members:
            fellows[member.claim_id].update((other.claim_id, other) for other in members)
    return {
        claim.claim_id: _companions(
            claim, announced[first.claim_id], quantities[quantity_of(first)], fellows[first.claim_id]
        )
        for claim in claims.values()
        for first in [first_print(claim, claims)]
    }


def _companions(
    claim: Claim, announced: list[Claim], quantity: list[Claim], fellows: Mapping[str, Claim]
) -> Companions:
    same = {c.claim_id for c in announced}
    others = {c.claim_id: c for c in quantity if c.claim_id not in same}
    against = {name: c for name, c in others.items() if contradict(claim, c)}
    known = same | set(others)
    return Companions(
        reprints=tuple(c for c in announced if c is not claim),
        corroborating=tuple(c for name, c in others.items() if name not in against and c.status in TRUSTED),
        disagreeing=tuple(against.values()),
        related=tuple(c for name, c in fellows.items() if name not in known),
    )


def _by_quantity(claims: Iterable[Claim]) -> dict[Hashable, list[Claim]]:
    groups: dict[Hashable, list[Claim]] = defaultdict(list)
    for claim in claims:
        if not claim.reprint_of:
            groups[quantity_of(claim)].append(claim)
    return groups
