"""The same digest in plain Python, in a process of its own: what a kernel does without compilation."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def printed_by_plain_python(file: str, call: str = "digest()") -> str:
    """What ``call`` in a test file returns where nothing is compiled; any warning of NumPy is an error."""
    module = ".".join(Path(file).relative_to(ROOT).with_suffix("").parts)
    code = f"from {module} import digest; print({call})"
    plain = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", code],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert plain.returncode == 0, plain.stderr
    return plain.stdout.strip()
