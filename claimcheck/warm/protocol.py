"""How a warm server and those who ask it speak: frames of JSON, each behind its length in four bytes.

Asked is once for each connection:

    {"ask": "parse", "model": sha256 of the models, "code": digest of what parses, "texts": [paragraphs]}
    {"ask": "status"}
    {"ask": "stop"}

Answered is with any number of {"told": "wait"}, by which the one who waits knows that somebody is still there, and then with one of

    {"told": "parsed", "parses": [CoNLL-U of each paragraph, with offsets into it]}
    {"told": "other", ...}            other models, or other code: its parses could be others
    {"told": "left", "reason": why}   it was not parsed
    {"told": "status", ...}, {"told": "stopping", "process": number}

Who closes a connection has gone. Every length and every wait has a bound, and what breaks the form raises BrokenOff.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

#: Bytes of a request: an article has 10 MB at most.
REQUEST = 20_000_000
#: Bytes of an answer. A parse is some fifteen times as long as its text.
ANSWER = 300_000_000
#: Seconds in which a frame, once begun, has to be there; sending one may take as long.
PATIENCE = 20.0
#: Seconds after which somebody who waits is told so.
HEARTBEAT = 2.0

_LENGTH = struct.Struct(">I")
_PIECE = 1 << 20


class BrokenOff(Exception):
    """The other side has gone, is too slow, or says what is not in the protocol. Its text holds nothing of what was sent."""


def send(connection: socket.socket, value: Mapping[str, object], limit: int, patience: float = PATIENCE) -> None:
    """Send a frame. Raises BrokenOff."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if len(data) > limit:
        raise BrokenOff(f"it is longer than {limit // 1_000_000} MB")
    try:
        connection.settimeout(patience)
        connection.sendall(_LENGTH.pack(len(data)))
        connection.sendall(data)
    except OSError as error:
        raise BrokenOff(_why(error)) from None


def receive(connection: socket.socket, limit: int, patience: float = PATIENCE) -> Json:
    """The next frame, which has to be there within `patience` seconds. Raises BrokenOff."""
    until = time.monotonic() + patience
    (length,) = _LENGTH.unpack(_exactly(connection, _LENGTH.size, until))
    if length > limit:
        raise BrokenOff(f"it is longer than {limit // 1_000_000} MB")
    try:
        value = json.loads(_exactly(connection, length, until).decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError):
        raise BrokenOff("it is no JSON") from None
    if not isinstance(value, dict):
        raise BrokenOff("it is no object")
    return value


def _exactly(connection: socket.socket, size: int, until: float) -> bytearray:
    """So many bytes. What is announced is not believed: room is made as the bytes come."""
    data = bytearray()
    try:
        while len(data) < size:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            connection.settimeout(left)
            piece = connection.recv(min(_PIECE, size - len(data)))
            if not piece:
                raise BrokenOff("the connection ended")
            data += piece
    except OSError as error:
        raise BrokenOff(_why(error)) from None
    return data


def _why(error: OSError) -> str:
    return "it took too long" if isinstance(error, TimeoutError) else error.strerror or type(error).__name__
