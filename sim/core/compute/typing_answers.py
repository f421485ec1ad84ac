"""Numba's answers to "what does this operation give for arguments of these types?", remembered.

Numba types a function in rounds until nothing changes, and in each round it puts every operation to all templates of
its operator anew. The kernels of a first month ask 32,700 times, 1,800 of them something new. What this saves is in
docs/decisions/kernels-and-bits.md.
"""

from __future__ import annotations

from typing import Any

from numba.core.targetconfig import ConfigStack
from numba.core.types.functions import BaseFunction

_ask: Any = BaseFunction.get_call_type
_answers: dict[tuple[Any, ...], tuple[Any, Any]] = {}


def _answer(operator: Any, context: Any, arguments: Any, keywords: Any) -> Any:
    """Signature of an operator for these types, as found before under the same options of compilation.

    With it goes the implementation that Numba noted for the signature: one compiled under other options may have been
    noted since.
    """
    options = ConfigStack.top_or_none()
    question = (
        operator,
        context,
        tuple(arguments),
        tuple(keywords.items()),
        None if options is None else options.summary(),
    )
    if question in _answers:
        signature, operator._impl_keys[signature.args] = _answers[question]
        return signature
    signature = _ask(operator, context, arguments, keywords)
    _answers[question] = signature, operator._impl_keys[signature.args]
    return signature


def remember() -> None:
    """Ask each question once a process, from now on."""
    BaseFunction.get_call_type = _answer  # type: ignore[method-assign,assignment]
