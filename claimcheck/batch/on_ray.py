"""The work of a batch on many machines: shards are handed out to workers of a Ray cluster. The only module that imports Ray.

The driver, where the command runs, reads the input and writes the output; what travels is a shard's articles one way and its
outcomes the other. A worker is an actor, a process with the models loaded, and has one shard at a time. When it is gone, with its
node or by itself, its shard goes to another one, and Ray starts it anew where there is room. A shard may so be worked on twice, which
changes nothing: its outcomes depend on it alone, and they are taken once.

Ray Data is not used: it did not end when a node was lost.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from claimcheck import __version__
from claimcheck.batch.extractor import LoadedExtractor
from claimcheck.batch.items import Item
from claimcheck.batch.shard import Outcome, Settings, run_shard
from claimcheck.errors import BatchError

#: CPUs of the cluster that an actor takes. Ray counts them, it does not measure them; a worker computes on one.
CPUS = 1.0
#: Seconds without an answer from any actor after which the run ends: Ray itself would wait for ever for room that never comes.
PATIENCE = 900.0
#: How often a shard is handed out again when its actor is lost, before the run ends.
LOSSES = 5
#: What a run on this machine alone keeps of answers and shards on their way.
_STORE = 256 * 1024 * 1024

S = TypeVar("S", bound="HasItems")


class HasItems(Protocol):
    """A shard."""

    @property
    def items(self) -> Sequence[Item]: ...


class Works(Protocol):
    """What does the work inside an actor."""

    def work(self, items: Sequence[Item]) -> list[Outcome]: ...


class Reader:
    """Works with models that stay loaded, in the process that it is made in: `partial(Reader, settings)`."""

    def __init__(self, settings: Settings):
        self._settings = settings
        self._extractor = LoadedExtractor(settings.model)

    def work(self, items: Sequence[Item]) -> list[Outcome]:
        return run_shard(self._extractor, items, self._settings)


class _Hand:
    """The actor. `make` is called in the process of the actor, with the first shard."""

    def __init__(self, make: Callable[[], Works]):
        self._make = make
        self._works: Works | None = None

    def there(self) -> str:
        """The version that is installed on this node."""
        return __version__

    def work(self, items: Sequence[Item]) -> list[Outcome]:
        if self._works is None:
            self._works = self._make()
        return self._works.work(items)


@contextlib.contextmanager
def cluster(address: str | None) -> Iterator[None]:
    """In the block, this process is the driver of the cluster at `address` ("auto": the one that this machine is part of), or, with
    None, of one that is this machine alone, which nobody else reaches, and which ends with the block.

    Raises BatchError when Ray is not installed, or there is no cluster.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # Ray would report what runs to its makers
    os.environ.setdefault("RAY_NUM_REDIS_GET_RETRIES", "1")  # it would look for a cluster that is not there for minutes
    temp = ""
    if address is None:
        # Ray listens on every network interface, unless it runs on a Mac or on Windows: there on the loopback only.
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
        # Other users of this machine reach the loopback too. Without these two, Ray would write a token into the home folder.
        os.environ["RAY_AUTH_MODE"] = "token"
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))  # a process of Ray's keeps to the first that it is told
        # Ray makes its folder, where articles are put when memory is short, one that all can write to: so it stands in one of ours.
        temp = tempfile.mkdtemp(prefix="claimcheck-", dir="/tmp" if os.path.isdir("/tmp") else None)
    try:
        import ray
    except ImportError as error:
        raise BatchError("Ray is not installed. Install it with `pip install -c constraints.txt '.[ray]'`, on every machine.") from error
    here: dict[str, Any] = {"address": address}
    if address is None:
        here = {"address": "local", "include_dashboard": False, "object_store_memory": _STORE, "_temp_dir": os.path.join(temp, "ray")}
    # Ray prints what befalls actors on the standard output, at any time and at length.
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        try:
            ray.init(log_to_driver=False, logging_level="ERROR", **here)
        except Exception as error:  # of many kinds, none of them named in Ray's documentation
            raise BatchError(f"There is no Ray cluster at {address or 'this machine'} ({_line(error, 0)}).") from error
        try:
            yield
        finally:
            ray.shutdown()
            if temp:
                shutil.rmtree(temp, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Task(Generic[S]):
    shard: S
    losses: int = 0  # of actors that had it


class Hands(Generic[S]):
    """The actors of a run, and who has what. To be used inside `cluster`.

    `count`: how many; None: one for each CPU that the cluster has now. More than there is room for wait for nodes to come.
    `lost` is told, in a sentence, when an actor is gone.
    """

    def __init__(self, make: Callable[[], Works], count: int | None = None, *, lost: Callable[[str], None] = lambda sentence: None):
        import ray

        kind: Any = ray.remote(num_cpus=CPUS, max_restarts=-1, scheduling_strategy="SPREAD")(_Hand)
        self._lost = lost
        self._asked: dict[Any, tuple[Any, _Task[S] | None]] = {}  # by what Ray answers with: whom, and what; None: whether it is there
        self._idle: deque[Any] = deque()
        self._back: deque[_Task[S]] = deque()
        for _ in range(count or max(1, int(ray.cluster_resources().get("CPU", 1.0) / CPUS))):
            self._call(kind.remote(make))

    def results(self, shards: Iterable[S]) -> Iterator[tuple[S, list[Outcome]]]:
        """Each shard once, with its outcomes, as they are done. A shard is taken when an actor is idle, not before.

        Raises BatchError when the cluster cannot do it, and what `make` and its work raise.
        """
        left = (_Task(shard) for shard in shards)
        while True:
            while self._idle and (task := self._back.popleft() if self._back else next(left, None)):
                actor = self._idle.popleft()
                self._asked[actor.work.remote(task.shard.items)] = (actor, task)
            if self._idle and all(task is None for _, task in self._asked.values()):
                return  # an actor is idle, so nothing is left; those that never came, or are gone, are not waited for
            yield from self._answers()

    def _call(self, actor: Any) -> None:
        """Ask an actor whether it is there. Ray asks again and again while it is started anew, here or elsewhere."""
        self._asked[actor.there.options(max_task_retries=-1).remote()] = (actor, None)

    def _answers(self) -> Iterator[tuple[S, list[Outcome]]]:
        import ray
        from ray.exceptions import ActorDiedError, RayError, RayTaskError

        working = any(task is not None for _, task in self._asked.values())
        done, _ = ray.wait(list(self._asked), timeout=None if working else PATIENCE)
        if not done:
            raise BatchError(f"The cluster has had no room for a worker for {PATIENCE:.0f} seconds; `ray status` shows what it has.")
        for answer in done:
            actor, task = self._asked.pop(answer)
            try:
                said = ray.get(answer)
            except RayTaskError as error:  # ours: a mistake in the work, or models that cannot be used
                raise (error.cause if isinstance(error.cause, Exception) else error) from None
            except RayError as error:
                if isinstance(error, ActorDiedError) and task is None:  # Ray starts it anew unless it could not even be made
                    raise BatchError(f"A worker cannot start on the cluster: {_line(error, -1)}") from None
                self._gone(actor, task)
                continue
            self._idle.append(actor)
            if task is not None:
                yield task.shard, said
            elif said != __version__:
                raise BatchError(f"A node of the cluster has claimcheck {said}, this machine has {__version__}: they must be the same.")

    def _gone(self, actor: Any, task: _Task[S] | None) -> None:
        if task is not None:
            if task.losses + 1 >= LOSSES:
                raise BatchError(
                    f"{LOSSES} workers were lost with the shard that begins with {task.shard.items[0].id} in their hands; what is done is kept."
                )
            self._back.append(_Task(task.shard, task.losses + 1))
            self._lost("A worker of the cluster was lost; its articles go to another one.")
        self._call(actor)


def _line(error: Exception, which: int) -> str:
    """The first line of an error of Ray's, 0, or the last, -1, which is what a traceback in it ends with."""
    return (str(error).strip().splitlines() or [type(error).__name__])[which]
