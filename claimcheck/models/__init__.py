"""Model packages: where the trained models lie, and whether they are what they were.

A package is a folder in Stanza's layout with a `manifest.json` that names every file and its SHA-256. `compact` comes
with claimcheck; `stanza-default` can be installed; any other folder with a manifest can be named by its path.
Nothing here loads a model: that is the parser's work.
"""

from claimcheck.models.downloads import DOWNLOADS, Download
from claimcheck.models.install import install
from claimcheck.models.package import EMBEDDED, INT8, Package, available, data_folder, find, locate, verify, write_manifest

__all__ = [
    "DOWNLOADS",
    "EMBEDDED",
    "INT8",
    "Download",
    "Package",
    "available",
    "data_folder",
    "find",
    "install",
    "locate",
    "verify",
    "write_manifest",
]
