"""`claimcheck warm`: a process that keeps the models loaded for commands that are run with --warm."""

from __future__ import annotations

import os
import re
import signal
import sys
from pathlib import Path
from typing import Any

import click

from claimcheck.cli.models import model_names
from claimcheck.cli.session import Session
from claimcheck.errors import SettingError, WarmError

SOCKET = "CLAIMCHECK_WARM_SOCKET"
_SECONDS = {"s": 1, "m": 60, "h": 3600}
#: Seconds that --stop waits for the request that is under way.
_END = 60.0


def _duration(_context: click.Context, _parameter: click.Parameter, value: str | None) -> float | None:
    """Seconds of a duration such as 30m."""
    if value is None:
        return None
    match = re.fullmatch(r"([0-9]{1,6})([smh])", value)
    if not match or int(match[1]) == 0:
        raise SettingError(f"--idle {value}: write how long as in 30m, 90s or 2h.")
    return float(int(match[1]) * _SECONDS[match[2]])


@click.command(
    epilog="""\b
Examples:
  claimcheck warm                      until Ctrl+C
  claimcheck warm --idle 30m &         until nobody used it for half an hour
  claimcheck check drafts/ --warm
  claimcheck warm --stop

Commands use it when they are run with --warm, or with CLAIMCHECK_WARM=1 in the environment. What they print is the same with and
without it. It listens on a socket that only you can use, and not on the network; it writes and logs nothing of what it is sent.

Exit code 0: done. 1: with --status or --stop, there is no server. 2: it could not be started, or not be asked."""
)
@click.option("--model", default="compact", show_default=True, shell_complete=model_names, help="Model package: a name or a folder.")
@click.option("--idle", metavar="DURATION", callback=_duration, help="End when nobody used it for so long: 90s, 30m, 2h.")
@click.option(
    "--socket",
    metavar="FILE",
    envvar=SOCKET,
    type=click.Path(),
    help=f"Where it listens: in a folder that only you can use. Tell others with the variable.  [env: {SOCKET}]",
)
@click.option("--status", is_flag=True, help="Tell what the server that listens there does, and start none.")
@click.option("--stop", is_flag=True, help="End the server that listens there, when it has answered what it is at.")
@click.pass_obj
def warm(session: Session, model: str, idle: float | None, socket: str | None, status: bool, stop: bool) -> None:
    """Keep the models loaded for other commands.

    SIGTERM or Ctrl+C ends it when the request that is under way is answered, a second one at once.
    """
    from claimcheck.warm import place

    if status and stop:
        raise SettingError("--status and --stop are two things: give one of them.")
    path = place.chosen(socket)
    if status or stop:
        there = _stop(path) if stop else _status(path)
        if not there:
            click.echo(f"No warm server listens at {path}.")
            click.get_current_context().exit(1)
        return
    _serve(session, path, model, idle)


def _serve(session: Session, path: Path, model: str, idle: float | None) -> None:
    from claimcheck.warm import place
    from claimcheck.warm.server import WarmServer

    place.check(path, make=True)  # before the models are looked at, which takes longer
    parser = session.models(model)
    server = WarmServer(lambda: parser, parser.info, path, idle=idle, ready=lambda: _say("The models are loaded."))
    _keep_no_core()

    def end(number: int, frame: Any) -> None:
        for kind in (signal.SIGINT, signal.SIGTERM):
            signal.signal(kind, signal.SIG_DFL)  # the second one ends it at once
        server.stop()

    before = {kind: signal.signal(kind, end) for kind in (signal.SIGINT, signal.SIGTERM)}
    try:
        server.run(lambda: _say(f"Listening at {path} with the models of {parser.info.package} (process {os.getpid()}; Ctrl+C ends it)."))
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def _say(sentence: str) -> None:
    """A line on standard output, at once. That nobody reads it any more ends nothing."""
    try:
        click.echo(sentence)
        sys.stdout.flush()
    except BrokenPipeError:
        from claimcheck.cli.terminal import quiet_stdout

        quiet_stdout()


def _keep_no_core() -> None:
    """A crash must not leave what is being parsed on disk."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _status(path: Path) -> bool:
    """Tell of the server at `path`; False where there is none."""
    told = _asked(path, "status")
    if told is None:
        return False
    state = "the models are loaded" if told.get("loaded") is True else "it is loading the models"
    click.echo(f"A warm server listens at {path} (process {_number(told, 'process')}, since {_number(told, 'seconds')} seconds): {state}.")
    click.echo(f"Requests answered: {_number(told, 'parsed')}; waiting: {_number(told, 'waiting')}.")
    name = told.get("model")
    click.echo(f"Models: {name if isinstance(name, str) and name.isprintable() else '?'}, sha256 {str(told.get('sha256'))[:64]}.")
    from claimcheck import written_parse

    if told.get("code") != written_parse.code():
        click.echo("It is of another version than this command, which would not use it: stop it and start it again.")
    return True


def _stop(path: Path) -> bool:
    """End the server at `path`; False where there is none."""
    from claimcheck.warm import place

    told = _asked(path, "stop")
    if told is None:
        return False
    if not place.left(path, _END):
        raise WarmError(f"The warm server (process {_number(told, 'process')}) is still at a request, and ends when that is answered.")
    click.echo(f"The warm server at {path} has ended.")
    return True


def _asked(path: Path, what: str) -> dict[str, Any] | None:
    from claimcheck.warm.client import ask
    from claimcheck.warm.protocol import BrokenOff

    try:
        return ask(path, {"ask": what})
    except BrokenOff as error:
        raise WarmError(f"The warm server at {path} did not answer ({error}): end its process.") from None


def _number(told: dict[str, Any], key: str) -> int:
    value = told.get(key)
    return value if isinstance(value, int) else 0
