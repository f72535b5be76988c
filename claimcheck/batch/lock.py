"""One run at a time in an output."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

from claimcheck.errors import BatchError


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock in the block. It goes with the process, however that ends. Raises BatchError when another run holds it."""
    with path.open("ab") as stream:
        try:
            if sys.platform == "win32":
                import msvcrt

                msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                import fcntl

                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BatchError(f"Another run is writing to {path.parent}: wait for it, or choose another folder.") from None
        except OSError as error:
            if sys.platform == "win32":
                raise BatchError(f"Another run is writing to {path.parent}: wait for it, or choose another folder.") from None
            raise BatchError(f"{path.parent} cannot be locked ({error.strerror}): choose a folder on a disk of this machine.") from None
        yield
