"""`claimcheck models`: which model packages are there, what is in them, and installing one."""

from __future__ import annotations

from typing import Any

import click

from claimcheck.cli.session import Session


def model_names(_context: click.Context, _parameter: click.Parameter, beginning: str) -> list[Any]:
    """Names for a shell's completion."""
    from claimcheck.models import DOWNLOADS, available

    names = {package.name for package in available()} | set(DOWNLOADS)
    return sorted(name for name in names if name.startswith(beginning))


@click.group()
def models() -> None:
    """List, show and install model packages."""


@models.command("list")
def list_() -> None:
    """List the model packages, installed or not."""
    from claimcheck.models import DOWNLOADS, EMBEDDED, available

    found = {package.name: package for package in available()}
    width = max(len(name) for name in [*found, *DOWNLOADS, EMBEDDED])
    for name, package in found.items():
        state = "embedded" if name == EMBEDDED else "installed"
        click.echo(f"{name:<{width}}  {state:<13}  {package.version}, {megabytes(package.size)}, {package.licence}")
    for name, download in sorted(DOWNLOADS.items()):
        if name not in found:
            click.echo(f"{name:<{width}}  not installed  about {download.megabytes} MB: `claimcheck models install {name}`")


@models.command("info")
@click.argument("model", default="compact", shell_complete=model_names)
def info(model: str) -> None:
    """Show a package and check its files against their checksums.

    MODEL is a name or a folder; without it, the embedded package.
    """
    from claimcheck.models import find, verify

    package = find(model)
    click.echo(f"{package.name} {package.version}")
    rows = [
        ("folder", str(package.folder)),
        ("licence", package.licence),
        ("processors", ", ".join(package.processors)),
        ("entities", ", ".join(package.entity_labels)),
        ("sha256", package.sha256),
        ("size", megabytes(package.size)),
    ]
    for title, value in rows:
        if value:
            click.echo(f"  {title:<10}  {value}")
    if package.scores:
        click.echo("  measured")
        for name, figure in package.scores.items():
            click.echo(f"    {name:<24}  {figure:g}")
    click.echo("  files")
    for path, digest in sorted(package.files.items()):
        click.echo(f"    {digest[:16]}  {path}")
    verify(package)
    click.echo(f"  {len(package.files)} files, all as published")


@models.command("install")
@click.argument("model", shell_complete=model_names)
@click.pass_obj
def install(session: Session, model: str) -> None:
    """Fetch a MODEL package: the one command that uses the network."""
    from claimcheck.errors import ModelError
    from claimcheck.models import DOWNLOADS, data_folder
    from claimcheck.models import install as fetch

    if model not in DOWNLOADS:
        raise ModelError(f"There is no model package {model!r} to install. `claimcheck models list` shows the packages.")
    download = DOWNLOADS[model]
    click.echo(
        f"Fetching {model} (about {download.megabytes} MB) from {' and '.join(download.hosts)} into {data_folder() / model}.", err=True
    )
    click.echo("These hosts see this machine's address. No article is sent.", err=True)
    package = fetch(model, session.download)
    click.echo(
        f"Installed {package.name} {package.version}, {megabytes(package.size)}. Use it with `claimcheck extract --model {package.name}`."
    )


def megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
