"""The one class that a module declares: a mechanism or a policy is found by the name of its file."""

from __future__ import annotations

from types import ModuleType

from sim.core.config.language import message


def only_class[Base](module: ModuleType, base: type[Base]) -> type[Base]:
    """Find the class of a kind that a module declares; those that it imports do not count.

    Parameters
    ----------
    module : module
        An imported module.
    base : type
        What the class must derive from.

    Raises
    ------
    TypeError
        If the module declares none or several.
    """
    own = [
        each
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, base) and each.__module__ == module.__name__
    ]
    if len(own) != 1:
        names = ", ".join(each.__name__ for each in own) or "none"
        raise TypeError(
            message(
                "{name} must declare exactly one {which}; found: {names}",
                name=module.__name__,
                which=base.__name__,
                names=names,
            )
        )
    return own[0]
