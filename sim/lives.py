"""Everybody who ever lived in a run, with the hash of the states they lived through."""

from __future__ import annotations

from typing import Any

import numpy as np


def lives_of(model: Any) -> tuple[np.ndarray, np.ndarray]:
    """Identities and life hashes of the living and the gone, in order of identity.

    Parameters
    ----------
    model : RuralParty
        After its last month.

    Returns
    -------
    identity : uint64 array, shape (persons,)
    life : uint32 array, shape (persons,)

    Raises
    ------
    ValueError
        If two persons carry one identity.
    """
    columns, rows = model.people.columns, model.people.rows()
    identity = np.concatenate([columns.identity[rows], *(ids for ids, _ in model.departed)])
    life = np.concatenate([columns.life[rows], *(lived for _, lived in model.departed)])
    order = np.argsort(identity, kind="stable")
    identity, life = identity[order], life[order]
    twice = identity[1:][identity[1:] == identity[:-1]]
    if len(twice):
        raise ValueError(f"{len(twice)} identities stand twice among the persons of the run, first {int(twice[0])}")
    return identity, life
