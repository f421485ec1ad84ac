"""Loading: a file, or the module of an installed plug-in, becomes the policies, indicators and mechanisms in it.

Content is read once, hashed and run, so that what runs is what its hash says.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from importlib.metadata import entry_points
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from traceback import extract_tb
from types import CodeType, ModuleType
from typing import Any

from sim.core.compute.kernel_cache import PACKAGE
from sim.core.config.given_files import UnreadableFile, read_given
from sim.core.config.language import message
from sim.core.declarations.mechanism import Mechanism
from sim.core.recording.indicator import AnyIndicator, Declared
from sim.indicators import INDICATORS
from sim.policies.common.policy import Policy

GROUP = "ruralparty"
"""Group of entry points in which an installed plug-in names its module."""
KINDS = (".py", ".yaml", ".csv")
"""Files of an installed plug-in that are hashed."""
Thing = type[Policy] | type[Mechanism] | AnyIndicator

OF_THE_PACKAGE = {id(each) for each in INDICATORS.values()}
"""Indicators that a file may import and does not declare."""
being_loaded: set[str] = set()
"""Names of the modules that are being run."""


class ExtensionError(ValueError):
    """An extension that cannot be loaded or is not complete."""


@dataclass(frozen=True)
class Extension:
    """Where something from outside came from.

    Attributes
    ----------
    name : str
        Name of the file, of the installed plug-in, or of the indicator.
    digest : str
        Hash of the content.
    only : str
        The class that was registered, if not all that the file declares.
    path : str
        The file; empty if it is none.
    record : str
        The declaration of an indicator made in Python, as JSON.
    """

    name: str
    digest: str
    only: str = ""
    path: str = ""
    record: str = ""

    @property
    def key(self) -> dict[str, str]:
        """What the names of runs depend on: not where the file lies."""
        return {"name": self.name, "hash": self.digest} | ({"class": self.only} if self.only else {})


def hash_of(parts: Iterable[bytes]) -> str:
    """BLAKE2b of 128 bits over the parts, each with its length before it."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8, "little") + part)
    return digest.hexdigest()


def in_file(path: Path, only: str = "", digest: str = "") -> tuple[Extension, list[Thing]]:
    """What a file declares, or one class of it; the file is run as a module of its own.

    Raises
    ------
    ExtensionError
        If it cannot be read or run, or its content has not the hash that it ought to have.
    """
    try:
        content = read_given(path)
    except UnreadableFile as error:
        raise ExtensionError(message("{path} cannot be read ({fault})", path=path, fault=error.fault)) from None
    extension = _checked(Extension(path.name, hash_of([content]), only, str(path)), digest)
    module = _run(path, content, extension.digest)
    return extension, [getattr(module, only)] if only else list(_declared_in(module, module.__name__))


def installed(name: str, digest: str = "") -> tuple[Extension, list[Thing]]:
    """What an installed plug-in declares: the module, class or indicator of its entry point.

    Raises
    ------
    ExtensionError
        If there is none of that name, it cannot be imported, or has not the hash that it ought to have.
    """
    points = entry_points(group=GROUP)
    if name not in points.names:
        text = message(
            "{name} is neither a file ending in .py nor an installed plug-in (installed: {there})",
            name=name,
            there=", ".join(sorted(points.names)) or message("none"),
        )
        raise ExtensionError(text)
    point = points[name]
    package = point.module.partition(".")[0]
    files = sorted(_files_of(package))
    content = (part for file in files for part in (file.name.encode(), file.read_bytes()))
    extension = _checked(Extension(name, hash_of(content)), digest)
    try:
        found = point.load()
    except Exception as error:
        text = message("the plug-in {name} ({place})", name=name, place=point.value)
        raise ExtensionError(f"{text}: {type(error).__name__}: {error}") from error
    return extension, list(_declared_in(found, package)) if isinstance(found, ModuleType) else [found]


def _files_of(package: str) -> Iterator[Path]:
    if spec := find_spec(package):
        for folder in spec.submodule_search_locations or ():
            yield from (path for path in Path(folder).rglob("*") if path.suffix in KINDS)
        if not spec.submodule_search_locations and spec.origin:
            yield Path(spec.origin)


def _checked(extension: Extension, digest: str) -> Extension:
    if digest and extension.digest != digest:
        text = message(
            "{file} is not what it was when the work was handed out (hash {then} then, {here} here): it must be the "
            "same on all machines and not change meanwhile",
            file=extension.path or extension.name,
            then=digest[:12],
            here=extension.digest[:12],
        )
        raise ExtensionError(text)
    return extension


class _AsRead(SourceFileLoader):
    """Runs the bytes that were hashed, whatever stands in the file or in Python's cache by now."""

    def __init__(self, name: str, path: str, content: bytes) -> None:
        super().__init__(name, path)
        self.content = content

    def get_code(self, fullname: str) -> CodeType:
        """Compile them."""
        return compile(self.content, self.path, "exec", dont_inherit=True)


def _run(path: Path, content: bytes, digest: str) -> ModuleType:
    """Import a file under a name that no other has; nothing of it stays if it cannot be."""
    name = f"{GROUP}_with_{path.stem}_{digest}"
    if name in sys.modules:
        return sys.modules[name]
    spec: Any = spec_from_file_location(name, path, loader=_AsRead(name, str(path), content))
    before = set(sys.modules)
    module = sys.modules[name] = module_from_spec(spec)
    being_loaded.add(name)
    try:
        spec.loader.exec_module(module)
        _refuse_beside(path, set(sys.modules) - before - {name})
    except BaseException as error:
        del sys.modules[name]
        if isinstance(error, (ExtensionError, KeyboardInterrupt)):
            raise
        raise ExtensionError(f"{_place(error, path)}: {type(error).__name__}: {error}") from error
    finally:
        being_loaded.discard(name)
    return module


def _place(error: BaseException, path: Path) -> str:
    """File and line at which a file cannot be run."""
    lines = [each.lineno for each in extract_tb(error.__traceback__) if each.filename == str(path)]
    if isinstance(error, SyntaxError) and error.filename == str(path):
        lines.append(error.lineno)
    return f"{path}:{lines[-1]}" if lines else str(path)


def _refuse_beside(path: Path, imported: Iterable[str]) -> None:
    """Refuse a file that imports others beside it: their content would be no part of any hash."""
    beside = []
    for name in imported:
        package, file = name.partition(".")[0], Path(getattr(sys.modules[name], "__file__", None) or "/")
        home = path.parent / package
        if package != PACKAGE.name and (file == home.with_suffix(".py") or file.is_relative_to(home)):
            beside.append(name)
    for name in beside:
        del sys.modules[name]
    if beside:
        text = message(
            "{path}: imports {names} from files beside it, whose content would be no part of the names of runs; write "
            "all into one file, or install them and name an entry point",
            path=path,
            names=", ".join(sorted(beside)),
        )
        raise ExtensionError(text)


def _declared_in(module: ModuleType, package: str) -> Iterator[Thing]:
    """What a module declares: its classes that are not private, and indicators, also those in tuples and lists."""
    for name, each in vars(module).items():
        if isinstance(each, type) and issubclass(each, (Policy, Mechanism)):
            own = each.__module__ == package or each.__module__.startswith(f"{package}.")
            if own and not name.startswith("_"):
                yield each
        for one in each if isinstance(each, (tuple, list)) else (each,):
            if isinstance(one, Declared) and id(one) not in OF_THE_PACKAGE:
                yield one
