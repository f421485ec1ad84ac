"""The same digest in a process of its own: in plain Python, or with other settings of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def printed(code: str, **environment: str) -> str:
    """What a process of its own prints with these variables of the environment; any warning of NumPy is an error."""
    done = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def printed_by_plain_python(file: str, call: str = "digest()") -> str:
    """What ``call`` in a test file returns where nothing is compiled."""
    module = ".".join(Path(file).relative_to(ROOT).with_suffix("").parts)
    return printed(f"from {module} import digest; print({call})", NUMBA_DISABLE_JIT="1")
