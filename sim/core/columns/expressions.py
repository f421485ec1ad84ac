"""Expressions over columns: ``col.age >= 60`` is a question put to all rows at once.

An expression is built with Python's operators and evaluated later, either over arrays (one pass for all rows) or,
called with an agent, on that agent's attributes; both give the same answer. Nothing is evaluated from text.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection
from typing import Any

import numpy as np

from sim.core.config.language import message

Read = Callable[[str], Any]


def operation(
    sign: str, apply: Callable[[Any, Any], Any], of_numbers: bool = False, turned: bool = False
) -> Callable[[Expression, Any], Expression]:
    """Python's operator of two operands as a method of expressions; ``turned`` where the expression stands right."""

    def made(self: Expression, other: Any) -> Expression:
        left, right = (other, self) if turned else (self, other)
        return Binary(sign, apply, left, right, of_numbers)

    return made


class Expression:
    """A formula over named columns; compare, calculate, and combine with ``&``, ``|`` and ``~``."""

    __hash__ = None  # type: ignore[assignment]

    def evaluate(self, read: Read) -> Any:
        """Value of the formula where ``read(name)`` gives the values of a column."""
        raise TypeError(message("an expression starts from a column: col.trust, col.age ..."))

    def over(self, read: Read) -> np.ndarray:
        """Values for arrays of columns; a division by zero is an error, as it is row by row.

        Raises
        ------
        FloatingPointError
            If a number has no finite value.
        """
        with np.errstate(divide="raise", invalid="raise", over="raise"):
            return np.asarray(self.evaluate(read))

    def __call__(self, agent: Any) -> Any:
        """Value for one agent, from its attributes."""
        return self.evaluate(lambda name: getattr(agent, name))

    def __bool__(self) -> bool:
        raise TypeError(
            message(
                "{expression!r} has no single truth value; combine with & | ~ and brackets: (col.age >= 60) "
                "& ~col.away",
                expression=self,
            )
        )

    def isin(self, values: Collection[Any]) -> Expression:
        """Whether the value is one of these."""
        return Membership(self, tuple(values))

    __lt__ = operation("<", operator.lt)
    __le__ = operation("<=", operator.le)
    __gt__ = operation(">", operator.gt)
    __ge__ = operation(">=", operator.ge)
    __eq__ = operation("==", operator.eq)  # type: ignore[assignment]
    __ne__ = operation("!=", operator.ne)  # type: ignore[assignment]
    __and__ = operation("&", operator.and_)
    __rand__ = operation("&", operator.and_, turned=True)
    __or__ = operation("|", operator.or_)
    __ror__ = operation("|", operator.or_, turned=True)
    __xor__ = operation("^", operator.xor)
    __add__ = operation("+", operator.add, of_numbers=True)
    __radd__ = operation("+", operator.add, of_numbers=True, turned=True)
    __sub__ = operation("-", operator.sub, of_numbers=True)
    __rsub__ = operation("-", operator.sub, of_numbers=True, turned=True)
    __mul__ = operation("*", operator.mul, of_numbers=True)
    __rmul__ = operation("*", operator.mul, of_numbers=True, turned=True)
    __truediv__ = operation("/", operator.truediv, of_numbers=True)
    __rtruediv__ = operation("/", operator.truediv, of_numbers=True, turned=True)
    __floordiv__ = operation("//", operator.floordiv, of_numbers=True)
    __mod__ = operation("%", operator.mod, of_numbers=True)
    __pow__ = operation("**", operator.pow, of_numbers=True)

    def __invert__(self) -> Expression:
        return Unary("~", invert, self)

    def __neg__(self) -> Expression:
        return Unary("-", negative, self)

    def __abs__(self) -> Expression:
        return Unary("abs", absolute, self)


class Name(Expression):
    """The values of one column."""

    def __init__(self, name: str) -> None:
        self.name = name

    def evaluate(self, read: Read) -> Any:
        """What ``read`` gives for the name."""
        return read(self.name)

    def __repr__(self) -> str:
        return f"col.{self.name}"


class Unary(Expression):
    """One operand."""

    def __init__(self, sign: str, apply: Callable[[Any], Any], operand: Expression) -> None:
        self.sign, self.apply, self.operand = sign, apply, operand

    def evaluate(self, read: Read) -> Any:
        """The operation on the operand's value."""
        return self.apply(self.operand.evaluate(read))

    def __repr__(self) -> str:
        return f"{self.sign}({self.operand!r})"


class Binary(Expression):
    """Two operands, one of which may be a plain number; switches count as 0 and 1 where it is an operation of numbers.

    Raises
    ------
    TypeError
        If an operand is neither an expression nor a number.
    """

    def __init__(
        self, sign: str, apply: Callable[[Any, Any], Any], left: Any, right: Any, of_numbers: bool = False
    ) -> None:
        for operand in (left, right):
            if not isinstance(operand, Expression | bool | int | float | np.generic):
                raise TypeError(
                    message(
                        "{operand!r} is neither a column nor a number; columns hold numbers: col.stage == 4",
                        operand=operand,
                    )
                )
        self.sign, self.apply, self.left, self.right, self.of_numbers = sign, apply, left, right, of_numbers

    def evaluate(self, read: Read) -> Any:
        """The operation on both values."""
        left, right = (
            each.evaluate(read) if isinstance(each, Expression) else each for each in (self.left, self.right)
        )
        return self.apply(number(left), number(right)) if self.of_numbers else self.apply(left, right)

    def __repr__(self) -> str:
        return f"({self.left!r} {self.sign} {self.right!r})"


class Membership(Expression):
    """Whether a value is one of several."""

    def __init__(self, operand: Expression, values: tuple[Any, ...]) -> None:
        self.operand, self.values = operand, values

    def evaluate(self, read: Read) -> Any:
        """True where the operand's value is among the values."""
        value = self.operand.evaluate(read)
        return np.isin(value, self.values) if isinstance(value, np.ndarray) else value in self.values

    def __repr__(self) -> str:
        return f"{self.operand!r}.isin({self.values})"


def number(value: Any) -> Any:
    """Switches as 0 and 1, as Python calculates with them; NumPy would answer ``True + True`` with ``True``."""
    return value.astype(np.int64) if isinstance(value, np.ndarray) and value.dtype == bool else value


def invert(value: Any) -> Any:
    """``not`` for switches, the bits turned round for whole numbers."""
    return not value if isinstance(value, bool) else ~value


def negative(value: Any) -> Any:
    """The number with the other sign."""
    return -number(value)


def absolute(value: Any) -> Any:
    """The number without its sign."""
    return abs(number(value))


class Columns:
    """``col``: its attributes are columns of whatever set the expression is given to.

    Examples
    --------
    >>> import sim
    >>> (sim.col.age >= 60) & ~sim.col.away
    ((col.age >= 60) & ~(col.away))
    >>> sim.col.stage.isin([3, 4])
    col.stage.isin((3, 4))
    """

    def __getattr__(self, name: str) -> Name:
        if name.startswith("_"):
            raise AttributeError(name)
        return Name(name)

    def __repr__(self) -> str:
        return "col"


col = Columns()
