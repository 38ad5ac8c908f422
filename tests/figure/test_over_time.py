"""The small chart of a measure is sound Vega-Lite, filled in by hand."""

import altair as alt
import pytest
from jsonschema import ValidationError

import campaign
from ledgerbook.figure import over_time


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
