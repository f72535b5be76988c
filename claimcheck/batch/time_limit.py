"""A limit on how long a piece of work may take, as far as Python itself can interrupt it.

The timer is the process's own (setitimer), so it works in the main thread only, and not on Windows: elsewhere there is no limit
here. Code that does not come back to Python is not interrupted either; whoever watches the process has to end it then.
"""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class TimeIsUp(BaseException):
    """The limit is reached. No Exception: work that survives any exception would survive this one too."""


@contextlib.contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Raises TimeIsUp in the block once `seconds` have passed; None is no limit."""
    if seconds is None or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _up)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        signal.signal(signal.SIGALRM, before)


def _up(_signal: int, _frame: FrameType | None) -> None:
    raise TimeIsUp
