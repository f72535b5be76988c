"""`claims.lock`: claims that somebody verified, and what was verified of them.

A verification belongs to the checkable core of a claim. It holds while that core stands somewhere in its article, whatever is
edited around it. When the claim is still told, but with another value, date, source or polarity, it is open again; when it is
told no more, the verification lies idle. The file is JSON with sorted keys, made to be committed with the articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from os import PathLike
from pathlib import Path
from typing import Literal

from claimcheck.anchor import quote
from claimcheck.check.checkable import Checkable, checkable, checkable_from_json, checkable_to_json
from claimcheck.check.difference import Change, align, changes
from claimcheck.check.outcome import Json
from claimcheck.errors import LockError, RecordError
from claimcheck.model import Finding, Span
from claimcheck.record import SCHEMA_VERSION, dumps, schema_errors
from claimcheck.strict_json import decode, loads

RULE = "changed_since_verified"

#: The scale that `claimcheck lock verify` offers.
VERDICTS = ("true", "mostly true", "misleading", "false", "unverifiable")

#: What each kind of change is called in a message.
_TOLD = {
    "value-changed": "its value",
    "date-moved": "its date",
    "rank-changed": "its rank",
    "attribution-lost": "its source",
    "attribution-added": "its source",
    "attribution-changed": "its source",
    "hedge-dropped": "how sure it is put",
    "hedge-added": "how sure it is put",
    "polarity-flipped": "whether it is denied",
    "modality-changed": "how sure it is put",
    "reworded": "its wording",
}


@dataclass(frozen=True, slots=True)
class Verification:
    """Who found what, where and when. `when` is an ISO 8601 date."""

    verdict: str
    source: str
    by: str
    when: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Locked:
    """A verified claim of one article, and what made its record: the versions matter when an upgrade reads it otherwise."""

    path: str
    claim: Checkable
    verification: Verification
    claimcheck_version: str
    models: str  # SHA-256


@dataclass(frozen=True, slots=True)
class Lock:
    """The claims that are locked, sorted by article and claim; each once."""

    claims: tuple[Locked, ...] = ()

    def of(self, path: str) -> tuple[Locked, ...]:
        """Those of one article."""
        return tuple(item for item in self.claims if item.path == path)


State = Literal["verified", "open", "idle"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a locked claim stands in its article now: `verified`; `open` again, with what changed; `idle`, told no more."""

    locked: Locked
    state: State
    now: Checkable | None = None
    changes: tuple[Change, ...] = ()


def standings(lock: Lock, path: str, claims: Sequence[Mapping[str, object]]) -> list[Standing]:
    """How the locked claims of an article stand among its claims' records, in the order of the lock."""
    locked = lock.of(path)
    partner = {id(old): new for old, new in align([item.claim for item in locked], [checkable(claim) for claim in claims])}
    found = []
    for item in locked:
        now = partner.get(id(item.claim))
        if now is None:
            found.append(Standing(item, "idle"))
            continue
        different = tuple(changes(item.claim, now))
        found.append(Standing(item, "open" if different else "verified", now, different))
    return found


def reopened(lock: Lock, path: str, source: str, record: Json) -> Iterator[Finding]:
    """A finding for each verified claim of an article that was changed since. `record`: the article's report."""
    records = {claim["claim_id"]: claim for claim in record["claims"]}
    for standing in standings(lock, path, record["claims"]):
        if standing.state != "open" or standing.now is None:
            continue
        claim, verified = records[standing.now.claim_id], standing.locked.verification
        told = list(dict.fromkeys(_TOLD[change.kind] for change in standing.changes))
        name = sha256(f"{RULE}\0{standing.locked.claim.claim_id}\0{standing.now.claim_id}".encode()).hexdigest()[:16]
        yield Finding(
            finding_id=f"f-{name}",
            rule=RULE,
            severity="warning",
            message=(
                f"This claim was verified as “{verified.verdict}” by {verified.by} on {verified.when}, but {_and(told)} changed since."
            ),
            span=quote(source, Span(claim["span"]["start"], claim["span"]["end"])),
            arithmetic="; ".join(f"{change.old or 'nothing'} → {change.new or 'nothing'}" for change in standing.changes),
            claims=(standing.now.claim_id,),
        )


def verified(lock: Lock, path: str, record: Json, claim_id: str, verification: Verification) -> Lock:
    """The lock with a verification of a claim of an article. What it had of that claim, or of the one that it was, is replaced.

    Raises LockError when the article has no such claim.
    """
    return with_verifications(lock, path, record, {claim_id: verification})


def with_verifications(lock: Lock, path: str, record: Json, verifications: Mapping[str, Verification]) -> Lock:
    """The same for several claims of an article, by their ids."""
    claims = {claim["claim_id"]: claim for claim in record["claims"]}
    for claim_id in verifications:
        if claim_id not in claims:
            raise LockError(f"{path} has no claim {claim_id}: `claimcheck extract` lists the claims with their ids.")
    gone = {
        (item.locked.path, item.locked.claim.claim_id)
        for item in standings(lock, path, record["claims"])
        if item.now is not None and item.now.claim_id in verifications
    }
    gone |= {(path, claim_id) for claim_id in verifications}
    fresh = []
    for claim_id, verification in verifications.items():
        made_with = claims[claim_id]["provenance"]
        core = checkable(claims[claim_id])
        fresh.append(Locked(path, core, verification, made_with["claimcheck_version"], made_with["parser"]["sha256"]))
    return made([*(item for item in lock.claims if (item.path, item.claim.claim_id) not in gone), *fresh])


def made(claims: Iterable[Locked]) -> Lock:
    """The claims as a lock. Of several verifications of one claim the latest stays, as after a merge of two branches."""
    by_claim: dict[tuple[str, str], Locked] = {}
    for item in sorted(claims, key=lambda item: (item.path, item.claim.claim_id, item.verification.when, item.verification.verdict)):
        by_claim[item.path, item.claim.claim_id] = item
    return Lock(tuple(by_claim[key] for key in sorted(by_claim)))


def without(lock: Lock, standing: Iterable[Standing]) -> Lock:
    """The lock less some of its claims."""
    gone = {(item.locked.path, item.locked.claim.claim_id) for item in standing}
    return Lock(tuple(item for item in lock.claims if (item.path, item.claim.claim_id) not in gone))


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


# -- the file -----------------------------------------------------------------------------------------------------


def dumped(lock: Lock) -> str:
    """The text of a lock's file."""
    claims = []
    for item in lock.claims:
        found = item.verification
        verification = {"verdict": found.verdict, "source": found.source, "by": found.by, "when": found.when}
        if found.note is not None:
            verification["note"] = found.note
        made_with = {"claimcheck_version": item.claimcheck_version, "models": item.models}
        claims.append({"path": item.path, "claim": checkable_to_json(item.claim), "verification": verification, "made_with": made_with})
    return dumps({"schema_version": SCHEMA_VERSION, "claims": claims}, indent=2) + "\n"


def load_lock(path: str | PathLike[str]) -> Lock:
    """The lock in a file. Raises LockError when it is not there, cannot be read, or breaks its schema."""
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        raise LockError(f"There is no lock {path}: `claimcheck lock verify` makes it.") from None
    except (OSError, ValueError) as error:
        raise LockError(f"The lock {path} cannot be read ({getattr(error, 'strerror', None) or error}): check the path.") from None
    try:
        record = loads(decode(data))
    except RecordError as error:
        raise LockError(f"The lock {path} cannot be used ({error}): mend it; a merge may have left marks in it.") from None
    complaints = schema_errors("lock", record)
    if complaints or not isinstance(record, dict):
        raise LockError(f"The lock {path} cannot be used ({complaints[0][1]}): mend it, or take it from an earlier commit.")
    return made(
        Locked(
            item["path"],
            checkable_from_json(item["claim"]),
            Verification(**item["verification"]),
            item["made_with"]["claimcheck_version"],
            item["made_with"]["models"],
        )
        for item in record["claims"]
    )
