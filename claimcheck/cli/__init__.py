"""The command line: the only part that prints and exits.

Exit codes: 0 done; 1 `check` has findings, `validate` complaints, `import` verdicts that it could not take over, `queue verify` flaws,
`warm --status` finds no server, `batch` articles that cannot be read, or `evaluate` a figure below its floor; 2 it could not be done,
with one sentence on standard error; 130 interrupted; 141 the reader of the output went away.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from importlib import import_module
from typing import cast

import click

from claimcheck import __version__
from claimcheck.cli import completion
from claimcheck.cli.session import Session
from claimcheck.cli.terminal import complain, quiet_stdout, use_utf8
from claimcheck.errors import ClaimcheckError, ConfigError, RecordError

INTERRUPTED = 130  # 128 + SIGINT, as shells count
NO_READER = 141  # 128 + SIGPIPE

#: Errors of a disk that takes no more.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)

#: How many complaints of a RecordError are shown below its sentence.
COMPLAINTS_SHOWN = 10


#: The commands, and the modules that they stand in, under their own name.
_PLACES = {
    "archive": "archive",
    "baseline": "baseline",
    "batch": "batch",
    "cache": "cache",
    "check": "check",
    "completion": "completion",
    "diff": "diff",
    "evaluate": "evaluate",
    "explain": "rules",
    "export": "export",
    "extract": "extract",
    "import": "import_",
    "lock": "lock",
    "lookup": "lookup",
    "lsp": "lsp",
    "models": "models",
    "queue": "queue",
    "report": "report",
    "rules": "rules",
    "serve": "serve",
    "validate": "validate",
    "warm": "warm",
}


class _Commands(Mapping[str, click.Command]):
    """The commands by name. A command's module is imported when it is asked for: one that is run does not wait for the others."""

    def __getitem__(self, name: str) -> click.Command:
        module = import_module(f"claimcheck.cli.{_PLACES[name]}")
        command: click.Command = getattr(module, name, None) or getattr(module, f"{name}_")
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(_PLACES)

    def __len__(self) -> int:
        return len(_PLACES)


@click.group(
    commands=cast("MutableMapping[str, click.Command]", _Commands()),  # nothing is added to them
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  claimcheck extract article.txt
  claimcheck extract *.html --output claims.jsonl
  claimcheck check drafts/
  claimcheck validate claims.jsonl --source article.txt
  claimcheck explain according_to

Nothing leaves this machine, except by `lookup` and `extract --lookup`, which send key terms of claims to public sources,
by `check --queue ADDRESS`, which hands drafts to that queue, by `serve`, which tells the webhooks that its editors set up,
and by `models install`, which fetches models.""",
)
@click.version_option(__version__, prog_name="claimcheck", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_obj
def group(session: Session, debug: bool) -> None:
    """List every checkable claim in a news article: exact, explained, replayable, offline."""
    session.debug = debug


def run() -> None:
    """The console script."""
    sys.exit(main())


def main(arguments: Sequence[str] | None = None, *, session: Session | None = None) -> int:
    """Carry out a command line and return its exit code. `session` holds what the commands work with."""
    session = session or Session()
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    use_utf8()
    answer = completion.answer_shell(group)
    if answer is not None:
        return answer
    try:
        with group.make_context("claimcheck", arguments, obj=session) as context:
            group.invoke(context)
            sys.stdout.flush()
        return 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _failed(session, None, INTERRUPTED)
    except BrokenPipeError:
        quiet_stdout()
        return _failed(session, None, NO_READER)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.ClickException as error:
        return _failed(session, _sentence_of(error))
    except ClaimcheckError as error:
        code = _failed(session, str(error))
        complaints = error.complaints if isinstance(error, RecordError | ConfigError) and error.complaints != (str(error),) else ()
        for complaint in complaints[:COMPLAINTS_SHOWN]:
            click.echo(f"  {complaint}", err=True)
        if len(complaints) > COMPLAINTS_SHOWN:
            click.echo(f"  … and {len(complaints) - COMPLAINTS_SHOWN} more", err=True)
        return code
    except MemoryError:
        return _failed(session, "There is not enough memory for this article: split it, or close other programs.")
    except OSError as error:
        if error.errno not in _NO_ROOM:
            return _failed(session, _bug(error))
        quiet_stdout()
        return _failed(session, f"The output cannot be written ({error.strerror}): make room, or write it elsewhere.")
    except Exception as error:  # the last resort: a bug, of which the user should see one sentence
        return _failed(session, _bug(error))


def _bug(error: Exception) -> str:
    return (
        f"Something went wrong inside claimcheck ({type(error).__name__}: {error}). Please report it with what "
        "`claimcheck --debug` and the rest of your command print."
    )


def _failed(session: Session, sentence: str | None, code: int = 2) -> int:
    """Say what went wrong on standard error, with the traceback where `--debug` asks for it."""
    if session.debug and code == 2:
        import traceback

        traceback.print_exc()
    if sentence:
        complain(sentence)
    return code


def _sentence_of(error: click.ClickException) -> str:
    sentence = error.format_message()
    if isinstance(error, click.UsageError) and error.ctx:
        return f"{sentence.rstrip('.')}. `{error.ctx.command_path} --help` shows how it is used."
    return sentence
