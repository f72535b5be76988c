"""How commands use the models that a warm server has loaded, and how a server of another kind is one besides."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

import click

from claimcheck.cli.session import Session
from claimcheck.cli.terminal import complain

if TYPE_CHECKING:
    from claimcheck.parse import Parser

F = TypeVar("F", bound=Callable[..., Any])

#: Asks for a warm server everywhere, as --warm does for one command.
WARM = "CLAIMCHECK_WARM"


def _noted(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    """Puts the server's socket into the session, of which the command makes what parses."""
    session = context.find_object(Session)
    if wanted and session is not None:
        from claimcheck.warm import place

        session.warm = place.chosen(os.environ.get(place.VARIABLE))


#: `--warm`, for every command that parses articles.
warmed: Callable[[F], F] = click.option(
    "--warm/--no-warm",
    envvar=WARM,
    expose_value=False,
    callback=_noted,
    help=f"Have articles parsed by the warm server (`claimcheck warm`), which has the models loaded.  [env: {WARM}]",
)


@contextlib.contextmanager
def offered(session: Session, model: str) -> Iterator[Parser]:
    """A parser whose models are also those of a warm server, while the block runs. Raises WarmError where one listens already."""
    from claimcheck.warm import place
    from claimcheck.warm.server import WarmServer
    from claimcheck.warm.shared import OneAtATime, beside

    path = place.chosen(os.environ.get(place.VARIABLE))
    place.check(path, make=True)
    parser = OneAtATime(session.models(model))
    with beside(WarmServer(lambda: parser, parser.info, path), complain):
        yield parser
