"""Doing something over and over in several threads, and how long each took."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

#: What is done: it is given the number of its thread, and how many times that thread has done it.
Work = Callable[[int, int], object]


@dataclass(frozen=True)
class Timing:
    """Calls a second over all threads, and milliseconds of a call: of half of them at most, of 99 in 100 at most."""

    calls: int
    per_second: float
    p50: float
    p99: float


def timed(work: Work, threads: int, seconds: float) -> Timing:
    """Do it for so many seconds, after a few calls that do not count. What it raises is raised."""
    for number in range(3):
        work(0, -1 - number)
    took: list[list[float]] = [[] for _ in range(threads)]
    failed: list[BaseException] = []
    begin = time.perf_counter()

    def go(thread: int) -> None:
        try:
            turn = 0
            while not failed and time.perf_counter() < begin + seconds:
                clock = time.perf_counter()
                work(thread, turn)
                took[thread].append(time.perf_counter() - clock)
                turn += 1
        except BaseException as error:
            failed.append(error)

    workers = [threading.Thread(target=go, args=(thread,)) for thread in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if failed:
        raise failed[0]
    whole = time.perf_counter() - begin
    sorted_ms = sorted(1000 * each for one in took for each in one)
    at = [sorted_ms[min(len(sorted_ms), max(1, ceil(share * len(sorted_ms)))) - 1] for share in (0.5, 0.99)]
    return Timing(len(sorted_ms), len(sorted_ms) / whole, *at)
