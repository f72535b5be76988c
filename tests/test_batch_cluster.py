"""What can be said of batches on a cluster without Ray."""

from __future__ import annotations

import sys

import pytest

from claimcheck.batch.on_ray import cluster
from claimcheck.errors import BatchError


def test_without_ray_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RAY_USAGE_STATS_ENABLED", "RAY_NUM_REDIS_GET_RETRIES"):
        monkeypatch.setenv(name, "")  # so that they are put back
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(BatchError, match=r"pip install -c constraints\.txt '\.\[ray\]'"), cluster("auto"):
        pass
