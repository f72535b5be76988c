"""Records anew what the tests of the Wikipedia source play: starts a wiki, asks it, ends it.

`python -m tests.servers.record_wiki [FOLDER]`, FOLDER being where `fetch-mediawiki.sh` has unpacked the packages. Written are the
cassettes in fixtures/cassettes/wikipedia and the pages as HTML in fixtures/wiki/rendered. The result is the same every time, so
`git diff` shows what another version of MediaWiki, or another page, makes of it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from tests.cassettes import FOLDER
from tests.servers.mediawiki import PACKAGES, PAGES, titles, wiki

RECORDED = ("tests/test_lookup_wikipedia_recorded.py", "tests/test_lookup_seed.py")
RENDERED = PAGES.parent / "rendered"


def render(api: str) -> None:
    """Each page as the wiki shows it: the part of its HTML that is the page."""
    shutil.rmtree(RENDERED, ignore_errors=True)
    RENDERED.mkdir()
    for title, folder in titles().items():
        if title.startswith("Template:"):
            continue
        parameters = {"action": "parse", "page": title, "prop": "text", "format": "json", "formatversion": "2", "disablelimitreport": "1"}
        with urlopen(f"{api}?{urlencode(parameters)}", timeout=60) as answer:
            html = json.load(answer)["parse"]["text"]
        (RENDERED / f"{folder.name}.html").write_text(f"{html}\n", encoding="utf-8")


def main(packages: Path) -> int:
    with wiki(packages) as api:
        render(api)
        for cassette in (FOLDER / "wikipedia").glob("*.yaml"):
            if not cassette.read_text(encoding="utf-8").startswith("# synthetic"):
                cassette.unlink()  # none of a test that is gone
        command = [sys.executable, "-m", "pytest", "-q", "--record-mode=rewrite", *RECORDED]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).expanduser() if sys.argv[1:] else PACKAGES))
