"""The parser of the command line, which answers mistakes with the nearest name."""

from __future__ import annotations

import argparse
import re

CHOICE = re.compile(r"invalid choice: '(?P<given>[^']*)' \(choose from (?P<known>.*)\)")
UNKNOWN = re.compile(r"unrecognized arguments: (?:.* )?(?P<given>--[\w-]+)")


class Parser(argparse.ArgumentParser):
    """A parser that tells a mistyped command or switch what was probably meant."""

    switches: frozenset[str] = frozenset()
    """Switches of all commands; only the parser of the whole command line knows them."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Print what is wrong, the name most like it and where help is, and leave with exit code 2."""
        near = self._nearest(message)
        hint = f"; did you mean {near!r}?" if near else ""
        self.exit(2, f"{self.prog}: {message}{hint}\nsee: {self.prog} --help\n")

    def _nearest(self, message: str) -> str:
        from sim.core.config.problems import nearest

        if found := CHOICE.search(message):
            return nearest(found["given"], re.findall(r"[\w-]+", found["known"]))
        if found := UNKNOWN.search(message):
            return nearest(found["given"], self.switches)
        return ""
