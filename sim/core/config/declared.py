"""What classes declare in their bodies."""

from __future__ import annotations


def declared_in[Kind](owner: type, kind: type[Kind]) -> dict[str, Kind]:
    """Attributes of a kind declared by a class and its bases, by name, in order of declaration."""
    return {
        name: value for base in reversed(owner.__mro__) for name, value in vars(base).items() if isinstance(value, kind)
    }
