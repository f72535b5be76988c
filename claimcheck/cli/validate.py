"""`claimcheck validate`: records against their schema and against the article they came from."""

from __future__ import annotations

import sys

import click

from claimcheck.cli.extract import INPUT_FORMATS


@click.command(
    epilog="""\b
Examples:
  claimcheck validate claims.jsonl
  claimcheck validate claims.jsonl --source article.txt

Exit code 0: all valid. 1: complaints, one a line. 2: a file could not be read."""
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True))
@click.option(
    "--source", metavar="ARTICLE", type=click.Path(), help="Also compare words and spans with the article that the records are about."
)
@click.option("--input-format", type=click.Choice(INPUT_FORMATS), help="Format of the article. Default: from name and content.")
@click.pass_context
def validate(context: click.Context, files: tuple[str, ...], source: str | None, input_format: str | None) -> None:
    """Check records against the published schema.

    A FILE holds one record or report, or a list of them (.json), or one record a line (.jsonl); - is standard input.
    """
    from claimcheck.record import validate_file

    original = None
    if source is not None:
        from claimcheck.document import read

        original = read(source, format=input_format).source
    failed = False
    for file in files:
        complaints = validate_file(sys.stdin.buffer.read() if file == "-" else file, source=original)
        failed = failed or bool(complaints)
        for complaint in complaints:
            claim = f" (claim {complaint.claim_id})" if complaint.claim_id else ""
            click.echo(f"{file}: {complaint.where}: {complaint.message}{claim}")
        if not complaints:
            click.echo(f"{file}: valid")
    if failed:
        context.exit(1)
