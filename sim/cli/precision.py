"""How the precision that is wanted of an outcome is written on the command line."""

from __future__ import annotations

import argparse


def precision_of(text: str) -> tuple[str, float]:
    """``trust=0.005`` or ``attendance=2 points``: an outcome and the half-width wanted.

    Parameters
    ----------
    text : str
        A number in the outcome's unit, a share from 0 to 1; points and % are hundredths of a share.

    Raises
    ------
    argparse.ArgumentTypeError
        If it is no such pair, or points are given of what is no share.
    """
    name, _, width = text.partition("=")
    number = width.removesuffix("%").removesuffix("points").removesuffix("point")
    try:
        value = float(number)
    except ValueError:
        shape = "OUTCOME=HALF-WIDTH, such as trust=0.005 or 'attendance=2 points'"
        raise argparse.ArgumentTypeError(f"{text!r} is not {shape}") from None
    if number == width:
        return name, value
    from sim.indicators import INDICATORS

    if name in INDICATORS and INDICATORS[name].unit != "share":
        unit = INDICATORS[name].unit
        raise argparse.ArgumentTypeError(f"{text!r}: points are of shares; {name} is in {unit}, a number without more")
    return name, value / 100
