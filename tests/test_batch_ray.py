"""Batches on a cluster of two nodes, both on this machine: every article is there once, whoever dies. Run by `make test-ray`."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from claimcheck.batch.items import Item
from claimcheck.batch.on_ray import Hands, Reader, cluster
from claimcheck.batch.shard import Outcome, Settings, run_shard
from claimcheck.errors import BatchError, ModelError
from claimcheck.pipeline import Extractor
from tests.batch_hands import Counts, Unable
from tests.frozen import ARTICLES

pytestmark = pytest.mark.ray

ROOT = Path(__file__).parent.parent
#: As small as Ray allows.
NODE = {"num_cpus": 1, "object_store_memory": 80_000_000}


@dataclass(frozen=True)
class Shard:
    items: tuple[Item, ...]


def shards(count: int) -> list[Shard]:
    return [Shard(tuple(Item(f"{n}.{k}", b"x" * n) for k in range(3))) for n in range(count)]


@pytest.fixture(scope="module")
def nodes() -> Iterator[Any]:
    """A cluster with one node, to which tests add others. It listens on the loopback only, and asks for a token."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
        patch.setenv("RAY_AUTH_MODE", "token")
        patch.setenv("RAY_AUTH_TOKEN", secrets.token_hex(32))
        patch.setenv("PYTHONPATH", str(ROOT))  # the workers find these tests
        from ray.cluster_utils import Cluster

        made = Cluster(initialize_head=True, head_node_args={**NODE, "include_dashboard": False})
        patch.setenv("RAY_ADDRESS", made.address)
        try:
            yield made
        finally:
            made.shutdown()


@pytest.fixture
def second(nodes: Any) -> Iterator[Any]:
    """Another node of the cluster."""
    node = nodes.add_node(**NODE)
    yield node
    if node in nodes.worker_nodes:
        nodes.remove_node(node)


def once_each(results: list[tuple[Shard, list[Outcome]]], count: int) -> bool:
    found = Counter((outcome.id, outcome.report["length"]) for _, outcomes in results for outcome in outcomes if outcome.report)
    return found == Counter({(item.id, len(item.data)): 1 for shard in shards(count) for item in shard.items})


def listening() -> list[str]:
    """The addresses at which this process and those below it listen."""
    import psutil

    me = psutil.Process()
    sockets = [socket for process in (me, *me.children(recursive=True)) for socket in process.net_connections()]
    return [socket.laddr.ip.removeprefix("::ffff:") for socket in sockets if socket.status == psutil.CONN_LISTEN]


def test_two_nodes_share_the_work(nodes: Any, second: Any, tmp_path: Path) -> None:
    with cluster(nodes.address):
        results = list(Hands[Shard](partial(Counts, tmp_path, 0.1, company=2), 2).results(shards(10)))
    assert once_each(results, 10)
    assert len({note.name.split()[1] for note in tmp_path.iterdir()}) == 2


def test_a_worker_that_is_killed_loses_no_article(nodes: Any, second: Any, tmp_path: Path) -> None:
    said: list[str] = []
    results = []
    with cluster(nodes.address):
        for shard, outcomes in Hands[Shard](partial(Counts, tmp_path, 0.5), 2, lost=said.append).results(shards(12)):
            results.append((shard, outcomes))
            if len(results) == 3:
                begun = {note.name.split()[0]: int(note.name.split()[1]) for note in tmp_path.iterdir()}
                done = {shard.items[0].id for shard, _ in results}
                os.kill(next(pid for first, pid in begun.items() if first not in done), signal.SIGKILL)
    assert once_each(results, 12)
    assert len(said) == 1
    assert len(list(tmp_path.iterdir())) in (12, 13)  # it is begun again, unless it was killed with its work just done


def test_a_node_that_is_lost_loses_no_article(nodes: Any, second: Any, tmp_path: Path) -> None:
    said: list[str] = []
    results = []
    with cluster(nodes.address):
        for result in Hands[Shard](partial(Counts, tmp_path, 0.5), 2, lost=said.append).results(shards(12)):
            results.append(result)
            if len(results) == 3:
                nodes.remove_node(second, allow_graceful=False)
    assert once_each(results, 12)
    assert len(said) == 1


@pytest.mark.e2e
def test_two_nodes_find_what_one_process_finds(nodes: Any, second: Any) -> None:
    names = ("seed", "wikinews-crane", "wikinews-korea", "wikinews-worship")
    items = [Item(f"{name}.txt", (ARTICLES / name / "article.txt").read_bytes()) for name in names]
    items[2] = Item("broken.txt", b"\x00\xff\x00")
    both = [Shard(tuple(items[:2])), Shard(tuple(items[2:]))]
    with cluster(nodes.address):
        found = dict(Hands[Shard](partial(Reader, Settings()), 2).results(both))
    here = Extractor()
    assert found == {shard: run_shard(here, shard.items, Settings()) for shard in both}
    assert [bool(outcome.failure) for shard in both for outcome in found[shard]] == [False, False, True, False]


def test_workers_that_never_find_room_hold_nobody_up(nodes: Any, tmp_path: Path) -> None:
    with cluster(nodes.address):
        results = list(Hands[Shard](partial(Counts, tmp_path, 0.0), 5).results(shards(4)))
    assert once_each(results, 4)


def test_no_shards_no_results(nodes: Any, tmp_path: Path) -> None:
    with cluster(nodes.address):
        assert list(Hands[Shard](partial(Counts, tmp_path, 0.0)).results([])) == []


def test_models_that_cannot_be_used_on_a_node_end_the_run(nodes: Any) -> None:
    with cluster(nodes.address), pytest.raises(ModelError, match="no models here"):
        list(Hands[Shard](Unable, 1).results(shards(2)))


def test_a_cluster_without_room_is_an_error_and_no_endless_wait(nodes: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimcheck.batch.on_ray.PATIENCE", 1.0)
    monkeypatch.setattr("claimcheck.batch.on_ray.CPUS", 64.0)
    with cluster(nodes.address), pytest.raises(BatchError, match="no room for a worker for 1 seconds"):
        list(Hands[Shard](partial(Counts, tmp_path, 0.0), 1).results(shards(1)))


def test_a_cluster_of_this_machine_alone_is_one_too(tmp_path: Path) -> None:
    """In a process of its own: where Ray listens is settled when it is first imported."""
    script = (
        "import sys; from functools import partial; from pathlib import Path; from claimcheck.batch.on_ray import Hands, cluster;"
        "from tests.batch_hands import Counts; from tests.test_batch_ray import listening, once_each, shards\n"
        "if __name__ == '__main__':\n"
        "    with cluster(None):\n"
        "        assert once_each(list(Hands(partial(Counts, Path(sys.argv[1]), 0.1), 2).results(shards(6))), 6)\n"
        "        assert listening(), 'Ray listens somewhere'\n"
        "        assert [address for address in listening() if not address.startswith('127.')] == []\n"
    )
    alone = {name: value for name, value in os.environ.items() if not name.startswith("RAY_")}
    alone |= {"PYTHONPATH": str(ROOT), "HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], env=alone, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert not (tmp_path / "home").exists()


def test_a_cluster_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def init(**_: object) -> None:
        raise ConnectionError("Failed to connect to Ray cluster at 10.9.9.9:6379\nand more")

    monkeypatch.setattr("ray.init", init)
    with pytest.raises(BatchError, match=r"no Ray cluster at 10\.9\.9\.9:6379 \(Failed to connect.*:6379\)\."), cluster("10.9.9.9:6379"):
        pass
