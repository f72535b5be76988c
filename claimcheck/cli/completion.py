"""`claimcheck completion SHELL`, and the answers that a shell asks for while completing."""

from __future__ import annotations

import os

import click
from click.shell_completion import get_completion_class, shell_complete

VARIABLE = "_CLAIMCHECK_COMPLETE"


def answer_shell(group: click.Group) -> int | None:
    """The exit code when a shell's completion script is asking, None else."""
    instruction = os.environ.get(VARIABLE)
    return shell_complete(group, {}, "claimcheck", VARIABLE, instruction) if instruction else None


@click.command(
    epilog="""\b
Examples:
  claimcheck completion bash > ~/.local/share/bash-completion/completions/claimcheck
  claimcheck completion zsh > ~/.zfunc/_claimcheck
  claimcheck completion fish > ~/.config/fish/completions/claimcheck.fish"""
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a completion script for a shell."""
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"There is no completion for {shell}.", context)
    script = kind(context.find_root().command, {}, "claimcheck", VARIABLE)
    click.echo(script.source_template % script.source_vars())
