"""`claimcheck cache`: what `check` keeps of drafts on this machine."""

from __future__ import annotations

import click

from claimcheck.errors import SettingError

EXAMPLES = """\b
Examples:
  claimcheck cache info
  claimcheck cache clear"""


@click.group(epilog=EXAMPLES)
def cache() -> None:
    """See or delete what is kept of drafts.

    `claimcheck check`, `diff`, `lock`, `baseline` and `lsp` keep parses and reports, so that an unchanged draft is not parsed again. They hold
    words of the drafts. With --no-cache these commands keep nothing.
    """


@cache.command(epilog=EXAMPLES)
def info() -> None:
    """Say where the file is, how large, and what it holds."""
    from claimcheck.store import Store

    contents = Store().contents()
    held = ", ".join(f"{number} {kind}{'s' if number != 1 else ''}" for kind, number in contents.entries.items())
    click.echo(f"{contents.path}: {held or 'nothing'}, {contents.size / 1e6:.1f} MB")


@cache.command(epilog=EXAMPLES)
def clear() -> None:
    """Delete the file."""
    from claimcheck.store import Store

    store = Store()
    there = store.path.exists()
    try:
        store.clear()
    except OSError as error:
        raise SettingError(f"{store.path} cannot be deleted ({error.strerror}): check who owns it.") from error
    click.echo(f"{store.path}: {'deleted' if there else 'nothing to delete'}")
