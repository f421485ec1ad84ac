"""A folder that vanishes with the last that holds it, without a word.

``tempfile.TemporaryDirectory`` warns where it is let go without being closed; here letting go is how it is meant.
"""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path


class FolderForNow:
    """A new folder; it is removed once nothing holds this object, and at the end of the process.

    Parameters
    ----------
    prefix : str
        Beginning of its name.

    Examples
    --------
    >>> holder = FolderForNow("ruralparty-")
    >>> path = holder.path
    >>> del holder
    >>> path.exists()
    False
    """

    def __init__(self, prefix: str) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=prefix))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
