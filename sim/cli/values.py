"""Values that are typed: what a switch takes, and what is said of anything else."""

from __future__ import annotations

import argparse
import math
import re

from sim.core.config.language import message

WHOLE = re.compile(r"[+-]?\d{1,30}")
SHOWN_LETTERS = 60
"""Of what was typed, in an error."""

MOST_JOBS, MOST_SHARES = 1024, 1_000_000
"""As of ``sim/execution/engines.py``, which is not imported to read a command line."""


def shortened(text: str) -> str:
    """What was typed, or its beginning."""
    return text if len(text) <= SHOWN_LETTERS else f"{text[:SHOWN_LETTERS]}…"


def whole_of(text: str) -> int:
    """A whole number."""
    if WHOLE.fullmatch(text):
        return int(text)
    raise argparse.ArgumentTypeError(message("{text!r} is no whole number", text=shortened(text)))


def count_of(text: str) -> int:
    """A whole number from 1."""
    if WHOLE.fullmatch(text) and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(message("{text!r} is no whole number from 1", text=shortened(text)))


def jobs_of(text: str) -> int:
    """A number of processes; 0 is one for each processor."""
    if WHOLE.fullmatch(text) and 0 <= int(text) <= MOST_JOBS:
        return int(text)
    allowed = message("allowed are 1 to {most}, and 0 for one for each processor", most=MOST_JOBS)
    raise argparse.ArgumentTypeError(
        message("{text!r} is no number of processes: {allowed}", text=shortened(text), allowed=allowed)
    )


def share_of_one(text: str) -> float:
    """A number from 0 to 1."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if 0 <= value <= 1:
        return value
    raise argparse.ArgumentTypeError(message("{text!r} is no number from 0 to 1", text=shortened(text)))


def place_of(text: str) -> str:
    """A path; nothing, or what no file can be called, is none."""
    if text.strip() and "\0" not in text:
        return text
    raise argparse.ArgumentTypeError(message("{text!r} names no file and no folder", text=text))


def reps_of(text: str) -> int | str:
    """Number of pairs, or ``auto``."""
    if text == "auto":
        return text
    if WHOLE.fullmatch(text) and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(message("{text!r} is neither a number from 1 nor auto", text=shortened(text)))


def shard_of(text: str) -> tuple[int, int]:
    """``2/8``: the second of eight shares."""
    place, _, count = text.partition("/")
    if WHOLE.fullmatch(place) and WHOLE.fullmatch(count) and 1 <= int(place) <= int(count) <= MOST_SHARES:
        return int(place), int(count)
    raise argparse.ArgumentTypeError(
        message(
            "{text!r} is no share I/N with I from 1 to N and N up to {most}, such as 2/8",
            text=shortened(text),
            most=MOST_SHARES,
        )
    )


def names_of(text: str) -> list[str]:
    """Names with commas between them; one that stands twice counts once."""
    return list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


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
    if (found := _of_an_outcome(text)) is not None:
        return found
    raise argparse.ArgumentTypeError(
        message(
            "{text!r} is not OUTCOME=HALF-WIDTH, such as trust=0.005 or 'attendance=2 points'", text=shortened(text)
        )
    )


def matters_of(text: str) -> tuple[str, float]:
    """``trust=0.02`` or ``attendance=5 points``: an outcome and the least difference that matters.

    Raises
    ------
    argparse.ArgumentTypeError
        As of :func:`precision_of`.
    """
    if (found := _of_an_outcome(text)) is not None:
        return found
    raise argparse.ArgumentTypeError(
        message("{text!r} is not OUTCOME=DIFFERENCE, such as trust=0.02 or 'attendance=5 points'", text=shortened(text))
    )


def _of_an_outcome(text: str) -> tuple[str, float] | None:
    """An outcome and a number in its unit; nothing if it is no such pair."""
    name, _, given = text.partition("=")
    number = given.removesuffix("%").removesuffix("points").removesuffix("point")
    try:
        value = float(number)
    except ValueError:
        return None
    if number == given:
        return name, value
    from sim.indicators import INDICATORS

    if name in INDICATORS and INDICATORS[name].unit != "share":
        raise argparse.ArgumentTypeError(
            message(
                "{text!r}: points are of shares; {name} is in {unit}, a number without more",
                text=text,
                name=name,
                unit=INDICATORS[name].unit,
            )
        )
    return name, value / 100


def priced_of(text: str) -> tuple[str, float]:
    """``service_fulfilment=300``: an outcome and the yuan that a unit of it is worth."""
    name, _, price = text.partition("=")
    value = _finite(price)
    if not name or value is None:
        raise argparse.ArgumentTypeError(message("{text!r} is not OUTCOME=YUAN", text=shortened(text)))
    return name, value


def set_of(text: str) -> tuple[str, list[str]]:
    """``hours=parameters.effort.unseen,parameters.effort.hours_spread``: a name and what belongs to it."""
    name, _, listed = text.partition("=")
    if not name or not (paths := names_of(listed)):
        raise argparse.ArgumentTypeError(message("{text!r} is not NAME=PATH,PATH", text=shortened(text)))
    return name, paths


def sample_of(text: str) -> tuple[str, float, int]:
    """``parameters.training.gain=0.05,100``: an unknown, the error of an observation, and how many there are."""
    path, _, rest = text.partition("=")
    error, _, number = rest.partition(",")
    value = _finite(error)
    if not path or value is None or value <= 0 or not WHOLE.fullmatch(number) or int(number) < 1:
        raise argparse.ArgumentTypeError(
            message("{text!r} is not PATH=ERROR,NUMBER with an error above 0", text=shortened(text))
        )
    return path, value, int(number)


def _finite(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
