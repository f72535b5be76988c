"""Where a warm server listens: a Unix domain socket in a folder that nobody but its user can use.

Drafts pass through it, so both sides look at the folder's owner and permissions before they use it, and where the system tells
(Linux) at the user on the other side of the connection, which no file permission can pretend.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import stat
import struct
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from claimcheck.errors import WarmError

#: Names the socket, where it is not in the user's folder for such things.
VARIABLE = "CLAIMCHECK_WARM_SOCKET"
#: Bytes of a socket's path, its closing zero included, on the system that takes the fewest (macOS; Linux takes 108).
_LONGEST = 104
_PEER = struct.Struct("3i")  # Linux' ucred: process, user, group


def chosen(given: str | None = None) -> Path:
    """The socket's path: the given one, or `warm.sock` in the user's folder for run-time files. Raises WarmError without one."""
    if given:
        return Path(given).absolute()
    with warnings.catch_warnings():  # where there is no such folder, platformdirs takes one of its own, and says so
        warnings.simplefilter("ignore")
        try:
            return platformdirs.user_runtime_path("claimcheck", appauthor=False) / "warm.sock"
        except OSError as error:
            raise WarmError(f"There is no folder for a socket that is this user's alone ({error}): name one with {VARIABLE}.") from None


def check(path: Path, *, make: bool = False) -> None:
    """Nothing, where a socket at `path` is out of others' reach. Raises WarmError where it is not, or cannot be had at all.

    `make`: the folder is made, for this user alone, if it is not there.
    """
    if not hasattr(socket, "AF_UNIX"):
        raise WarmError("A warm server needs Unix domain sockets, which Python does not have on this system: go on without --warm.")
    if len(os.fsencode(path)) >= _LONGEST:
        raise WarmError(f"{path} is too long for a socket, which has {_LONGEST - 1} bytes: name a shorter one with {VARIABLE}.")
    folder = path.parent
    try:
        if make:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
    except FileNotFoundError:
        return  # then nobody listens there
    except OSError as error:
        raise WarmError(f"{folder} cannot be used for a socket ({error.strerror}): name another with {VARIABLE}.") from None
    if not stat.S_ISDIR(about.st_mode):
        raise WarmError(f"{folder} is no folder: name another socket with {VARIABLE}.")
    if about.st_uid != os.geteuid():
        raise WarmError(f"{folder} belongs to somebody else, who could read what is sent: name another socket with {VARIABLE}.")
    if stat.S_IMODE(about.st_mode) & 0o077:
        raise WarmError(f"{folder} is open to others, who could read what is sent: close it with `chmod 700 {folder}`, or name another.")


def same_user(connection: socket.socket) -> bool:
    """Whether the process on the other side is this user's. Where the system does not tell, the folder's permissions have to do."""
    option = getattr(socket, "SO_PEERCRED", None)
    if option is None or not sys.platform.startswith("linux"):  # elsewhere the answer has another form
        return True
    _, user, _ = _PEER.unpack(connection.getsockopt(socket.SOL_SOCKET, option, _PEER.size))
    return bool(user == os.geteuid())


@contextlib.contextmanager
def taken(path: Path) -> Iterator[None]:
    """Hold the place of a server: one at a time. Raises WarmError where another holds it.

    The lock is the kernel's, on a file beside the socket, and ends with its process however that ends. So whoever holds it knows
    that a socket that lies there is a dead one.
    """
    import fcntl

    with _lock_file(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                raise
            raise WarmError(
                f"A warm server has {path} already: `claimcheck warm --status` tells of it, `claimcheck warm --stop` ends it."
            ) from None
        yield


def left(path: Path, patience: float) -> bool:
    """Whether the place is free, or becomes so within some seconds."""
    until = time.monotonic() + patience
    while True:
        try:
            with taken(path):
                return True
        except WarmError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.05)


@contextlib.contextmanager
def listening(path: Path) -> Iterator[socket.socket]:
    """A socket that listens at `path`, in the place that `taken` holds; gone from there when the block ends, or is closed earlier."""
    try:
        if stat.S_ISSOCK(path.lstat().st_mode):
            path.unlink()
        else:
            raise WarmError(f"{path} is a file and no socket: name another one with {VARIABLE}.")
    except FileNotFoundError:
        pass
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        try:
            listener.bind(os.fspath(path))
            path.chmod(0o600)
            mine = path.stat().st_ino
            listener.listen(64)
        except OSError as error:
            raise WarmError(f"Nothing can listen at {path} ({error.strerror}): name another socket with {VARIABLE}.") from None
        try:
            yield listener
        finally:
            close(path, mine)


def close(path: Path, inode: int) -> None:
    """Remove a socket, unless another one lies there by now."""
    with contextlib.suppress(OSError):
        if path.lstat().st_ino == inode:
            path.unlink()


@contextlib.contextmanager
def _lock_file(path: Path) -> Iterator[int]:
    try:
        descriptor = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise WarmError(f"Nothing can be written in {path.parent} ({error.strerror}): name another socket with {VARIABLE}.") from None
    try:
        yield descriptor
    finally:
        os.close(descriptor)
