"""The API keeps to its OpenAPI document, whatever is sent: schemathesis makes up requests, right ones and wrong ones.

Checked with each answer: no 5xx; status, content type, headers and body are as the document says; what is right is accepted, what is wrong
refused; methods that there are not are answered 405 with Allow; nobody gets in without a token.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from claimcheck.queue.api.openapi import document
from claimcheck.queue.api.schema_parts import LARGEST
from claimcheck.queue.database import Database
from tests.queue_api import Json, Team, team

#: Right by its shape, and still not to be had: a verdict that is not on the desk's scale, a link that is none …
REFUSED_RIGHTLY = ["2xx", "304", "400", "403", "404", "409", "412", "422"]
#: What schemathesis calls an application inside the process.
HOST = "http://testserver"
REFUSED = ["400", "403", "404", "409", "412", "413", "415", "422"]


def made_up(made: Team, phases: list[str], examples: int) -> tuple[Counter[int], list[str]]:
    """Sends made-up requests, as an administrator. How many answers of each status there were, and what is wrong with them."""
    import schemathesis  # takes seconds
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events, from_schema

    described: Json = deepcopy(document())
    # Reports are checked by the tests of records. To make them up takes minutes, and gives none that is accepted.
    described["components"]["schemas"]["NewArticle"]["properties"]["report"] = {"type": "object"}
    config = SchemathesisConfig.from_dict(
        {
            "seed": 7,
            "headers": {"Authorization": f"Bearer {made.secrets['root2']}"},
            "suppress-health-check": ["all"],
            "continue-on-failure": True,
            "generation": {"max-examples": examples, "deterministic": True, "database": "none"},
            "phases": {name: {"enabled": name in phases} for name in ("examples", "coverage", "fuzzing", "stateful")},
            "checks": {
                "positive_data_acceptance": {"expected-statuses": REFUSED_RIGHTLY},
                "negative_data_rejection": {"expected-statuses": REFUSED},
            },
        }
    )
    schema = schemathesis.openapi.from_dict(described, config=config)
    schema.app = made.app

    @schema.hook
    def map_path_parameters(context: Any, path_parameters: Any) -> Any:
        """Numbers of things that are there."""
        return {
            name: 1 + value % 4 if type(value) is int and 4 < value <= LARGEST else value for name, value in (path_parameters or {}).items()
        }

    statuses: Counter[int] = Counter()
    troubles = []
    for event in from_schema(schema).execute():
        if isinstance(event, events.ScenarioFinished):
            statuses.update(each.response.status_code for each in event.recorder.interactions.values() if each.response is not None)
            for checks in event.recorder.checks.values():
                troubles += [f"{event.recorder.label}: {check.failure_info.failure}" for check in checks if check.failure_info]
        elif isinstance(event, events.NonFatalError | events.FatalError):
            troubles.append(f"{getattr(event, 'label', '')}: {getattr(event, 'value', None) or getattr(event, 'exception', None)!r}")
    return statuses, troubles


@pytest.mark.parametrize(
    ("kind", "phases", "examples"), [("sqlite", ["examples", "coverage", "fuzzing", "stateful"], 4), ("postgresql", ["fuzzing"], 3)]
)
def test_the_api_keeps_to_its_document(empty_queues: Callable[[str], Database], kind: str, phases: list[str], examples: int) -> None:
    queue = empty_queues(kind)
    statuses, troubles = made_up(team(queue, url=HOST), phases, examples)
    queue.close()
    print(statuses)
    assert troubles == []
    assert statuses.keys() >= {200, 201, 404, 409, 422}


def test_the_document_is_openapi() -> None:
    assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []
