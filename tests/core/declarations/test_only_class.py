"""A module's one class of a kind is found, and one with none or two is refused by name."""

from __future__ import annotations

from types import ModuleType

import pytest

from sim.core.declarations.only_class import only_class


class Kind:
    pass


def module_with(*names: str, imported: bool = False) -> ModuleType:
    made = ModuleType("a_module")
    for name in names:
        setattr(made, name, type(name, (Kind,), {"__module__": "a_module"}))
    if imported:
        made.Kind = Kind
    made.other = type("other", (), {"__module__": "a_module"})
    return made


def test_the_only_class_is_found_beside_what_is_imported() -> None:
    module = module_with("Own", imported=True)
    assert only_class(module, Kind) is module.Own


@pytest.mark.parametrize(("names", "found"), [((), "none"), (("One", "Two"), "One, Two")])
def test_none_or_several_are_refused_by_name(names: tuple[str, ...], found: str) -> None:
    with pytest.raises(TypeError, match=f"^a_module must declare exactly one Kind; found: {found}$"):
        only_class(module_with(*names, imported=True), Kind)
