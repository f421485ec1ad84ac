"""Fitted differences as arrays without pickle: what is shipped."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.calibration.screening import Term
from sim.analysis.emulator.difference import Difference

Arrays = dict[str, NDArray[Any]]
LARGEST = 1_000_000
"""Bytes of the file, at most."""


def packed(fitted: Mapping[str, Difference], inputs: Sequence[str], about: Mapping[str, Any]) -> Arrays:
    """Arrays of differences that were fitted to the same rows.

    Inputs of the rows are rounded to half precision before weights are worked out, so that nothing is lost of what is
    answered.
    """
    terms: list[list[int]] = []
    owner: list[int] = []
    coefficients: list[float] = []
    seen: list[int] = []
    lengths: list[float] = []
    spans, places, weights, signals, scales, bars = [], [], [], [], [], []
    rows: NDArray[np.float16] | None = None
    for place, each in enumerate(fitted.values()):
        process = replace(each.process, x=each.process.x.astype(np.float16).astype(float))
        rows = process.x[:, :-1].astype(np.float16)
        found, own_weights = process.weights()
        for term, coefficient in zip(((), *process.terms), found, strict=True):
            terms.append(_flat(term))
            owner.append(place)
            coefficients.append(float(coefficient))
        spans.append((len(seen), len(seen) + len(process.inputs)))
        seen += process.inputs
        lengths += process.lengths
        places.append(process.x[:, -1].astype(np.float16))
        weights.append(own_weights.astype(np.float32))
        signals.append(process.signal)
        scales.append((float(each.scale.saturates), each.scale.low, each.scale.high))
        bars.append((each.bar.floor, each.bar.slope, each.bar.factor, each.bar.noise))
    told = {**about, "inputs": list(inputs), "outcomes": list(fitted)}
    return {
        "about": np.frombuffer(json.dumps(told, ensure_ascii=False, sort_keys=True).encode(), np.uint8),
        "rows": np.empty((0, len(inputs)), np.float16) if rows is None else rows,
        "places": np.array(places, np.float16),
        "weights": np.array(weights, np.float32),
        "signals": np.array(signals),
        "spans": np.array(spans, np.int32).reshape(-1, 2),
        "seen": np.array(seen, np.int16),
        "lengths": np.array(lengths),
        "terms": np.array(terms, np.int16).reshape(-1, 4),
        "owner": np.array(owner, np.int64),
        "coefficients": np.array(coefficients),
        "scales": np.array(scales).reshape(-1, 3),
        "bars": np.array(bars).reshape(-1, 4),
        "r2": np.array([each.r2 for each in fitted.values()]),
    }


def as_bytes(arrays: Arrays) -> bytes:
    """The file of the arrays: the same bytes for the same arrays."""
    import zipfile

    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            one = io.BytesIO()
            np.lib.format.write_array(one, np.ascontiguousarray(array), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), one.getvalue(), zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _flat(term: Term) -> list[int]:
    """Two inputs and their degrees; degree 0 for what is not there."""
    parts = [*term, (0, 0), (0, 0)][:2]
    return [number for part in parts for number in part]
