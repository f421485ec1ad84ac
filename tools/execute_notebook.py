"""Executes notebooks by nbclient, in a kernel of another environment: ``execute_notebook.py PYTHON NOTEBOOK...``.

The tools of the documentation have an environment of their own (``.docs-venv``), and the model has its own; what stands
in a notebook is what the second gives.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient

ENVIRONMENT = {"MPLBACKEND": "module://matplotlib_inline.backend_inline", "RURALPARTY_STORE": "none"}
SECONDS = 900
"""The first cell compiles, where there are no kernels yet."""


class Manager(AsyncKernelManager):
    """Starts kernels with the Python of another environment."""

    python = ""

    @property
    def kernel_spec(self) -> KernelSpec:
        """How a kernel is started."""
        command = [self.python, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=command, language="python", display_name="Python 3")


def main(python: str, *names: str) -> None:
    """Execute notebooks in place; what is of this machine (times, widgets) is left out."""
    os.environ |= ENVIRONMENT
    Manager.python = str(Path(python).absolute())
    for name in names:
        notebook = nbformat.read(name, as_version=4)
        client = NotebookClient(
            notebook,
            timeout=SECONDS,
            kernel_manager_class=Manager,
            record_timing=False,
            resources={"metadata": {"path": "."}},
        )
        client.execute()
        notebook.metadata.pop("widgets", None)
        notebook.metadata["language_info"] = {"name": "python"}
        for cell in notebook.cells:
            cell.get("outputs", [])[:] = [each for each in cell.get("outputs", []) if each.get("name") != "stderr"]
        text = nbformat.writes(notebook)
        Path(name).write_text(text + "\n" * (not text.endswith("\n")), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
