"""The other side of a warm server: a Parser that asks it, and parses here when there is none to ask.

Neither torch nor Stanza is imported for it. Whatever goes wrong on the way costs time and never a result: the parse is then made
here, and comes out the same.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from pathlib import Path

from claimcheck import written_parse
from claimcheck.errors import WarmError
from claimcheck.model import Document, ParserInfo
from claimcheck.parse import Parser
from claimcheck.tree import Sentence
from claimcheck.warm import place, protocol
from claimcheck.warm.protocol import BrokenOff, Json

#: Seconds without a sign of the server after which it is taken for dead.
SILENCE = 30.0
_HERE = "the models are loaded here"


class WarmParser:
    """Parses come from the server that listens at `path`; from `make()`, called once, where it gives none.

    `info`: the models that are wanted; the server's have to be the same, and so does the code that parses. `tell` is given a
    sentence for the user when the server is not used; it is not asked again then.

    Raises WarmError where others could listen in.
    """

    def __init__(self, path: Path, info: ParserInfo, make: Callable[[], Parser], tell: Callable[[str], None], silence: float = SILENCE):
        self.info = info
        self._path, self._make, self._tell, self._silence = path, make, tell, silence
        self._parser: Parser | None = None

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        """Sentences of all blocks, in order, with offsets into `document.text`."""
        if self._parser is None:
            try:
                return self._asked(document)
            except _NotParsed as why:
                self._tell(f"{why}; {_HERE}.")
                self._parser = self._make()
        return self._parser.parse(document)

    def _asked(self, document: Document) -> tuple[Sentence, ...]:
        texts = [block.span.slice(document.text) for block in document.blocks]
        if not texts:
            return ()
        asked = {"ask": "parse", "model": self.info.sha256, "code": written_parse.code(), "texts": texts}
        try:
            told = ask(self._path, asked, self._silence)
        except BrokenOff as error:
            raise _NotParsed(f"The warm server at {self._path} did not answer ({error})") from None
        if told is None:
            raise _NotParsed(f"No warm server listens at {self._path} (`claimcheck warm` starts one)")
        if told.get("told") == "other":
            what = "has other models" if told.get("models") is True else "is of another version of claimcheck"
            raise _NotParsed(f"The warm server {what}: stop it with `claimcheck warm --stop` and start it again")
        if told.get("told") == "left":
            raise _NotParsed(f"The warm server did not parse this ({str(told.get('reason'))[:100]})")
        return self._read(document, texts, told)

    def _read(self, document: Document, texts: Sequence[str], told: Json) -> tuple[Sentence, ...]:
        """The sentences of an answer, which is looked at as closely as if somebody else had written it."""
        parses = told.get("parses")
        found: list[Sentence] = []
        if told.get("told") == "parsed" and isinstance(parses, list) and len(parses) == len(texts):
            for number, (block, text, parse) in enumerate(zip(document.blocks, texts, parses, strict=True)):
                mine = () if parse == "" else written_parse.read(parse, text) if isinstance(parse, str) else None
                if mine is None:
                    break
                found += [written_parse.moved(sentence, block.span.start, n, number) for n, sentence in enumerate(mine, len(found))]
            else:
                return tuple(found)
        raise _NotParsed("The warm server's answer is no parse of this")


class _NotParsed(Exception):
    """The server gave no parse; its text says why."""


def ask(path: Path, request: Json, silence: float = SILENCE) -> Json | None:
    """What the server at `path` answers; None where none listens. Raises WarmError where it is not safe to ask, and BrokenOff."""
    place.check(path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.settimeout(silence)
            connection.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError):
            return None
        except OSError as error:
            raise BrokenOff(error.strerror or type(error).__name__) from None
        if not place.same_user(connection):
            raise WarmError(f"At {path} somebody else listens: nothing was sent. Name another socket with {place.VARIABLE}.")
        protocol.send(connection, request, protocol.REQUEST, silence)
        while (told := protocol.receive(connection, protocol.ANSWER, silence)).get("told") == "wait":
            pass
        return told
