"""The client that every source is asked through. It holds every rule of good conduct, so that a source needs none.

A request is checked (by the gate, and against the source's hosts), looked for among the kept answers, sent once for all who ask the
same at once, waits for its turn at the host, is tried again where that may help, read within bounds, checked, judged by its source,
and kept. Whatever goes wrong is one `Failure` with one sentence, and costs no other request anything. Nothing is printed or logged,
and no exception's text is handed on: it could hold a key.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from claimcheck.errors import LookupFileError
from claimcheck.lookup.answer_check import checked
from claimcheck.lookup.errand import Errand, draw_up
from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.exchange import Exchange
from claimcheck.lookup.kept_answers import KeptAnswers
from claimcheck.lookup.policy import Policy
from claimcheck.lookup.proxies import proxy_for
from claimcheck.lookup.query import Query
from claimcheck.lookup.single_flight import Flights
from claimcheck.lookup.source import Found, Source
from claimcheck.lookup.wire import Resolver, Wire, system_resolver

#: Bounds on a source that goes wrong: rounds of one search, requests in one round.
_MOST_ROUNDS = 100
_MOST_AT_ONCE = 200


def utc_now() -> str:
    """The time, RFC 3339 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Client:
    """Asks sources; `async with Client(...) as client`, in one event loop.

    `kept`: where answers are kept, and taken from while they are not older than `policy.max_age`. `replay`: only from there, the
    newest retrieval of each request, be it a failure; no connection is ever opened. `gate`: is shown every request first, and returns
    a sentence to hold it back, None to let it go. `environ`: where keys and proxies are read. The others are seams for tests.

    Raises LookupFileError, on entering or later, when the file of kept answers cannot be used: what is found without being kept would
    be no evidence. No other exception leaves it.
    """

    def __init__(
        self,
        policy: Policy | None = None,
        *,
        kept: KeptAnswers | None = None,
        replay: bool = False,
        gate: Callable[[Request], str | None] | None = None,
        environ: Mapping[str, str] | None = None,
        now: Callable[[], str] = utc_now,
        resolver: Resolver = system_resolver,
        wire: Wire | None = None,
    ):
        self.policy = policy or Policy()
        surroundings = os.environ if environ is None else environ
        self._kept = kept
        self._replay = replay
        self._gate = gate
        self._now = now
        self._wire = wire or Wire(
            own_hosts=self.policy.allow_private,
            resolver=resolver,
            proxy_for=lambda scheme, host: proxy_for(scheme, host, surroundings),
        )
        self._exchange = Exchange(self.policy, self._wire, surroundings, now)
        self._flights: Flights[Answer | Failure] = Flights()

    async def __aenter__(self) -> Self:
        if self._kept is not None:
            await asyncio.to_thread(self._kept.check, must_exist=self._replay)
        elif self._replay:
            raise LookupFileError("a replay needs the file of kept answers; name it")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._flights.stop()
        await self._wire.close()

    async def ask(self, requests: Sequence[Request], source: Source) -> list[Answer | Failure]:
        """An answer or a failure for each request, in their order."""
        return list(await asyncio.gather(*(self._ask(request, source) for request in requests)))

    async def drive(self, source: Source, query: Query, *, limit: int) -> Found:
        """What a source finds. A source that goes wrong is a failure of that source, and nothing more."""
        try:
            search = source.search(query, limit=limit)
        except Exception as error:
            return _broken(source, error)
        try:
            answers: list[Answer | Failure] | None = None
            for _ in range(_MOST_ROUNDS):
                try:
                    batch = tuple(next(search) if answers is None else search.send(answers))
                except StopIteration as end:
                    return end.value if isinstance(end.value, Found) else _broken(source, TypeError())
                except Exception as error:
                    return _broken(source, error)
                if not all(isinstance(request, Request) for request in batch):
                    return _broken(source, TypeError())
                if len(batch) > _MOST_AT_ONCE:
                    break
                answers = await self.ask(batch, source)
            return Found(failures=(Failure("malformed", f"{source.name} asks without end; please report it."),))
        finally:
            with contextlib.suppress(Exception):
                search.close()

    async def _ask(self, request: Request, source: Source) -> Answer | Failure:
        if self._gate is not None:
            try:
                sentence = self._gate(request)
            except Exception as error:  # what cannot be checked does not leave
                sentence = f"The request could not be checked for words of the draft ({type(error).__name__}); please report it."
            if sentence:
                return Failure("confidential", sentence, request)
        errand = draw_up(request, source.hosts, self.policy)
        if isinstance(errand, Failure):
            return errand
        return await self._flights.join((source.name, request.key), lambda: self._result(errand, source))

    async def _result(self, errand: Errand, source: Source) -> Answer | Failure:
        request, kept = errand.request, self._kept
        if kept is not None:
            found = await asyncio.to_thread(kept.newest, request, answers_only=not self._replay)
            if found is not None and (self._replay or self._is_fresh(found.retrieved)):
                result = found.result if isinstance(found.result, Failure) else checked(found.result, source)
                if self._replay or isinstance(result, Answer):
                    return result
        if self._replay:
            return Failure("not-kept", f"This answer of {errand.host} is not among those kept; look it up once without --replay.", request)
        result = await self._exchange.fetch(errand, source)
        if kept is not None:
            if isinstance(result, Answer):
                await asyncio.to_thread(kept.keep, source.name, result)
            else:
                await asyncio.to_thread(kept.keep_failure, source.name, request, result, self._now())
        return result

    def _is_fresh(self, retrieved: str) -> bool:
        """Whether an answer of that time may stand for a new one. One from the future is not trusted: some clock is wrong."""
        try:
            age = (datetime.fromisoformat(self._now()) - datetime.fromisoformat(retrieved)).total_seconds()
        except (ValueError, TypeError):
            return False
        return 0 <= age <= self.policy.max_age


def _broken(source: Source, error: Exception) -> Found:
    message = f"{source.name} could not make sense of what came ({type(error).__name__}); please report it."
    return Found(failures=(Failure("malformed", message),))
