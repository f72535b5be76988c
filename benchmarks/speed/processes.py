"""A contestant's process, and the memory and CPU of it and its children, read from Linux's /proc while it runs."""

from __future__ import annotations

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_TICKS = os.sysconf("SC_CLK_TCK")
#: Seconds between two looks: a look takes some milliseconds a process, of a core that others could use.
PAUSE = 0.5
#: Every library that brings threads of its own is told how many.
THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS", "RAYON_NUM_THREADS")


@dataclass
class Family:
    """A process and its children, as they were seen."""

    root: int
    cpu: dict[int, float] = field(default_factory=dict)  # seconds of each process, the last time it was seen
    peak_mib: dict[int, float] = field(default_factory=dict)  # highest resident memory of each
    together_mib: float = 0.0  # highest sum; memory that several share counts once

    def look(self) -> None:
        together = 0.0
        processes = _descendants(self.root)
        for process in processes:
            try:
                self.cpu[process] = _cpu(process)
                self.peak_mib[process] = _kib(f"/proc/{process}/status", "VmHWM:") / 1024
                if len(processes) > 1:  # the kernel counts all pages for it
                    together += _kib(f"/proc/{process}/smaps_rollup", "Pss:") / 1024
            except (OSError, ValueError, IndexError):  # it has just ended
                continue
        self.together_mib = max(self.together_mib, together)


def run(python: str, script: Path, job: Mapping[str, Any], *, threads: int, path: Path | None = None) -> Iterator[dict[str, Any]]:
    """Start a contestant and yield what it says, each with the memory of all its processes so far.

    `path`: a folder from which it imports. Raises RuntimeError with the end of its error output when it fails.
    """
    given = {**os.environ, **dict.fromkeys(THREADS, str(threads)), "PYTHONWARNINGS": "ignore", "TOKENIZERS_PARALLELISM": "false"}
    given.pop("PYTHONPATH", None)
    if path:
        given["PYTHONPATH"] = str(path)
    began = time.monotonic()
    process = subprocess.Popen(
        [python, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=given, text=True, encoding="utf-8"
    )
    assert process.stdin and process.stdout and process.stderr
    family = Family(process.pid)
    ended = threading.Event()
    errors: list[str] = []

    def watch() -> None:
        while not ended.wait(PAUSE):
            family.look()

    def drain(stream: Any) -> None:
        errors.extend(stream)

    watchers = [threading.Thread(target=watch, daemon=True), threading.Thread(target=drain, args=(process.stderr,), daemon=True)]
    for watcher in watchers:
        watcher.start()
    try:
        process.stdin.write(json.dumps({**job, "began": began, "threads": threads}))
        process.stdin.close()
        for line in process.stdout:
            family.look()
            yield {
                **json.loads(line),
                "family_cpu": sum(family.cpu.values()),
                "largest_mib": max(family.peak_mib.values(), default=0.0),
                "together_mib": family.together_mib,
            }
        process.wait()
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        ended.set()
        for watcher in watchers:
            watcher.join()
        process.stdout.close()
        process.stderr.close()
    if process.returncode:
        raise RuntimeError(f"{script.name} ended with {process.returncode}:\n{''.join(errors)[-3000:]}")


def _descendants(root: int) -> Sequence[int]:
    """The process, its children, and theirs."""
    found = [root]
    for process in found:
        for thread in Path(f"/proc/{process}/task").glob("*"):
            try:
                found += [int(child) for child in (thread / "children").read_text().split()]
            except OSError:
                continue
    return found


def _cpu(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _kib(file: str, field_name: str) -> float:
    with open(file, encoding="utf-8") as lines:
        return next((float(line.split()[1]) for line in lines if line.startswith(field_name)), 0.0)
