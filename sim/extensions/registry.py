"""The extensions that are loaded: what they add to the package, and their names in those of runs."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from sim import indicators, mechanisms, policies
from sim.core.config.given_files import UnreadableFile, given_path
from sim.core.config.language import message
from sim.core.declarations.mechanism import Mechanism
from sim.core.recording.indicator import Composite, Declared, Indicator, Spread, bind
from sim.extensions.completeness import indicator_lacks, mechanism_lacks, policy_lacks
from sim.extensions.loading import Extension, ExtensionError, Thing, being_loaded, hash_of, in_file, installed
from sim.policies.common.policy import Policy

NAME = re.compile("[a-z][a-z0-9_]*")
COLUMNS = ("run", "row", "point", "scenario", "replicate", "seed", "month", "year", "digest", "seconds", "person_years")
"""Columns of tables beside outcomes; those of costs begin with ``cost_``."""
INDICATOR_CLASSES = {each.__name__: each for each in (Indicator, Composite, Spread)}
"""Classes of indicators by name, of which a worker makes one anew from its record."""

_loaded: dict[Extension, list[Thing]] = {}


def register(*things: str | Path | Thing) -> None:
    """Make policies, indicators or mechanisms of your own known, as ``--with`` does on the command line.

    Parameters
    ----------
    *things : str, Path, class or indicator
        A Python file, all of whose policies, indicators and mechanisms are taken; the name of an installed plug-in (an
        entry point of the group ``ruralparty``); one class of a file; or an indicator. What comes from the same place
        again takes the place of what it was.

    Raises
    ------
    ExtensionError
        If something cannot be loaded, is not complete (all that is missing is named) or has a name that is taken.

    Examples
    --------
    >>> import sim
    >>> from sim.core.recording.indicator import Indicator
    >>> from sim.extensions.registry import forget
    >>> words = {"en": "visits a need", "zh": "走访诉求比", "note": "home visits", "note_zh": "入户走访次数"}
    >>> sim.register(Indicator("calls_a_need", "ratio", numerator="visits", denominator="needs_arisen", **words))
    >>> few = {"world.townships": 1, "world.villages": 2, "world.village_size": 150, "horizon.burn_in": 0}
    >>> model = sim.RuralParty(sim.load("baseline").changed(few), rng=1)
    >>> model.run_for(12)
    >>> model.outcome("calls_a_need") > 0
    True
    >>> forget()
    """
    for each in things:
        if isinstance(each, Declared):
            table = {one.name: getattr(each, one.name) for one in fields(each) if one.name != "parts"}
            record = json.dumps({"kind": type(each).__name__, **table}, sort_keys=True, ensure_ascii=False)
            _take(Extension(each.name, hash_of([record.encode()]), record=record), [each])
        elif isinstance(each, type) and issubclass(each, (Policy, Mechanism)):
            _take_class(each)
        elif not isinstance(each, (str, Path)):
            text = message(
                "{given!r} cannot be registered; allowed are a file, an installed plug-in, a Policy, a Mechanism and "
                "an indicator",
                given=each,
            )
            raise ExtensionError(text)
        elif (path := _file_of(each)) is not None:
            _take(*in_file(path))
        else:
            _take(*installed(str(each)))


def _file_of(given: str | Path) -> Path | None:
    """The file that is meant, if one is: what ends in .py, or is a file or a path; a bare name is a plug-in."""
    try:
        path = given_path(given)
    except UnreadableFile as error:
        raise ExtensionError(str(error)) from None
    named = path.suffix == ".py" or len(path.parts) > 1 or (os.path.lexists(path) and not os.path.isdir(path))
    return Path(os.path.realpath(path)) if named else None


def forget() -> None:
    """Take back everything that was registered."""
    for each in [*_loaded]:
        _drop(each)


def named() -> list[dict[str, str]]:
    """Name and hash of all extensions, sorted: what runs are named after, and what manifests say."""
    return sorted((each.key for each in _loaded), key=lambda key: [*key.values()])


def records() -> list[dict[str, str]]:
    """All extensions in plain values, in the order in which they came, for :func:`use` in a worker."""
    return [asdict(each) for each in _loaded]


def switches() -> str:
    """The switches of a command line that loads the same files and plug-ins."""
    places = (each.path or each.name for each in _loaded if not each.record)
    return " ".join(f"--with {shlex.quote(place)}" for place in dict.fromkeys(places))


def use(requested: Sequence[Mapping[str, str]]) -> None:
    """Have exactly these extensions, in a worker: others go, and what is not there is loaded.

    Raises
    ------
    ExtensionError
        If one is not here, or has another content.
    """
    wanted = [Extension(**each) for each in requested]
    for each in [*_loaded]:
        if each.key not in [other.key for other in wanted]:
            _drop(each)
    for each in wanted:
        if each.key in named():
            continue
        if each.record:
            table = json.loads(each.record)
            values: dict[str, Any] = {
                key: tuple(value) if isinstance(value, list) else value for key, value in table.items()
            }
            _take(each, [INDICATOR_CLASSES[values.pop("kind")](**values)])
        elif each.path:
            _take(*in_file(Path(each.path), each.only, each.digest))
        else:
            _take(*installed(each.name, each.digest))


def differences(then: Sequence[Mapping[str, str]]) -> list[str]:
    """What differs between the extensions of a study, as :func:`named` gave them, and those of now, in words."""
    now = {_title(each): each["hash"] for each in named() if each not in then}
    found = []
    for each in then:
        if each not in named():
            title, other = _title(each), now.pop(_title(each), "")
            state = (
                message("its hash is {digest} now", digest=other[:12])
                if other
                else message("it is not loaded: --with FILE, or sim.register")
            )
            digest = each["hash"][:12]
            text = message(
                "the study was designed with {title} of hash {digest}; {state}", title=title, digest=digest, state=state
            )
            found.append(text)
    return found + [message("the study was designed without {title}", title=title) for title in now]


def _title(named: Mapping[str, str]) -> str:
    return " of ".join(filter(None, (named.get("class"), named["name"])))


def _take_class(thing: type[Policy] | type[Mechanism]) -> None:
    if thing.__module__ in being_loaded:  # all that its file declares is taken when it has been run
        return
    module = sys.modules.get(thing.__module__)
    path = Path(getattr(module, "__file__", None) or "")
    if not path.is_file() or getattr(module, thing.__name__, None) is not thing:
        text = message(
            "{name} stands at the top of no file, from which workers could load it: write it into one and register "
            "that, sim.register('FILE.py')",
            name=thing.__qualname__,
        )
        raise ExtensionError(text)
    path = path.resolve()
    _take(Extension(path.name, hash_of([path.read_bytes()]), thing.__name__, str(path)), [thing])


def _take(extension: Extension, things: list[Thing]) -> None:
    """Add what an extension declares; an earlier one from the same place goes.

    Raises
    ------
    ExtensionError
        With everything that is wrong; then nothing has changed.
    """
    place = (extension.name, extension.only, extension.path)
    earlier = {each: _drop(each) for each in [*_loaded] if (each.name, each.only, each.path) == place}
    source = extension.path or extension.name
    outcomes = dict(indicators.INDICATORS)
    problems = [] if things else [message("{source} declares no policy, no mechanism and no outcome", source=source)]
    things = sorted(things, key=lambda thing: not isinstance(thing, Declared))  # which the others may name
    for number, thing in enumerate(things):
        faults = [*_faults_of_name(thing, things[:number]), *_lacks(thing, outcomes)]
        problems += [f"{source}: {message(_kind(thing))} {thing.name!r} {fault}" for fault in faults]
        if isinstance(thing, Declared) and not faults:
            outcomes |= bind([thing], outcomes)
    if problems:
        for each, kept in earlier.items():
            _keep(each, kept)
        raise ExtensionError("\n".join(problems))
    _keep(extension, things)


def _keep(extension: Extension, things: list[Thing]) -> None:
    bound = bind([each for each in things if isinstance(each, Declared)], indicators.INDICATORS)
    for thing in things:
        _table(thing)[thing.name] = bound[thing.name] if isinstance(thing, Declared) else thing
    _loaded[extension] = things


def _drop(extension: Extension) -> list[Thing]:
    things = _loaded.pop(extension)
    for thing in things:
        del _table(thing)[thing.name]
    return things


def _kind(thing: Thing) -> str:
    return "outcome" if isinstance(thing, Declared) else "policy" if issubclass(thing, Policy) else "mechanism"


def _table(thing: Thing) -> dict[str, Any]:
    """Where things of a kind are found by name."""
    tables: dict[str, dict[str, Any]] = {"policy": policies.OUTSIDE, "mechanism": mechanisms.OUTSIDE}
    return tables.get(_kind(thing), indicators.INDICATORS)


def _faults_of_name(thing: Thing, before: Sequence[Thing]) -> Iterator[str]:
    kind, name = _kind(thing), thing.name
    holder = next((each.name for each, kept in _loaded.items() if (kind, name) in _names(kept)), message("the package"))
    taken = {"policy": policies.policy_names, "mechanism": mechanisms.mechanism_names}
    if not NAME.fullmatch(name):
        yield message("has no name in small letters, digits and _ (a class has that of its file, or `name = ...`)")
    elif (kind, name) in _names(before):
        yield message("stands twice: give each class a `name = ...` of its own")
    elif name in (taken[kind]() if kind in taken else indicators.INDICATORS):
        yield message("has the name of one of {holder}; give it another", holder=holder)
    elif kind == "outcome" and (name in COLUMNS or name.startswith("cost_")):
        yield message("has the name of another column of the tables; give it another")


def _names(things: Iterable[Thing]) -> list[tuple[str, str]]:
    return [(_kind(each), each.name) for each in things]


def _lacks(thing: Any, outcomes: Mapping[str, Declared]) -> Iterator[str]:
    lacks: dict[str, Any] = {"policy": policy_lacks, "mechanism": mechanism_lacks, "outcome": indicator_lacks}
    if missing := lacks[_kind(thing)](thing, outcomes):
        yield message("is not complete; it lacks: {missing}", missing=", ".join(missing))
