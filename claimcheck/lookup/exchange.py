"""A request and what becomes of it: turns, attempts, redirects, and the clock that bounds them all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace

import stamina
from stamina.instrumentation import RetryDetails, RetryHook, get_on_retry_hooks, set_on_retry_hooks

from claimcheck.lookup.answer_check import checked
from claimcheck.lookup.answer_format import kept_headers
from claimcheck.lookup.breaker import Breaker
from claimcheck.lookup.errand import Errand, Letter, forwarded, letter, redirected
from claimcheck.lookup.evidence import Answer, Failure
from claimcheck.lookup.host_rules import HostRule, host_rule
from claimcheck.lookup.pace import AskedForQuiet, Pace
from claimcheck.lookup.policy import Policy
from claimcheck.lookup.retry_after import seconds_to_wait
from claimcheck.lookup.source import Source
from claimcheck.lookup.wire import Reply, Wire, WireError

#: What may be otherwise a moment later.
_TRIED_AGAIN = frozenset({"unreachable", "timeout", "busy", "rate-limited", "truncated"})
#: What counts against a host: it is down or broken. One that answers, if only to refuse, is neither.
_BREAKING = frozenset({"unreachable", "timeout", "truncated"})
#: Keys that are shorter may stand in an answer by chance.
_SHORTEST_KEY = 8
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class _Unanswered(Exception):
    """An attempt that brought no answer. `again`: another may."""

    def __init__(self, failure: Failure, again: bool | None = None):
        super().__init__(failure.message)
        self.failure = failure
        self.again = failure.kind in _TRIED_AGAIN if again is None else again


class Exchange:
    """Sends requests, for one run and in one event loop: it remembers how each service fares."""

    def __init__(self, policy: Policy, wire: Wire, environ: Mapping[str, str], now: Callable[[], str]):
        self._policy = policy
        self._wire = wire
        self._environ = environ
        self._now = now
        self._paces: dict[str, Pace] = {}
        self._breakers: dict[str, Breaker] = {}

    async def fetch(self, errand: Errand, source: Source) -> Answer | Failure:
        """The answer, or why there is none after all attempts."""
        rule = self._rule(errand.host)
        sent = letter(errand, self._policy, rule, self._environ)
        if isinstance(sent, Failure):
            return sent
        policy = self._policy
        failure: Failure | None = None
        attempts = 0
        try:
            async with asyncio.timeout(policy.total) as clock:
                waits = stamina.retry_context(
                    on=lambda error: self._wait(error, clock),
                    attempts=policy.attempts,
                    timeout=None,
                    wait_initial=policy.wait_initial,
                    wait_max=policy.wait_max,
                    wait_jitter=policy.wait_jitter,
                )
                async for attempt in waits:
                    with attempt:
                        try:
                            return await self._attempt(errand, sent, source, clock)
                        except _Unanswered as error:
                            if error.failure.kind == "circuit-open" and failure is not None:
                                raise _Unanswered(failure, again=False) from None  # why it opened says more
                            attempts += error.failure.kind != "circuit-open"
                            failure = error.failure
                            raise
        except _Unanswered as error:
            failure = error.failure
        except TimeoutError:
            if failure is None:
                attempts = 1
                failure = Failure("timeout", f"{errand.host} did not answer in full within {policy.total:g} seconds.")
        assert failure is not None, "an attempt answers, fails, or runs out of time"
        return replace(failure, request=errand.request, attempts=attempts)

    def _wait(self, error: Exception, clock: asyncio.Timeout) -> bool | float:
        """Whether to try again, or the seconds after which the service says that it may be. It is not waited for what comes too late."""
        if not isinstance(error, _Unanswered) or not error.again:
            return False
        said = error.failure.retry_after
        if said is None:
            return True
        said = max(said, self._policy.wait_initial)
        ends = clock.when()
        return said if ends is None or asyncio.get_running_loop().time() + said < ends else False

    async def _attempt(self, errand: Errand, sent: Letter, source: Source, clock: asyncio.Timeout) -> Answer:
        """The answer of one attempt, with its redirects. Raises _Unanswered."""
        first = errand
        for _ in range(self._policy.redirects + 1):
            reply = await self._reply(errand, sent, clock)
            if reply.status not in _REDIRECTS:
                return self._answer(reply, errand, sent, source)
            onward = redirected(errand, reply.headers.get("location", ""), source.hosts, self._policy)
            if isinstance(onward, Failure):
                raise _Unanswered(onward)
            errand, sent = onward, forwarded(sent, onward, first)
        raise _Unanswered(Failure("refused", f"{first.host} redirects more than {self._policy.redirects} times."))

    def _answer(self, reply: Reply, errand: Errand, sent: Letter, source: Source) -> Answer:
        host = errand.host
        said = seconds_to_wait(reply.headers, self._now())
        if not 200 <= reply.status < 300:
            failure, again = _status_failure(reply.status, host, said)
            raise self._quietened(host, _Unanswered(failure, again))
        if any(secret.encode() in reply.body for secret in sent.secrets if len(secret) >= _SHORTEST_KEY):
            raise _Unanswered(Failure("malformed", f"The answer of {host} repeats the key it was asked with, so it is not used."))
        answer = Answer(errand.request, reply.status, reply.body, self._now(), kept_headers(reply.headers))
        result = checked(answer, source)
        if isinstance(result, Failure):
            wait = said if result.retry_after is None else result.retry_after
            raise self._quietened(host, _Unanswered(replace(result, retry_after=wait) if result.kind in _TRIED_AGAIN else result))
        return result

    def _quietened(self, host: str, error: _Unanswered) -> _Unanswered:
        """The host is left in peace by all requests for as long as it said."""
        if error.failure.retry_after is not None:
            self._pace(host).be_quiet(error.failure.retry_after)
        return error

    async def _reply(self, errand: Errand, sent: Letter, clock: asyncio.Timeout) -> Reply:
        """What the host sends, when its turn has come. Raises _Unanswered."""
        host, policy = errand.host, self._policy
        async with AsyncExitStack() as stack:
            await self._await_turn(stack, host, clock)
            breaker = self._breaker(host)
            closed_for = breaker.admit()
            if closed_for:
                message = (
                    f"{host} failed {policy.breaker_failures} times in a row, so it is left alone for {policy.breaker_seconds:g} seconds."
                )
                raise _Unanswered(Failure("circuit-open", message, retry_after=round(closed_for, 1)), again=False)
            try:
                reply = await self._wire.get(sent.url, host, sent.headers, cap=policy.body, timeout=policy.timeout)
            except WireError as error:
                breaker.failed() if error.kind in _BREAKING else breaker.gave_up()
                raise _Unanswered(Failure(error.kind, str(error))) from None
            except BaseException:
                breaker.failed() if clock.expired() else breaker.gave_up()
                raise
            breaker.failed() if reply.status >= 500 else breaker.succeeded()
            return reply

    async def _await_turn(self, stack: AsyncExitStack, host: str, clock: asyncio.Timeout) -> None:
        """Waits for a turn at the host. The clock of the request stands still meanwhile: it is our own limit that is waited for."""
        policy, pace = self._policy, self._pace(host)
        loop = asyncio.get_running_loop()
        ends = clock.when()
        left = policy.total if ends is None else ends - loop.time()
        clock.reschedule(None)
        try:
            async with asyncio.timeout(policy.patience):
                await stack.enter_async_context(pace.turn(policy.total))
        except AskedForQuiet as error:
            message = f"{host} asked to be left alone for longer than is waited for ({error.seconds:.0f} seconds)."
            raise _Unanswered(Failure("rate-limited", message, retry_after=round(error.seconds, 1)), again=False) from None
        except TimeoutError:
            message = f"There was no turn at {host} within {policy.patience:g} seconds; too much is asked of it at once."
            raise _Unanswered(Failure("rate-limited", message), again=False) from None
        finally:
            clock.reschedule(loop.time() + left)

    def _rule(self, host: str) -> HostRule:
        policy = self._policy
        requests = policy.requests_per_minute_at_home if host in policy.allow_private else policy.requests_per_minute
        return host_rule(host, at_once=policy.at_once, requests_per_minute=requests)

    def _pace(self, host: str) -> Pace:
        rule = self._rule(host)
        if rule.name not in self._paces:
            self._paces[rule.name] = Pace(rule)
        return self._paces[rule.name]

    def _breaker(self, host: str) -> Breaker:
        if host not in self._breakers:
            self._breakers[host] = Breaker(self._policy.breaker_failures, self._policy.breaker_seconds)
        return self._breakers[host]


def _status_failure(status: int, host: str, said: float | None) -> tuple[Failure, bool]:
    """What a status that is no success means, and whether it may be otherwise a moment later."""
    if status == 429:
        return Failure("rate-limited", f"{host} says that it is asked too often (status 429).", retry_after=said), True
    if status == 503:
        return Failure("busy", f"{host} says that it is too busy (status 503).", retry_after=said), True
    if status in (401, 403):
        return Failure("http-error", f"{host} denied access (status {status}); is the key, or the contact address, right?"), False
    if status in (404, 410):
        return Failure("http-error", f"{host} has nothing there (status {status})."), False
    return Failure("http-error", f"{host} answered with an error (status {status})."), status >= 500 or status == 408


def _not_ours(hook: RetryHook) -> RetryHook:
    def told(details: RetryDetails) -> object:
        return None if isinstance(details.caused_by, _Unanswered) else hook(details)

    return told  # type: ignore[return-value]


# By default stamina tells of every retry, on the terminal where no log is set up. Ours are told by the failure, if there is one.
set_on_retry_hooks(tuple(_not_ours(hook) for hook in get_on_retry_hooks()))
