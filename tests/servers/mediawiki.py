"""A real MediaWiki on this machine: the pages of fixtures/wiki with their history, SQLite, PHP's own web server.

It runs what `fetch-mediawiki.sh FOLDER` has unpacked and installs nothing. Everything it writes is in a temporary folder, it listens
on 127.0.0.1 only, and all its processes end with it. By hand: `python -m tests.servers.mediawiki FOLDER` until Ctrl-C.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.parse import unquote
from urllib.request import urlopen
from xml.sax.saxutils import escape

#: It stands in the cassettes, so it does not change.
PORT = 8089
#: Where `make record` unpacks the packages, unless the variable says otherwise.
PACKAGES = Path(os.environ.get("CLAIMCHECK_MEDIAWIKI", "~/.cache/claimcheck/mediawiki")).expanduser()

_HERE = Path(__file__).resolve().parent
PAGES = _HERE.parent.parent / "fixtures" / "wiki" / "pages"
_WORKERS = 4
_LONGEST_START = 180.0  # seconds

#: What an installation has besides what install.php writes. Wikipedia marks its disambiguation pages with an extension that Debian
#: does not package; the lines at the end do what it does: a word in the page that becomes a property of the page.
_SETTINGS = """
$wgMainCacheType = CACHE_ACCEL;
$wgJobRunRate = 0;
$wgPingback = false;
$wgRateLimits = [];
$wgEnableUploads = false;
$wgDebugLogFile = '';
$wgLocaltimezone = 'UTC';
$wgExtensionMessagesFiles['FixtureMagic'] = __DIR__ . '/magic.php';
$wgHooks['GetDoubleUnderscoreIDs'][] = static function ( &$ids ) { $ids[] = 'disambiguation'; };
"""
_MAGIC = "<?php\n$magicWords = [];\n$magicWords['en'] = [ 'disambiguation' => [ 0, '__DISAMBIG__' ] ];\n"

#: PHP's own server knows no rewriting: /wiki/Title is a page, /w/*.php the scripts, the rest files.
_ROUTER = """<?php
$path = parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH );
if ( preg_match( '#^/wiki/#', $path ) ) {
    $path = '/w/index.php';
}
if ( preg_match( '#^/w/[a-z_]+[.]php$#', $path ) ) {
    $script = __DIR__ . $path;
    $_SERVER['SCRIPT_FILENAME'] = $script;
    $_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $path;
    chdir( dirname( $script ) );
    require $script;
    return true;
}
return false;
"""


def titles(pages: Path = PAGES) -> dict[str, Path]:
    """The folder of each page by its title: the folder's name, "_" for a space, "%2F" and the like as in an address."""
    return {unquote(folder.name).replace("_", " "): folder for folder in sorted(pages.iterdir()) if folder.is_dir()}


def dump(pages: Path = PAGES) -> str:
    """The pages as a MediaWiki export. A file in a page's folder is a revision, named after its time: `2025-05-07T09-30-00Z.wiki`."""
    lines = ['<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">']
    for title, folder in titles(pages).items():
        lines.append(f"<page><title>{escape(title)}</title><ns>{10 if title.startswith('Template:') else 0}</ns>")
        for revision in sorted(folder.glob("*.wiki")):
            day, clock = revision.stem.split("T")
            text = escape(revision.read_text(encoding="utf-8").rstrip())  # as MediaWiki does when a page is saved
            lines.append(
                f"<revision><timestamp>{day}T{clock.replace('-', ':')}</timestamp><contributor><username>Desk</username></contributor>"
                f'<model>wikitext</model><format>text/x-wiki</format><text xml:space="preserve">{text}</text></revision>'
            )
        lines.append("</page>")
    return "\n".join([*lines, "</mediawiki>", ""])


@contextmanager
def wiki(packages: Path = PACKAGES, *, port: int = PORT, pages: Path = PAGES) -> Iterator[str]:
    """The address of the API of a wiki that lives as long as the block. Raises RuntimeError when it does not come up."""
    source = packages / "usr" / "share" / "mediawiki"
    if not (source / "api.php").exists():
        raise RuntimeError(f"no MediaWiki in {packages}: run tests/servers/fetch-mediawiki.sh {packages}")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise RuntimeError(f"port {port} is taken: another wiki may still run") from None
    folder = Path(tempfile.mkdtemp(prefix="claimcheck-wiki-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        _install(source, folder, port, pages)
        server = _serve(folder, port)
        yield f"http://127.0.0.1:{port}/w/api.php"
    finally:
        if server is not None:
            os.killpg(server.pid, signal.SIGKILL)  # its workers outlive it otherwise
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _install(source: Path, folder: Path, port: int, pages: Path) -> None:
    root = folder / "docroot" / "w"
    # No symbolic links to it, for PHP's __DIR__ follows them; those that it has, into /etc and /var, are left out.
    shutil.copytree(source, root, copy_function=_link, ignore=lambda path, names: [n for n in names if (Path(path) / n).is_symlink()])
    (root / "extensions-core").rename(root / "extensions")
    for name in ("images", "cache"):
        (root / name).mkdir(exist_ok=True)
    data = folder / "data"
    data.mkdir()
    _php(
        root,
        "maintenance/install.php --quiet --dbtype sqlite --dbname wiki --scriptpath /w --lang en --pass ten-chars-or-more "
        "--extensions TextExtracts,PageImages,Cite,ParserFunctions",
        *("--dbpath", str(data), "--server", f"http://127.0.0.1:{port}", "Fixture wiki", "Admin"),
    )
    (root / "magic.php").write_text(_MAGIC, encoding="utf-8")
    with (root / "LocalSettings.php").open("a", encoding="utf-8") as settings:
        settings.write(_SETTINGS)
    (folder / "docroot" / "router.php").write_text(_ROUTER, encoding="utf-8")
    (folder / "dump.xml").write_text(dump(pages), encoding="utf-8")
    _php(root, "maintenance/importDump.php --quiet --username-prefix= ", str(folder / "dump.xml"))
    for script in ("rebuildall.php", "initSiteStats.php --update"):
        _php(root, f"maintenance/{script} --quiet")


def _link(source: str, target: str) -> None:
    """One more name for a file that is never written, or a copy of it on another disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _php(root: Path, command: str, *arguments: str) -> None:
    done = subprocess.run(["php", *command.split(), *arguments], cwd=root, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise RuntimeError(f"php {command.split()[0]} failed: {(done.stdout + done.stderr)[-800:]}")


def _serve(folder: Path, port: int) -> subprocess.Popen[bytes]:
    docroot = folder / "docroot"
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            ["php", "-d", "display_errors=0", "-S", f"127.0.0.1:{port}", "-t", str(docroot), str(docroot / "router.php")],
            cwd=docroot,
            env={**os.environ, "PHP_CLI_SERVER_WORKERS": str(_WORKERS)},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    until = time.monotonic() + _LONGEST_START
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/w/api.php?action=query&meta=siteinfo&format=json", timeout=30) as answer:
                if answer.status == 200:
                    return server
        except (URLError, OSError):
            time.sleep(0.2)
    if server.poll() is None:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    raise RuntimeError(f"the wiki did not come up: {(folder / 'server.log').read_text(errors='replace')[-800:]}")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))  # so that what it started ends with it
    with wiki(Path(sys.argv[1]).expanduser() if sys.argv[1:] else PACKAGES) as api:
        print(api, flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            pass
