"""`claimcheck queue`: the review queue on the command line."""

from __future__ import annotations

import click

from claimcheck.cli import queue_adding, queue_claims, queue_hooks, queue_keeping, queue_team

EXAMPLES = """\b
Examples:
  claimcheck queue add drafts/
  claimcheck queue next
  claimcheck queue decide 12 true --link https://example.org/figures
  claimcheck queue list --state disputed
  claimcheck queue export --format csv > reviews.csv
  claimcheck serve"""


@click.group(
    epilog=f"""{EXAMPLES}

The queue is a file in your data folder, or the file or PostgreSQL database that --queue or CLAIMCHECK_QUEUE names. Whoever may open
it may do everything there; `claimcheck serve` lets others in, with what their roles allow. docs/queue.md has a desk's day."""
)
def queue() -> None:
    """Work through the claims of articles before they are published, and know later who approved what."""


for command in (
    queue_adding.add,
    queue_claims.list_,
    queue_claims.show,
    queue_claims.next_,
    queue_claims.decide,
    queue_claims.dismiss,
    queue_claims.adjudicate,
    queue_claims.release,
    queue_claims.correct,
    queue_claims.reopen,
    queue_keeping.export,
    queue_keeping.stats,
    queue_keeping.verify,
    queue_keeping.backup,
    queue_keeping.restore,
    queue_keeping.migrate,
    queue_team.person,
    queue_team.token,
    queue_team.desk,
    queue_hooks.webhook,
):
    queue.add_command(command)
