"""``python -m sim.cli``. The present folder, which may be anybody's, holds no modules for it, unless it holds ours."""

import os
import sys

import sim

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(sim.__file__)))
if not sys.flags.safe_path and sys.path[0] == os.getcwd() != ROOT:
    del sys.path[0]

from sim.cli.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
