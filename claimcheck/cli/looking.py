"""What `lookup` and `extract --lookup` share: the options that say where claims are looked up, and the lookup itself."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from claimcheck.cli.session import Extracts, Session
from claimcheck.cli.terminal import Progress
from claimcheck.errors import RecordError, SettingError

if TYPE_CHECKING:
    from claimcheck.lookup.policy import Policy
    from claimcheck.lookup.run import Plan
    from claimcheck.lookup.source import Source
    from claimcheck.model import Document

Json = dict[str, Any]
F = TypeVar("F", bound=Callable[..., Any])

#: Claims of a lower priority are not looked up, if nothing else is said.
MIN_PRIORITY = 0.3

CONTACT = "CLAIMCHECK_CONTACT"
ANSWERS = "CLAIMCHECK_ANSWERS"
ARCHIVE = "CLAIMCHECK_ARCHIVE"


def _names(_context: click.Context, _parameter: click.Parameter, beginning: str) -> list[str]:
    from claimcheck.lookup.registry import source_names

    return [name for name in source_names() if name.startswith(beginning)]


def _pairs(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """NAME=URL, repeated."""
    pairs = {}
    for value in values:
        name, equals, address = value.partition("=")
        if not (name and equals and address):
            raise SettingError(f"{value!r} names no source: write --endpoint wikipedia=https://wiki.example.org/w/api.php.")
        pairs[name] = address
    return pairs


_OPTIONS = (
    click.option(
        "--source",
        "sources",
        multiple=True,
        metavar="NAME",
        shell_complete=_names,
        help="Where to look; may be repeated.  [default: archive, wikipedia, wikidata]",
    ),
    click.option(
        "--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="Pieces of evidence of each source for a claim."
    ),
    click.option("--max-claims", type=click.IntRange(1), metavar="N", help="Look up the N most important claims of an article only."),
    click.option(
        "--max-requests", type=click.IntRange(1), default=200, show_default=True, metavar="N", help="Requests for one article at most."
    ),
    click.option("--all-sources", is_flag=True, help="Ask every source, also when enough was found before."),
    click.option(
        "--contact", metavar="ADDRESS", envvar=CONTACT, help=f"Your e-mail or web address, which Wikimedia asks for.  [env: {CONTACT}]"
    ),
    click.option(
        "--answers",
        metavar="FILE",
        envvar=ANSWERS,
        type=click.Path(),
        help=f"Where answers are kept.  [env: {ANSWERS}; default: in your user data folder]",
    ),
    click.option("--replay", is_flag=True, help="Use kept answers only, and ask nobody."),
    click.option(
        "--archive", metavar="FILE", envvar=ARCHIVE, type=click.Path(), help=f"The archive of earlier fact-checks.  [env: {ARCHIVE}]"
    ),
    click.option("--zim", metavar="FILE", type=click.Path(), help="An offline encyclopedia, for the source zim."),
    click.option("--endpoint", "endpoints", multiple=True, callback=_pairs, metavar="NAME=URL", help="Another server for a source."),
    click.option("--allow-private-hosts", is_flag=True, help="An --endpoint may be on this machine or in your own network."),
)


def options(command: F) -> F:
    """The options that every command has that looks claims up."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Wanted:
    """The values of these options."""

    sources: tuple[str, ...] = ()
    limit: int = 5
    max_claims: int | None = None
    max_requests: int = 200
    all_sources: bool = False
    contact: str | None = None
    answers: str | None = None
    replay: bool = False
    archive: str | None = None
    zim: str | None = None
    endpoints: dict[str, str] = field(default_factory=dict)
    allow_private_hosts: bool = False

    @classmethod
    def of(cls, values: dict[str, Any]) -> Wanted:
        """Takes its values out of those of a command."""
        return cls(**{field.name: values.pop(field.name) for field in fields(cls)})

    def plan(self, min_priority: float = 0.0) -> Plan:
        """What is looked up, and where. Raises SettingError for options that cannot be used."""
        from claimcheck.lookup.registry import DEFAULT, sources
        from claimcheck.lookup.run import Plan

        named = self.sources or (*DEFAULT, *(("zim",) if self.zim else ()))
        files = {name: Path(file) for name, file in (("archive", self.archive), ("zim", self.zim)) if file}
        for name in files:
            if name not in named:
                raise SettingError(f"--{name} is for the source {name}, which is not asked: add --source {name}.")
        made = sources(named, endpoints=self.endpoints, files=files)
        if not self.sources:  # nobody asked for the archive by name: without one there is nothing to look up in
            made = [source for source in made if source.name != "archive" or self.archive or source.ready() is None]
        return Plan(
            made,
            limit=self.limit,
            min_priority=min_priority,
            max_claims=self.max_claims,
            max_requests=self.max_requests,
            exhaustive=self.all_sources,
            replay=self.replay,
        )

    def policy(self, plan: Plan) -> Policy:
        """How the client behaves. Raises SettingError where a service wants a contact address and none is given."""
        from claimcheck.lookup.host_rules import host_rule
        from claimcheck.lookup.policy import Policy

        asking = [source.name for source in plan.sources if any(host_rule(host).contact for host in source.hosts)]
        if asking and not self.contact and not self.replay:
            raise SettingError(
                f"{' and '.join(asking)} may be asked only with an address at which you can be reached: add --contact desk@example.org, "
                f"or set {CONTACT}. It is sent with every request."
            )
        for name, address in self.endpoints.items():
            if address.startswith("http:") and not self.allow_private_hosts:
                raise SettingError(
                    f"{name} would be asked without encryption: use https, or add --allow-private-hosts if {address} is your own."
                )
        hosts = frozenset(host for source in plan.sources if source.name in self.endpoints for host in source.hosts)
        return Policy(contact=self.contact, allow_private=hosts if self.allow_private_hosts else frozenset())

    def answers_file(self) -> Path:
        """Where answers are kept."""
        import platformdirs

        chosen = self.answers or os.environ.get(ANSWERS)
        return Path(chosen) if chosen else platformdirs.user_data_path("claimcheck", appauthor=False) / "answers.sqlite"


@dataclass(frozen=True, slots=True)
class Searched:
    """An article whose claims are looked up. `article`: its text, where it is at hand; links are found in it, and guarded words."""

    claims: Sequence[Json]
    article: Document | None = None


def lookups(
    session: Session, articles: Sequence[Searched], wanted: Wanted, plan: Plan, extractor: Callable[[], Extracts], progress: Progress
) -> list[list[Json]]:
    """The results for each article, in the order in which its claims were looked up, each checked against its schema.

    `extractor` is made when there is evidence to be read: loading models takes seconds. Raises LookupFileError when the file of kept answers cannot be used.
    """
    import asyncio

    from claimcheck.lookup.confidential import gate
    from claimcheck.lookup.kept_answers import KeptAnswers
    from claimcheck.lookup.reading import Reader
    from claimcheck.lookup.result import result_of
    from claimcheck.lookup.run import look_up

    cited = [links_of(article, plan.sources) for article in articles]
    guard = gate(
        [claim for article in articles for claim in article.claims],
        texts=[article.article.source for article in articles if article.article],
        links={link for links in cited for found in links.values() for link in found},
    )
    make = cache(extractor)
    reader = Reader(lambda document: make().extract_document(document))
    kept = KeptAnswers(wanted.answers_file())
    policy = wanted.policy(plan)

    async def run() -> list[list[Json]]:
        outcome = []
        async with session.client(policy, kept=kept, replay=wanted.replay, gate=guard) as client:
            for article, links in zip(articles, cited, strict=True):
                looked = await look_up(article.claims, plan, client, reader, links=links, progress=progress.say)
                outcome.append([_valid(result_of(item, reader.parser)) for item in looked])
        return outcome

    try:
        return asyncio.run(run())
    finally:
        progress.clear()


def looked_up(
    session: Session, reports: Sequence[Json], articles: Sequence[Document], wanted: Wanted, extractor: Extracts, progress: Progress
) -> Iterator[Json]:
    """The reports with what was found in the `lookups` of their claims. What went wrong is told on standard error."""
    plan = wanted.plan(MIN_PRIORITY)
    searched = [Searched(report["claims"], article) for report, article in zip(reports, articles, strict=True)]
    found = lookups(session, searched, wanted, plan, lambda: extractor, progress)
    tell_failures(found)
    for report, results in zip(reports, found, strict=True):
        yield report | {"claims": with_lookups(report["claims"], results)}


def with_lookups(claims: Sequence[Json], results: Sequence[Json]) -> list[Json]:
    """The claims, each with its result, where it was looked up."""
    by_claim = {result["claim_id"]: result for result in results}
    return [claim | {"lookups": [by_claim[claim["claim_id"]]]} if claim["claim_id"] in by_claim else claim for claim in claims]


def tell_failures(results: Sequence[Sequence[Json]]) -> None:
    """What went wrong, once for each source and kind, on standard error."""
    counts: Counter[tuple[str, str]] = Counter()
    sentences: dict[tuple[str, str], str] = {}
    for result in (result for article in results for result in article):
        for source in result["sources"]:
            for failure in (*source["failures"], *(request["failure"] for request in source["requests"] if "failure" in request)):
                key = (source["name"], failure["kind"])
                counts[key] += 1
                sentences.setdefault(key, failure["message"])
    for (name, kind), number in sorted(counts.items()):
        click.echo(f"claimcheck: {name}: {kind}{f' ({number} times)' if number > 1 else ''}: {sentences[name, kind]}", err=True)


def links_of(searched: Searched, sources: Sequence[Source]) -> Mapping[str, tuple[str, ...]]:
    """By claim, the addresses cited beside it; none where no source is asked about links."""
    if searched.article is None or not any(source.name == "wayback" for source in sources):
        return {}
    from claimcheck.lookup.cited_links import beside, links
    from claimcheck.model import Span

    found = links(searched.article)
    return {
        claim["claim_id"]: beside(found, Span(claim["sentence_span"]["start"], claim["sentence_span"]["end"])) for claim in searched.claims
    }


def _valid(result: Json) -> Json:
    from claimcheck.record import schema_errors

    errors = schema_errors("lookup-result", result)
    if errors:
        raise RecordError(
            f"The result for claim {result['claim_id']} breaks its own schema, so nothing was written: please report this mistake.",
            tuple(f"{'.'.join(map(str, path))}: {sentence}" for path, sentence in errors),
        )
    return result
