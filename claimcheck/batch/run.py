"""A batch from end to end: what is done already is passed over, the rest is worked on and written down shard by shard."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from claimcheck.batch.forms import Form, Json, form
from claimcheck.batch.journal import LOCK, MANIFEST, Journal, clear
from claimcheck.batch.lock import locked
from claimcheck.batch.shard import Begun, Extracts, Failure, Settings, run_shard, too_slow
from claimcheck.batch.shards import ARTICLES, Shard, most_bytes, shards
from claimcheck.batch.sources import Input
from claimcheck.batch.sources.fields import Fields
from claimcheck.batch.workers import GRACE, Workers
from claimcheck.batch.writing import Written, clear_hidden, intact, put, settle
from claimcheck.errors import BatchError


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for. `about`: what decides about results, see `stamp`; an output is gone on with only where it is the same."""

    paths: tuple[str, ...]
    out: Path
    about: Mapping[str, Any]
    settings: Settings = field(default_factory=Settings)
    fields: Fields = field(default_factory=Fields)
    form: str = "jsonl"
    articles: int = ARTICLES  # in a shard
    fresh: bool = False  # remove what is there
    retry: bool = False  # do shards again with articles that took too long or whose process died


class Watch(Protocol):
    """Somebody who is told how it goes."""

    def begins(self, total: int) -> None:
        """`total`: bytes of the input's files."""
        ...

    def passed(self, written: Written, weight: int) -> None:
        """A shard was done by an earlier run; its weight is in bytes of the input's files."""
        ...

    def done(self, written: Written, weight: int) -> None: ...

    def tick(self) -> None:
        """Time went by."""
        ...


@dataclass(frozen=True, slots=True)
class Summary:
    """What an output holds when its run is complete. `passed_over`: files in folders that are no articles by their name."""

    articles: int
    claims: int
    errors: int
    passing: int
    left_out: int
    passed_over: int


#: Works on shards and has their files written, under hidden names, in any order; calls the second now and then.
Executor = Callable[[Iterator[Shard], Callable[[], None]], Iterable[Written]]


def run(plan: Plan, executor: Executor, watch: Watch) -> Summary:
    """Do what is not done yet. Whenever it ends early, by an error or by force, the next call goes on from there.

    Raises BatchError when it cannot begin or go on, and what the executor raises.
    """
    try:
        plan.out.mkdir(exist_ok=True)
    except OSError as error:
        raise BatchError(f"The folder {plan.out} cannot be made ({error.strerror}): choose another one.") from None
    _apart(plan)
    with locked(plan.out / LOCK):
        clear_hidden(plan.out)
        if plan.fresh:
            clear(plan.out)
        with Journal(plan.out, plan.about) as journal:
            articles = Input(plan.paths, plan.fields, leave_out=str(plan.out))
            watch.begins(articles.progress.total)
            todo = _Todo(plan, journal, articles, watch)
            try:
                for written in executor(iter(todo), watch.tick):
                    settle(plan.out, written)
                    journal.add(written)
                    watch.done(written, todo.weights.pop(written.number))
                if len(journal.done) > todo.planned:
                    raise _another_input(plan, f"it had {len(journal.done)} shards and has {todo.planned}")
                journal.finish(_failed(plan.out, journal, form(plan.form)))
            except OSError as error:
                about = error.strerror or type(error).__name__
                raise BatchError(f"{plan.out} cannot be written ({about}): mend that, and run it again to go on.") from error
            finally:
                clear_hidden(plan.out)
            shards_done = journal.done.values()
            totals = {name: sum(getattr(written, name) for written in shards_done) for name in ("articles", "claims", "errors")}
            return Summary(
                **totals,
                passing=sum(written.passing for written in shards_done),
                left_out=sum(written.left_out for written in shards_done),
                passed_over=articles.progress.passed_over,
            )


class _Todo:
    """The shards that are not done, in order. `planned`: how many there are altogether, so far."""

    def __init__(self, plan: Plan, journal: Journal, articles: Input, watch: Watch):
        self._plan, self._journal, self._articles, self._watch = plan, journal, articles, watch
        self.planned = 0
        self.weights: dict[int, int] = {}

    def __iter__(self) -> Iterator[Shard]:
        plan = self._plan
        stamp = json.dumps(plan.about, sort_keys=True)
        read = self._articles.progress
        most = most_bytes(read.total)
        for shard in shards(self._articles.items(), stamp, articles=plan.articles, most=most, read=lambda: read.read):
            self.planned += 1
            before = self._journal.done.get(shard.number)
            if before is not None and before.fingerprint != shard.fingerprint:
                raise _another_input(plan, f"the shard that begins with {shard.items[0].id} is another one")
            if before is not None and not (plan.retry and before.passing) and intact(plan.out, before.files):
                self._watch.passed(before, shard.weight)
                continue
            (plan.out / MANIFEST).unlink(missing_ok=True)  # it stands for a complete output
            self.weights[shard.number] = shard.weight
            yield shard


def _another_input(plan: Plan, how: str) -> BatchError:
    return BatchError(
        f"The input is not the one that {plan.out} was begun with ({how}): choose another folder, or do it all again with --fresh."
    )


def _apart(plan: Plan) -> None:
    """An output must not be read as an input."""
    out = plan.out.resolve()
    for path in plan.paths:
        if Path(path).resolve() == out or out in Path(path).resolve().parents:
            raise BatchError(f"The input {path} lies in the output {plan.out}: choose another folder for the output.")


def _failed(out: Path, journal: Journal, written_as: Form) -> Iterator[Json]:
    for number in sorted(journal.done):
        if journal.done[number].errors:
            yield from written_as.failed((out / journal.done[number].files[-1].name).read_bytes())


# -- on this machine ----------------------------------------------------------------------------------------------


class LocalWork:
    """What a worker process does with shards. `make` loads the extractor for a model."""

    def __init__(self, make: Callable[[str], Extracts], settings: Settings, out: Path, form_name: str):
        self._form = form(form_name)
        self._settings, self._out = settings, out
        self._extractor = make(settings.model)

    def __call__(self, shard: Shard, singly: bool, lost: Mapping[int, str], begun: Begun) -> Written:
        known = {number: _lost(shard.items[number].name, how, self._settings) for number, how in lost.items()}
        outcomes = run_shard(self._extractor, shard.items, self._settings, singly=singly, known=known, begun=begun)
        begun((), None)
        return put(self._out, self._form, shard.number, shard.fingerprint, outcomes)


def here(make: Callable[[str], Extracts], plan: Plan, count: int, *, grace: float = GRACE) -> Executor:
    """Works with `count` processes on this machine. `make` is found by its name in each of them."""

    def execute(todo: Iterator[Shard], tick: Callable[[], None]) -> Iterator[Written]:
        form(plan.form)  # what is missing is told before anything starts
        work = partial(LocalWork, make, plan.settings, plan.out.resolve(), plan.form)
        with Workers[Shard, Written](work, count, grace=grace) as workers:
            yield from workers.results(todo, tick=tick)

    return execute


def on_cluster(plan: Plan, address: str | None, count: int | None, *, lost: Callable[[str], None]) -> Executor:
    """Works with the workers of a Ray cluster; `address` None is one of this machine alone. The files are written here."""

    def execute(todo: Iterator[Shard], tick: Callable[[], None]) -> Iterator[Written]:
        from claimcheck.batch.on_ray import Hands, Reader, cluster

        writes = form(plan.form)
        with cluster(address):
            hands: Hands[Shard] = Hands(partial(Reader, plan.settings), count, lost=lost)
            for shard, outcomes in hands.results(todo):
                yield put(plan.out, writes, shard.number, shard.fingerprint, outcomes)
                tick()

    return execute


def _lost(name: str, how: str, settings: Settings) -> Failure:
    if how == "too slow":
        return too_slow(name, settings.limit)
    return Failure("crashed", f"The process that worked on {name} died twice, as it does without memory: split it, or use fewer --workers.")
