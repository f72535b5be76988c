"""`claimcheck serve`: the queue's web pages and its API."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

import click

from claimcheck.cli.models import model_names
from claimcheck.cli.queue_place import Place, placed
from claimcheck.cli.warming import offered
from claimcheck.errors import QueueError, SettingError

if TYPE_CHECKING:
    from claimcheck.queue.database import Database
    from claimcheck.queue.service import OpenIdConnect, ServerSettings


@click.command(
    epilog="""\b
Examples:
  claimcheck serve --open
  claimcheck serve --queue postgresql://claims@db.example.org/claims --public-url https://claims.example.org
  claimcheck serve --host 0.0.0.0 --public-url https://claims.example.org --trusted-proxy 10.0.0.2

It answers only this machine unless told otherwise, and speaks plain HTTP: for others, put a proxy with TLS in front of it. The first
time, it prints a link with which you come in as administrator. OpenID Connect is set up with CLAIMCHECK_OIDC_ISSUER,
CLAIMCHECK_OIDC_CLIENT_ID, CLAIMCHECK_OIDC_CLIENT_SECRET and CLAIMCHECK_OIDC_LABEL. docs/queue.md says how to run it for a team."""
)
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="The address of this machine that it answers on.")
@click.option("--port", type=click.IntRange(0, 65_535), default=8765, show_default=True, metavar="NUMBER", help="0: any that is free.")
@click.option("--public-url", metavar="URL", help="Its address as browsers have it.  [default: http://ADDRESS:PORT]")
@click.option("--insecure-http", is_flag=True, help="Let others in without TLS: whoever is on the network reads passwords and drafts.")
@click.option(
    "--trusted-proxy", "proxies", multiple=True, metavar="ADDRESS", help="A proxy whose word on who calls is taken. May be repeated."
)
@click.option("--webhook-host", "own_hosts", multiple=True, metavar="HOST", help="A host of your own network that webhooks may name.")
@click.option("--no-extract", is_flag=True, help="Take articles only as reports; load no models.")
@click.option("--model", default="compact", show_default=True, shell_complete=model_names, help="Model package: a name or a folder.")
@click.option("--warm", is_flag=True, help="Load the models at once, and let commands with --warm use them, as `claimcheck warm` does.")
@click.option("--metrics-open", is_flag=True, help="Show /metrics without a token.")
@click.option("--log-format", type=click.Choice(["text", "json"]), help="How it logs, on standard error.  [default: text on a terminal]")
@click.option("--open", "show", is_flag=True, help="Open it in the browser.")
@placed
def serve(
    place: Place,
    host: str,
    port: int,
    public_url: str | None,
    insecure_http: bool,
    proxies: tuple[str, ...],
    own_hosts: tuple[str, ...],
    no_extract: bool,
    model: str,
    warm: bool,
    metrics_open: bool,
    log_format: str | None,
    show: bool,
) -> None:
    """Serve the queue: web pages for people, an API for programs.

    SIGTERM or Ctrl+C ends it when the requests that are under way are answered, a second one at once.
    """
    from claimcheck.queue import logs, server
    from claimcheck.queue.service import ServerSettings, Service

    origin = _origin(host, public_url, insecure_http)
    logs.configure("json" if log_format == "json" or (log_format is None and not sys.stderr.isatty()) else "text")
    if warm and no_extract:
        raise SettingError("--warm and --no-extract contradict each other: give one of them.")
    with contextlib.closing(place.database(make=True)) as database, contextlib.ExitStack() as besides:
        shared = not server.loopback(host) or (origin is not None and not _local(origin))
        if shared:
            _somebody(database)
        bound = server.bind(host, port)
        settings = ServerSettings(public_url=origin or bound.url, metrics_open=metrics_open, oidc=_oidc(), own_hosts=frozenset(own_hosts))
        if insecure_http and not settings.secure:
            click.echo("claimcheck: warning: without TLS, whoever is on the network can read passwords and drafts.", err=True)
        parser = besides.enter_context(offered(place.session, model)) if warm else None
        service = Service(database, place.now, settings, None if no_extract else place.session.uploads(model, parser))
        link = None if shared else _first(place, database, settings)

        def started() -> None:
            click.echo(f"The queue is at {settings.public_url} (Ctrl+C ends it).")
            if link:
                click.echo(f"Come in as administrator, once, within three days: {link}")
            sys.stdout.flush()
            if show:
                click.launch(link or settings.public_url)

        server.serve(service, bound, trusted_proxies=proxies, started=started)


def _origin(host: str, public_url: str | None, insecure_http: bool) -> str | None:
    """The address for browsers, if it was given. Raises SettingError where others could read what is sent."""
    from claimcheck.queue import server

    origin = server.public_origin(public_url) if public_url else None
    if server.loopback(host) and (origin is None or origin.startswith("https://") or _local(origin)):
        return origin
    if origin is None:
        raise SettingError(f"--host {host} lets others in: say with --public-url by which address browsers come, https://… .")
    if not origin.startswith("https://") and not insecure_http:
        raise SettingError(
            "--public-url has no TLS: put a proxy with https in front, or say --insecure-http if whoever is on the network may read all."
        )
    return origin


def _local(origin: str) -> bool:
    from urllib.parse import urlsplit

    from claimcheck.queue import server

    return server.loopback(urlsplit(origin).hostname or "")


def _somebody(database: Database) -> None:
    """Raises SettingError where nobody can sign in yet: who comes first must not be the one to decide who may."""
    from claimcheck.queue import people
    from claimcheck.queue.actor import SYSTEM

    with database.read() as tx:
        if any(person.ways and person.admin for person in people.listed(tx, SYSTEM, active=True)):
            return
    raise SettingError(
        "Nobody can sign in yet: add an administrator with `claimcheck queue person add NAME --admin --password-stdin` first."
    )


def _first(place: Place, database: Database, settings: ServerSettings) -> str | None:
    """A link for the first administrator, where nobody can come in yet."""
    from claimcheck.queue import tickets

    with database.write() as tx:
        try:
            secret = tickets.first(tx, _account(place.who), now=place.now())
        except QueueError:  # a login name that is no name for an account
            secret = tickets.first(tx, now=place.now())
    return tickets.link(settings.public_url, secret) if secret else None


def _account(name: str) -> str:
    return name.strip().lower()


def _oidc() -> OpenIdConnect | None:
    """The provider that the environment names. Raises SettingError where half of it is missing."""
    from claimcheck.queue.service import OpenIdConnect

    names = ("CLAIMCHECK_OIDC_ISSUER", "CLAIMCHECK_OIDC_CLIENT_ID", "CLAIMCHECK_OIDC_CLIENT_SECRET")
    values = [os.environ.get(name, "") for name in names]
    if not any(values):
        return None
    missing = [name for name, value in zip(names, values, strict=True) if not value]
    if missing:
        raise SettingError(f"OpenID Connect needs {', '.join(missing)}, too.")
    label = os.environ.get("CLAIMCHECK_OIDC_LABEL")
    return OpenIdConnect(*values, **({"label": label} if label else {}))
