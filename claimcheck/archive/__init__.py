"""The archive of earlier fact-checks and claims on this machine: what it holds, what it takes in, where it lies.

It is searched by the lookup (`claimcheck.lookup.sources.archive`), whose ranking stands in `claimcheck.lookup.matching`.
"""

from claimcheck.archive.entry import Entry, Kind, Left
from claimcheck.archive.ledger import Added, Archive, Candidate, Contents, default_path, opened
from claimcheck.archive.reading import read_data, read_file

__all__ = ["Added", "Archive", "Candidate", "Contents", "Entry", "Kind", "Left", "default_path", "opened", "read_data", "read_file"]
