"""Loops over villages, compiled on their first call.

A kernel is a plain function over the villages ``lo:hi``. Decorating it costs nothing and imports nothing, so that
reading declarations (``ruralparty explain``, ``validate``, ``--help``) never pays for Numba. The first call compiles
it, or finds it in the cache folder of exactly its sources (``sim/core/compute/kernel_cache.py``).

With ``NUMBA_DISABLE_JIT=1`` a kernel is the plain Python function and gives the same bits.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property, update_wrapper
from threading import Lock
from typing import Any, overload

from sim.core.compute.kernel_cache import cache_folder

# A kernel that names none of these makes no array: it is compiled without counting references to those it is given.
MAKE_ARRAYS = frozenset(
    {"arange", "argsort", "array", "copy", "empty", "empty_like", "full", "ones", "sort", "where", "zeros"}
)
BESIDE = "compiled-beside"


def compile_beside(module: str, first: str) -> None:
    """Run a module in a process of its own if no kernel has been kept yet, so that two processors compile.

    Parameters
    ----------
    module : str
        What to run: something that calls kernels in another order than this process will.
    first : str
        Module whose kernels are looked for in the cache to tell whether it is cold.
    """
    import numba

    config: Any = numba.config
    if config.DISABLE_JIT or any(cache_folder(first).rglob("*.nbi")):
        return
    try:
        (cache_folder(first) / BESIDE).touch(exist_ok=False)
    except FileExistsError:  # another process, or the one started here, has come this way
        return
    nothing = subprocess.DEVNULL
    command = [sys.executable, "-P", "-m", module]  # -P: the present folder, which may be anybody's, is not looked in
    _beside.append(subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing))


@contextmanager
def _without_collection() -> Iterator[None]:
    """Pause Python's collector of cyclic garbage, if it runs."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def interpreted() -> Iterator[None]:
    """Run kernels as plain functions meanwhile: for a few persons that is faster than compiling."""
    Kernel.interpreted = True
    try:
        yield
    finally:
        Kernel.interpreted = False


_beside: list[subprocess.Popen[bytes]] = []
_making = Lock()


def _if_there_is_room(save: Callable[..., Any]) -> Callable[..., None]:
    """Keep compiled code, or do without where a disk that was found well has filled up."""

    def saved(*given: Any) -> None:
        with suppress(OSError):
            save(*given)

    return saved


def _without_literals(call_template: Callable[..., Any]) -> Callable[..., Any]:
    """Type a call from another kernel by what its arguments are, not by their values.

    Numba would compile the callee anew for each constant handed to it (``uniform`` once for each slot of a draw).
    """
    from numba.core.types import unliteral

    def template(arguments: Any, keywords: Any) -> Any:
        return call_template([unliteral(each) for each in arguments], keywords)

    return template


class Kernel:
    """A function that is compiled when it is first called, from Python or from another kernel.

    Parameters
    ----------
    function : callable
        A loop over villages, or a helper of one.
    inline : bool
        Copy the function into its callers before they are compiled: for arithmetic inside a row loop, which the
        compiler turns into vector instructions only if no call is left in the loop.
    """

    interpreted = False  # whether kernels called from Python run as plain functions for now

    def __init__(self, function: Callable[..., Any], inline: bool = False) -> None:
        self.function = function
        self.inline = inline
        self.met = False
        update_wrapper(self, function)

    @cached_property
    def compiled(self) -> Any:
        """Numba's dispatcher for calls from Python, or the function itself where JIT is switched off."""
        import numba

        config: Any = numba.config
        return self.function if config.DISABLE_JIT else self._dispatcher("loops")

    @cached_property
    def called(self) -> Any:
        """Numba's dispatcher for calls from other kernels: it makes nothing that only Python needs."""
        dispatcher = self._dispatcher("helpers", no_cpython_wrapper=True)
        dispatcher.get_call_template = _without_literals(dispatcher.get_call_template)
        return dispatcher

    def _dispatcher(self, folder: str, **more: Any) -> Any:
        import numba

        from sim.core.compute.typing_answers import remember

        remember()
        options: dict[str, Any] = {"cache": True, "nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True}
        options["_nrt"] = bool(MAKE_ARRAYS.intersection(self.function.__code__.co_names))
        if self.inline:
            options["inline"] = "always"
        config: Any = numba.config
        place = str(cache_folder(self.function.__module__) / folder)
        with _making:  # Numba asks its one setting where a function's cache is to be
            before, config.CACHE_DIR = config.CACHE_DIR, place
            try:
                found: Any = numba.njit(**options, **more)(self.function)
            finally:
                config.CACHE_DIR = before
        found._cache.save_overload = _if_there_is_room(found._cache.save_overload)
        return found

    # Numba asks these three of every global it meets: with them, a kernel may call (or inline) another by its name.
    @property
    def _numba_type_(self) -> Any:
        """Numba type of the compiled function."""
        return self.called._numba_type_

    @property
    def targetoptions(self) -> Any:
        """Options it is compiled with."""
        return self.called.targetoptions

    @property
    def py_func(self) -> Callable[..., Any]:
        """The plain function."""
        return self.function

    @property
    def signatures(self) -> list[Any]:
        """Signatures compiled so far (none without JIT): more than one means that an argument changed its type."""
        sides = [vars(self)[side] for side in ("compiled", "called") if side in vars(self)]
        return list(dict.fromkeys(each for side in sides for each in getattr(side, "signatures", [])))

    def __call__(self, *arguments: Any) -> Any:
        """Compile it if need be, and call it."""
        if self.met:
            return self.compiled(*arguments)
        if Kernel.interpreted:
            return self.function(*arguments)
        self.met = True
        with _without_collection():  # a compiler makes many objects and little garbage
            return self.compiled(*arguments)


@overload
def kernel(function: Callable[..., Any]) -> Kernel: ...
@overload
def kernel(*, inline: bool) -> Callable[[Callable[..., Any]], Kernel]: ...
def kernel(function: Callable[..., Any] | None = None, *, inline: bool = False) -> Any:
    """Declare a loop over villages, or (``inline=True``) a helper of one; see :class:`Kernel`."""
    if function is None:
        return lambda helper: Kernel(helper, inline)
    return Kernel(function, inline)
