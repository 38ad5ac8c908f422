"""The small chart of a measure is sound Vega-Lite, filled in by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import altair as alt
import pytest
from jsonschema import ValidationError

import campaign
from ledgerbook.figure import frames, over_time
from ledgerbook.numbers.wording import Convention


@pytest.fixture(scope="module")
def specification():
    """The chart of a measure with many windows."""
    ledger = campaign.load()
    series = over_time.series(ledger, ledger.select("cases_solved", geography=campaign.CHINA))
    return over_time.specification(series)


def test_chart_follows_the_schema(specification):
    alt.Chart.from_dict(specification, validate=True)


def test_a_chart_that_does_not_is_seen(specification):
    with pytest.raises(ValidationError):
        alt.LayerChart.from_dict({**specification, "layer": [{"mark": "no mark"}]}, validate=True)


def test_too_few_windows_make_no_chart():
    ledger = campaign.load()
    assert over_time.series(ledger, ledger.select("cases_solved", geography=campaign.CHINA)[:1]) is None


def of_years(claim, count, **cells):
    """The claim as one of so many years, each with an id of its own, with other cells."""
    years = range(2011, 2011 + count)
    spans = {f"{claim.claim_id}-{year}": (date(year, 1, 1), date(year, 12, 31)) for year in years}
    return [
        replace(claim, claim_id=name, period_start=start, period_end=end, **cells)
        for name, (start, end) in spans.items()
    ]


def holding(claims):
    """The record with these claims too."""
    ledger = campaign.load()
    return replace(ledger, claims={**ledger.claims, **{claim.claim_id: claim for claim in claims}})


def test_levels_are_drawn_before_changes_of_any_kind():
    release = campaign.load().claim("release-2022-cases-solved")
    levels = of_years(release, 2)
    change = replace(release, claim_id="change", kind="change_percent", unit="percent", base_end=date(2010, 12, 31))
    claims = [*of_years(change, 3), *levels]
    assert over_time.series(holding(claims), claims).claims == levels


def test_a_fall_by_at_least_so_much_has_no_place_on_an_axis():
    fall = campaign.load().claim("release-2022-cases-filed-yoy")
    known = of_years(fall, 2)
    at_least = replace(fall, claim_id="at-least", value_text="more than 10%", value=Fraction(-10), bound="at_least")
    claims = [*known, at_least]
    strict = holding(claims).under(Convention.STRICT)
    assert over_time.series(strict, claims).claims == known
    with pytest.raises(ValueError, match=r"growth of cases_filed .* has no lower end: say it in words"):
        frames.tidy([("fall", strict.quantity("at-least"))])
