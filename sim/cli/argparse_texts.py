"""What the library ``argparse`` says itself, in the language that is spoken.

It looks its texts up with gettext. Here they are looked up in the catalogue of this room, as our own are.
"""

from __future__ import annotations

import argparse

from sim.core.config.language import message

TEXTS = (
    "usage: ",
    "%(heading)s:",
    "positional arguments",
    "options",
    "show this help message and exit",
    "argument %(argument_name)s: %(message)s",
    "the following arguments are required: %s",
    "one of the arguments %s is required",
    "not allowed with argument %s",
    "ambiguous option: %(option)s could match %(matches)s",
    "ignored explicit argument %r",
    "expected one argument",
    "expected at most one argument",
    "expected at least one argument",
    "unrecognized arguments: %s",
)
"""All that the parsers of this program can come to."""


def speak_in_argparse() -> None:
    """Let ``argparse`` look its texts up in our catalogues."""
    argparse._ = message  # type: ignore[attr-defined]
