"""Colours of the page of a comparison can be read."""

from __future__ import annotations

import re

import pytest

from sim.report.comparison.page_style import STYLE


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts]
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("name", ["ink", "soft", "link", "better-colour", "worse-colour"])
def test_every_colour_of_text_has_the_contrast_that_small_letters_want(name):
    colour = re.search(rf"--{name}: (#[0-9a-f]{{6}})", STYLE)[1]
    for ground in ("#ffffff", re.search(r"--band: (#[0-9a-f]{6})", STYLE)[1]):
        least = 4.5 if ground == "#ffffff" else 3.0  # marks alone stand on the band
        assert (luminance(ground) + 0.05) / (luminance(colour) + 0.05) >= least
