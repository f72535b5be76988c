"""A real `claimcheck serve` in a process of its own, on loopback, that can be killed."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

#: Seconds in which a server has to be there, or gone.
PATIENCE = 60


@dataclass
class Served:
    """A running server. `url`: where it is; `ticket`: what stands behind the # of the first administrator's link; `logged`: its lines."""

    process: subprocess.Popen[str]
    url: str
    ticket: str | None
    logged: list[str] = field(default_factory=list)

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def stop(self, kind: int = signal.SIGTERM) -> int:
        """Tell it to end, and return its exit code."""
        self.process.send_signal(kind)
        return self.process.wait(PATIENCE)

    def entries(self) -> list[dict[str, Any]]:
        """What it logged."""
        return [json.loads(line) for line in list(self.logged) if line.startswith("{")]


@contextlib.contextmanager
def serving(where: str, *options: str, port: int = 0, user: str = "root") -> Iterator[Served]:
    """Start `claimcheck serve` over a queue, wait until it answers, and see that it is gone at the end."""
    command = [sys.executable, "-m", "claimcheck", "serve", "--queue", where, "--port", str(port), "--no-extract", "--log-format", "json"]
    environment = {**os.environ, "CLAIMCHECK_USER": user}
    process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    logged: list[str] = []
    said: queue.Queue[str | None] = queue.Queue()
    assert process.stdout and process.stderr
    readers = [
        threading.Thread(target=lambda: [said.put(line) for line in process.stdout or ()] + [said.put(None)], daemon=True),
        threading.Thread(target=lambda: logged.extend(iter(process.stderr.readline, "")), daemon=True),  # type: ignore[union-attr]
    ]
    for reader in readers:
        reader.start()
    try:
        first = said.get(timeout=PATIENCE)
        assert first, f"it did not start: {''.join(logged)} ({process.wait(PATIENCE)})"
        found = re.search(r"http://[^ ]+", first)
        assert found, first
        ticket = None
        with contextlib.suppress(queue.Empty):
            ticket = (said.get(timeout=0.3) or "").partition("#")[2].strip() or None
        yield Served(process, found[0], ticket, logged)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)
        for reader in readers:
            reader.join(PATIENCE)
        process.stdout.close()
        process.stderr.close()


def verify(where: str, *heads: str) -> subprocess.CompletedProcess[str]:
    """`claimcheck queue verify`, in a process of its own."""
    command = [sys.executable, "-m", "claimcheck", "queue", "verify", "--queue", where]
    for head in heads:
        command += ["--head", head]
    return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
