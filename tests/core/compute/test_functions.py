"""Functions that many equations share."""

import numpy as np
from scipy import stats

from sim.core.compute.functions import clip, logistic, logistics


def test_the_logistic_function_is_that_of_the_books():
    odds = np.linspace(-300.0, 300.0, 1201)
    np.testing.assert_allclose(logistics(odds), stats.logistic.cdf(odds), rtol=1e-14)


def test_of_an_array_it_has_the_bits_that_its_elements_have():
    odds = np.array([-1e9, -700.0, -38.1, -0.3, 0.0, 1e-9, 2.0, 36.9, 1e9])
    assert [logistic(each) for each in odds] == logistics(odds).tolist()
    assert logistics(odds)[0] < 1e-300
    assert logistics(odds)[-1] == 1.0


def test_a_share_is_bounded_by_nought_and_one():
    assert [clip(each) for each in (-0.1, 0.0, 0.4, 1.0, 7.0)] == [0.0, 0.0, 0.4, 1.0, 1.0]
