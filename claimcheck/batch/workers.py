"""Processes that work on tasks, each with one at a time, and somebody who watches them.

A worker says what it begins and how long that may take. One that takes longer, because it does not come back from a library, is
killed; one that dies is replaced. Its task is given out again, and what it had in hand is found out item by item: see `Task`.
Every worker has a pipe of its own and there are no locks between them, so that one that dies leaves nobody waiting. That is what
multiprocessing's and concurrent.futures' pools do not have; pebble's can kill, but does not know which article it was.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar, cast

from claimcheck.batch.shard import Begun
from claimcheck.errors import BatchError, ModelError

#: Seconds beyond a limit before a worker is killed: it ends what it can itself, and a machine may be busy.
GRACE = 15.0
#: Tasks that wait for a worker. They are in memory.
AHEAD = 2
#: How often a worker may die in a row without having begun anything.
_DEATHS = 3

#: What libraries below torch and numpy look at when they are loaded.
_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")

P = TypeVar("P")
R = TypeVar("R")

#: Works on a payload. `singly`: item by item; by number, the items that are lost, and whether they "died" or were "too slow".
Work = Callable[[P, bool, Mapping[int, str], Begun], R]


@dataclass(slots=True)
class Task(Generic[P]):
    """What is to be done, and what is known of it by those that did not live through it.

    When a worker dies with several items in hand, it may have been killed by somebody else: they are tried again, and then singly. When
    it dies with one in hand twice, or does not come back from it, that one is lost.
    """

    payload: P
    singly: bool = False
    lost: dict[int, str] = field(default_factory=dict)
    deaths: Counter[tuple[int, ...]] = field(default_factory=Counter)

    def blame(self, numbers: tuple[int, ...], *, slow: bool) -> None:
        """A worker is gone, with these items in hand."""
        self.deaths[numbers] += 1
        again = self.deaths[numbers] < 2 and not slow
        if len(numbers) == 1 and not again:
            self.lost[numbers[0]] = "too slow" if slow else "died"
        elif len(numbers) > 1 and not again:
            self.singly = True
        elif not numbers and self.deaths[numbers] >= _DEATHS:
            raise BatchError("The worker processes die when they write: make room on the disk and in memory, or use fewer --workers.")


@dataclass(slots=True)
class _Worker(Generic[P]):
    process: BaseProcess
    channel: Connection
    ready: bool = False
    task: Task[P] | None = None
    numbers: tuple[int, ...] = ()
    deadline: float | None = None


class Workers(Generic[P, R]):
    """`count` processes at most; they are started when there is work for them. `make` is called in each, and gives what works there.

    To be used in a `with` block, at whose end all are killed. `make` and what it gives are pickled by name.
    """

    def __init__(self, make: Callable[[], Work[P, R]], count: int, *, grace: float = GRACE):
        self._make, self._count, self._grace = make, count, grace
        self._workers: list[_Worker[P]] = []
        self._early_deaths = 0

    def __enter__(self) -> Workers[P, R]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def results(self, payloads: Iterator[P], *, tick: Callable[[], None] = lambda: None) -> Iterator[R]:
        """The results, in the order in which they come. `tick` is called now and then.

        Raises ModelError or BatchError when workers cannot work, and OSError when one could not write.
        """
        waiting: deque[Task[P]] = deque()
        more = True
        while True:
            if more and len(waiting) < AHEAD:
                payload = next(payloads, None)
                more = payload is not None
                if payload is not None:
                    waiting.append(Task(payload))
            self._hand_out(waiting)
            if not more and not waiting and not any(worker.task for worker in self._workers):
                return
            yield from self._listen(waiting, 0.0 if more and len(waiting) < AHEAD else 1.0)
            tick()

    def _hand_out(self, waiting: deque[Task[P]]) -> None:
        for worker in [worker for worker in self._workers if worker.ready and worker.task is None]:
            if not waiting:
                return
            worker.task, worker.numbers, worker.deadline = waiting.popleft(), (), None
            with contextlib.suppress(OSError):  # it just died, which is seen next
                worker.channel.send((worker.task.payload, worker.task.singly, worker.task.lost))
        starting = sum(not worker.ready for worker in self._workers)
        for _ in range(min(len(waiting) - starting, self._count - len(self._workers))):
            self._workers.append(_start(self._make))

    def _listen(self, waiting: deque[Task[P]], seconds: float) -> Iterator[R]:
        by_channel = {worker.channel: worker for worker in self._workers}
        for channel in wait(list(by_channel), seconds):
            worker = by_channel[cast(Connection, channel)]
            try:
                kind, content = worker.channel.recv()
            except (EOFError, OSError):
                self._gone(worker, waiting, slow=False)
                continue
            if kind == "ready":
                worker.ready, self._early_deaths = True, 0
            elif kind == "begun":
                worker.numbers, allowed = content
                worker.deadline = None if allowed is None else time.monotonic() + allowed + self._grace
            elif kind == "done":
                worker.task, worker.deadline = None, None
                yield content
            else:
                raise content
        now = time.monotonic()
        for worker in [worker for worker in self._workers if worker.deadline is not None and worker.deadline < now]:
            if not worker.channel.poll():
                self._gone(worker, waiting, slow=True)

    def _gone(self, worker: _Worker[P], waiting: deque[Task[P]], *, slow: bool) -> None:
        _end(worker)
        self._workers.remove(worker)
        if worker.task is not None:
            worker.task.blame(worker.numbers, slow=slow)
            waiting.appendleft(worker.task)
        elif not worker.ready:
            self._early_deaths += 1
            if self._early_deaths >= _DEATHS:
                raise BatchError(f"The worker processes die while they load the models ({_reason(worker)}): use fewer --workers.")


def _start(make: Callable[[], Any]) -> _Worker[Any]:
    context = multiprocessing.get_context("spawn")  # a fork would take over whatever threads had in hand
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, make), daemon=True)
    with _without_interrupts(), _with_one_thread():
        process.start()
    theirs.close()
    return _Worker(process, ours)


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """What is started in the block never sees Ctrl-C, which a terminal sends to all processes: one of them decides what happens."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _with_one_thread() -> Iterator[None]:
    """What is started in the block computes in one thread: many processes are faster than many threads, and sums do not depend on
    how many there are."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _end(worker: _Worker[Any]) -> None:
    worker.process.kill()
    worker.process.join()
    worker.channel.close()


def _reason(worker: _Worker[Any]) -> str:
    code = worker.process.exitcode or 0
    return f"signal {-code}" if code < 0 else f"exit code {code}"


# -- inside the worker --------------------------------------------------------------------------------------------


def _serve(channel: Connection, make: Callable[[], Work[Any, Any]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()

    def begun(numbers: Sequence[int], seconds: float | None) -> None:
        channel.send(("begun", (tuple(numbers), seconds)))

    try:
        work = make()
        channel.send(("ready", None))
        while True:
            payload, singly, lost = channel.recv()
            channel.send(("done", work(payload, singly, lost, begun)))
    except (EOFError, BrokenPipeError):
        return  # nobody is there any more
    except Exception as error:
        with contextlib.suppress(OSError):
            channel.send(("unable", _portable(error)))


def _portable(error: Exception) -> Exception:
    """The error as one that can be sent: many cannot be made again from what they are pickled to."""
    for kind in (ModelError, BatchError):
        if isinstance(error, kind):
            return kind(str(error))
    if isinstance(error, OSError):
        return OSError(error.errno, error.strerror)
    return RuntimeError(f"{type(error).__name__}: {error}")


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
