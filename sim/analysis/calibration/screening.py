"""Screening: which inputs move an output, and by which shape, before an emulator is fitted to it.

Forward selection over Legendre polynomials of one input and products of two (orthogonal matching pursuit): a term is
taken as long as chance alone would seldom find one as strong among all that were tried (Bonferroni). An output of which
nothing is taken is moved by no input.

References
----------
Pati, Y. C., Rezaiifar, R. and Krishnaprasad, P. S. (1993). Orthogonal matching pursuit. Asilomar Conference 27, 40-44
(from memory).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import f as f_distribution

Floats = NDArray[np.float64]
Partners = Sequence[Collection[int]]
Term = tuple[tuple[int, int], ...]
"""Inputs and the degree of each: ``((3, 2),)`` is the second Legendre polynomial of input 3; ``()`` is the constant."""
DEGREES = (1, 2, 3, 4)
PRODUCT_DEGREES = (1, 2)
CHANCE = 0.01
"""Probability that an output which nothing moves is given a term."""
MOST_TERMS = 40
ROWS_A_TERM = 5
"""Rows for each term taken, at least."""


def legendre(x: Floats, degree: int) -> Floats:
    """Legendre polynomial of a number between 0 and 1, stretched to -1 to 1."""
    return np.asarray(np.polynomial.legendre.legval(2.0 * x - 1.0, [0.0] * degree + [1.0]), float)


def term_values(x: Floats, term: Term) -> Floats:
    """Values of a term, shape (rows,)."""
    found = np.ones(len(x))
    for place, degree in term:
        found = found * legendre(x[:, place], degree)
    return found


def basis(x: Floats, terms: tuple[Term, ...]) -> Floats:
    """Constant and terms, shape (rows, 1 + terms)."""
    return np.column_stack([np.ones(len(x)), *(term_values(x, term) for term in terms)])


def inputs_of(terms: tuple[Term, ...]) -> tuple[int, ...]:
    """Inputs that stand in a term."""
    return tuple(sorted({place for term in terms for place, _ in term}))


def _mains(inputs: int) -> list[Term]:
    return [((place, degree),) for place in range(inputs) for degree in DEGREES]


def _products(selected: set[int], inputs: int, partners: Partners | None) -> list[Term]:
    """Products of two inputs of which one is taken already."""
    pairs = {
        (min(a, b), max(a, b)) for a in selected for b in (range(inputs) if partners is None else partners[a]) if a != b
    }
    return [((a, i), (b, j)) for a, b in sorted(pairs) for i in PRODUCT_DEGREES for j in PRODUCT_DEGREES]


def screen(
    x: Floats, y: Floats, chance: float = CHANCE, most: int = MOST_TERMS, partners: Partners | None = None
) -> tuple[Term, ...]:
    """Terms by which the inputs move an output, the strongest first.

    Parameters
    ----------
    x : float array, shape (rows, inputs)
        Inputs, each between 0 and 1.
    y : float array, shape (rows,)
    chance : float
        Probability of a term where nothing moves the output.
    most : int
        Most terms.
    partners : sequence of collections of int, optional
        For each input those that it may be multiplied with; all if left out.

    Returns
    -------
    tuple of Term
        Empty where nothing moves the output.

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.calibration.screening import inputs_of, screen
    >>> x = (np.arange(60)[:, None] * [0.618034, 0.414214, 0.302776]) % 1
    >>> inputs_of(screen(x, 3 * x[:, 1] ** 2))
    (1,)
    >>> screen(x, np.ones(60))
    ()
    """
    rows, inputs = x.shape
    taken: list[Term] = []
    candidates = _mains(inputs)
    columns = np.column_stack([term_values(x, term) for term in candidates]) if candidates else np.empty((rows, 0))
    base = np.full((rows, 1), rows**-0.5)
    residual = y - y.mean()
    scale = float(residual @ residual)
    if scale <= 1e-24 * max(1.0, float(y @ y)):
        return ()
    columns = columns - base @ (base.T @ columns)
    most = min(most, rows // ROWS_A_TERM)
    while len(taken) < most:
        norms = np.sqrt((columns**2).sum(axis=0))
        usable = norms > 1e-6 * np.sqrt(rows)
        gains = np.where(usable, (columns.T @ residual) ** 2 / np.where(usable, norms, 1.0) ** 2, 0.0)
        best = int(gains.argmax())
        before, after = float(residual @ residual), float(residual @ residual) - float(gains[best])
        freedom = rows - len(taken) - 2
        if before <= 1e-12 * scale or freedom < 1:
            break
        strength = gains[best] / max(after / freedom, 1e-300)
        if f_distribution.sf(strength, 1, freedom) > chance / len(candidates):
            break
        column = columns[:, best : best + 1] / norms[best]
        known = set(inputs_of(tuple(taken)))
        taken.append(candidates[best])
        residual = residual - column[:, 0] * float(column[:, 0] @ residual)
        base = np.column_stack([base, column])
        columns = columns - column @ (column.T @ columns)
        if fresh := set(inputs_of(tuple(taken))) - known:
            new = [each for each in _products(fresh, inputs, partners) if each not in set(candidates)]
            added = np.column_stack([term_values(x, each) for each in new]) if new else np.empty((rows, 0))
            for _ in range(2):  # twice, for the sake of rounding
                added = added - base @ (base.T @ added)
            candidates += new
            columns = np.column_stack([columns, added])
    return tuple(taken)
