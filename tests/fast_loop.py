"""An event loop that does not wait: when all are waiting, its clock jumps to the first who may go on.

So an hour of limits, pauses and timeouts passes in a moment, with real sockets and nothing patched. No time passes otherwise, so that a
machine under load measures the same.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

#: Seconds that a byte may take from one end of a loopback connection to the other.
GRACE = 0.001
#: Seconds that pass with every round of the loop: who waits for less than a float can add still gets there.
TICK = 1e-6


class _Jumping(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
    jumped = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        self.jumped += TICK
        if timeout is None or timeout <= 0:
            return super().select(timeout)
        ready = super().select(min(timeout, GRACE))
        if not ready:
            self.jumped += timeout
        return ready


class FastLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.jumped

    def run_in_executor(self, executor: object, func: Callable[..., T], *args: object) -> asyncio.Future[T]:  # type: ignore[override]
        """At once, in this thread: the clock must not jump while another works."""
        future: asyncio.Future[T] = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future


def run_fast(main: Coroutine[Any, Any, T]) -> T:
    """As asyncio.run."""
    with asyncio.Runner(loop_factory=FastLoop) as runner:
        return runner.run(main)
