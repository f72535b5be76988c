"""A `claimcheck warm` in a process of its own, with frozen parses instead of models."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from claimcheck.cli import main
from claimcheck.cli.session import Session
from claimcheck.pipeline import Extractor
from tests.warm_serving import Known

ROOT = Path(__file__).parent.parent
#: Names a file: parses take as long as it is there. Beside it a file `begun` tells that one has begun.
HOLD = "WARM_TEST_HOLD"


def meanwhile() -> None:
    hold = Path(os.environ.get(HOLD) or "/no/such/file")
    if hold.exists():
        hold.with_name("begun").touch()
    while hold.exists():
        time.sleep(0.01)


@contextlib.contextmanager
def warm(path: Path, *options: str, hold: Path | None = None) -> Iterator[subprocess.Popen[str]]:
    """The process, when it listens; gone when the block ends."""
    environment = {**os.environ, HOLD: str(hold or ""), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.warm_process", "warm", "--socket", str(path), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith(f"Listening at {path} with the models of compact (process {process.pid};"), line
        yield process
    finally:
        process.kill()
        process.wait(60)
        process.stdout.close()  # type: ignore[union-attr]
        process.stderr.close()  # type: ignore[union-attr]


if __name__ == "__main__":
    sys.exit(main(session=Session(extractor=lambda model: Extractor(parser=Known(meanwhile=meanwhile)))))
