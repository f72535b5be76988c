"""Verdicts that somebody wrote down elsewhere, taken over into a lock: by the claim's id, never by its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from claimcheck.check.lock import Lock, Locked, Verification, with_verifications
from claimcheck.check.outcome import Json
from claimcheck.verdicts import Left, Verdict

#: (address of an article, id of a claim) -> the name of its Web Annotation.
Name = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Listed:
    """An article whose claims can be verified: its path in the lock, its address, and its claims."""

    path: str
    uri: str
    claims: Sequence[Json]


@dataclass(frozen=True, slots=True)
class Imported:
    """The lock afterwards, what was taken over, what that replaced, how many were there already, and what was left."""

    lock: Lock
    taken: tuple[Locked, ...] = ()
    replaced: tuple[Locked, ...] = ()
    known: int = 0
    left: tuple[Left, ...] = ()


def imported(lock: Lock, articles: Sequence[Listed], verdicts: Iterable[Verdict], otherwise: Verdict, name: Name) -> Imported:
    """The verdicts in the lock; each article is listed once. What a verdict lacks (source, by, when) is taken from `otherwise`.

    Left are verdicts whose claim is in no article, or in several; that lack something; that contradict each other, or a
    verification in the lock that is as new or newer.
    """
    by_id: dict[str, list[Listed]] = {}
    by_name: dict[str, tuple[Listed, str]] = {}
    for article in articles:
        for claim in article.claims:
            by_id.setdefault(claim["claim_id"], []).append(article)
            by_name[name(article.uri, claim["claim_id"])] = (article, claim["claim_id"])
    wanted: dict[tuple[str, str], list[tuple[Verdict, Verification]]] = {}
    left: list[Left] = []
    for verdict in verdicts:
        found = _claim(verdict, by_id, by_name)
        if isinstance(found, Left):
            left.append(found)
            continue
        article, claim_id = found
        told = _verification(verdict, otherwise)
        if isinstance(told, Left):
            left.append(replace(told, claim_id=claim_id))
        else:
            wanted.setdefault((article.path, claim_id), []).append((verdict, told))
    before = {(item.path, item.claim.claim_id): item.verification for item in lock.claims}
    new: dict[str, dict[str, Verification]] = {}
    known = 0
    for (path, claim_id), several in wanted.items():
        verdict, told = several[0]
        there = before.get((path, claim_id))
        if len({other for _, other in several}) > 1:
            left += [Left(verdict.place, "the file has another verdict of the same claim", claim_id) for verdict, _ in several]
        elif there == told:
            known += 1
        elif there and there.when >= told.when:
            left.append(Left(verdict.place, f"the lock has “{there.verdict}” by {there.by} on {there.when}, which is not older", claim_id))
        else:
            new.setdefault(path, {})[claim_id] = told
    after = lock
    for article in articles:
        if article.path in new:
            after = with_verifications(after, article.path, {"claims": article.claims}, new[article.path])
    taken = tuple(item for item in after.claims if item.claim.claim_id in new.get(item.path, ()))
    kept = {(item.path, item.claim.claim_id, item.verification) for item in after.claims}
    replaced = tuple(item for item in lock.claims if (item.path, item.claim.claim_id, item.verification) not in kept)
    return Imported(after, taken, replaced, known, tuple(left))


def _claim(verdict: Verdict, by_id: dict[str, list[Listed]], by_name: dict[str, tuple[Listed, str]]) -> tuple[Listed, str] | Left:
    """The article and id of the claim that a verdict is about."""
    if verdict.claim_id is None:
        return by_name.get(verdict.name or "") or Left(verdict.place, "none of the articles has that claim")
    articles = by_id.get(verdict.claim_id, [])
    if verdict.article is not None:
        named = [article for article in articles if _same(verdict.article, article)]
        if articles and not named:
            return Left(verdict.place, f"{verdict.article[:200]} is none of the articles with that claim", verdict.claim_id)
        articles = named
    if len(articles) != 1:
        reason = "several of the articles have that claim" if articles else "none of the articles has that claim"
        return Left(verdict.place, reason, verdict.claim_id)
    return articles[0], verdict.claim_id


def _same(named: str, article: Listed) -> bool:
    return named in (article.uri, article.path) or unquote(named) == article.path


def _verification(verdict: Verdict, otherwise: Verdict) -> Verification | Left:
    source, by, when = verdict.source or otherwise.source, verdict.by or otherwise.by, verdict.when or otherwise.when
    if source and by and when:
        return Verification(verdict.verdict, source, by, when, verdict.note)
    missing = [label for label, value in (("where it was found", source), ("by whom", by), ("when", when)) if not value]
    return Left(verdict.place, f"it does not say {' and '.join(missing)}")
