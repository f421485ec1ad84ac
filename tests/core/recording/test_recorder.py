"""The recorder: what a month's tallies become, and indicators as ratios of their sums."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.columns.columns import Column
from sim.core.recording.indicator import Indicator, terms
from sim.core.recording.recorder import Recorder

RATE = Indicator("rate", "1/year", "Rate", "比率", "calls + visits - refused", "persons", scale=12.0)
LEVEL = Indicator("level", "calls", "Level", "水平", "calls")


class Counts:
    calls = Column(np.float64, "calls", "calls")
    visits = Column(np.float64, "visits", "visits")
    refused = Column(np.float64, "calls", "refused")
    persons = Column(np.float64, "persons", "persons")


def recorded(months, villages=2):
    """A recorder that has closed so many months, calls being 100 · month + village."""
    recorder = Recorder(Counts, villages, 3)
    for month in range(months):
        recorder.now["calls"] = 100 * month + np.arange(villages)
        recorder.now["visits"] += 1
        recorder.now["refused"][0] = 2
        recorder.now["persons"] = [10, 0][:villages]
        recorder.close()
    return recorder


def test_closing_keeps_the_month_and_clears_the_counts():
    recorder = recorded(2)
    assert recorder.month == 2
    assert recorder.series("calls").tolist() == [[0, 1], [100, 101]]
    assert recorder.series("visits").tolist() == [[1, 1], [1, 1]]
    assert all((recorder.now[name] == 0).all() for name in recorder.names)
    assert recorder.kept.dtype == np.float32


def test_a_run_may_go_on_past_the_months_it_was_made_for():
    recorder = recorded(17)
    assert recorder.series("calls")[:, 1].tolist() == [100 * month + 1 for month in range(17)]


def test_a_tally_that_is_no_number_is_refused_with_its_name_and_place():
    recorder = recorded(1)
    recorder.now["visits"][1] = np.nan
    with pytest.raises(FloatingPointError, match="tally 'visits' of village 1 is not finite in month 1"):
        recorder.close()


def test_a_window_sums_the_last_months_and_no_more_than_there_are():
    recorder = recorded(3)
    assert recorder.window("calls", 2).tolist() == [300, 302]
    assert recorder.window("calls", 12).tolist() == [300, 303]
    assert Recorder(Counts, 2, 3).window("calls").tolist() == [0, 0]


@given(st.lists(st.tuples(st.sampled_from(["calls", "visits", "refused"]), st.booleans()), min_size=1, max_size=4))
def test_terms_read_back_what_was_written(parts):
    written = " ".join(f"{'-' if minus else '+'} {name}" for name, minus in parts)
    assert terms(written) == [(name, -1.0 if minus else 1.0) for name, minus in parts]


def test_an_indicator_is_the_ratio_of_sums_not_the_mean_of_ratios():
    recorder = recorded(2)
    above = np.array([[0 + 1 - 2, 1 + 1], [100 + 1 - 2, 101 + 1]], float)
    assert recorder.indicator(RATE).tolist() == pytest.approx((12 * above.sum(axis=1) / 10).tolist())
    assert recorder.indicator(RATE, by_month=False) == pytest.approx(12 * above.sum() / 20)
    by_village = recorder.indicator(RATE, by_month=False, by_village=True)
    assert by_village[0] == pytest.approx(12 * above[:, 0].sum() / 20)
    assert np.isnan(by_village[1]), "nobody lives there"
    assert recorder.indicator(RATE, by_village=True).shape == (2, 2)


def test_an_indicator_without_denominator_is_a_mean_over_village_months():
    recorder = recorded(3)
    assert recorder.indicator(LEVEL, by_month=False) == pytest.approx(np.mean([0, 1, 100, 101, 200, 201]))
    assert recorder.indicator(LEVEL).tolist() == pytest.approx([0.5, 100.5, 200.5])


@pytest.mark.parametrize(("since", "until"), [(1, None), (0, 2), (1, 2), (-1, None), (0, 99)])
def test_a_span_of_months_is_the_same_span_of_the_series(since, until):
    recorder = recorded(3)
    assert (
        recorder.sums("calls - refused", since, until).tolist()
        == (recorder.series("calls").astype(float) - recorder.series("refused"))[since:until].tolist()
    )
    assert recorder.indicator(LEVEL, since, until).tolist() == recorder.indicator(LEVEL)[since:until].tolist()


def test_an_indicator_names_the_tallies_it_is_made_of():
    assert RATE.tallies == ["calls", "visits", "refused", "persons"]
    assert LEVEL.tallies == ["calls"]
