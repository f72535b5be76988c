"""`claimcheck lsp`: findings in an editor."""

from __future__ import annotations

import click

from claimcheck.cli.session import Session
from claimcheck.cli.warming import warmed
from claimcheck.errors import SettingError


@click.command(
    epilog="""\b
Example, in Neovim:
  vim.lsp.start({ name = "claimcheck", cmd = { "claimcheck", "lsp" } })

An editor starts it and speaks to it over standard input and output; docs/ci.md has more of them.
It needs pygls: install claimcheck with `pip install -c constraints.txt '.[lsp]'`. Settings are those of `claimcheck check`."""
)
@warmed
@click.option("--no-cache", is_flag=True, help="Keep nothing of the articles on this machine, and use nothing that was kept.")
@click.pass_obj
def lsp(session: Session, no_cache: bool) -> None:
    """Start a language server, which underlines findings in an editor."""
    try:
        from claimcheck.language_server import make_server
    except ImportError as error:
        raise SettingError(f"{error.name} is not installed: install claimcheck with `pip install -c constraints.txt '.[lsp]'`.") from error
    make_server(lambda model: session.reports(model, cache=not no_cache)).start_io()
