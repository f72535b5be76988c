"""`claimcheck batch`, the command: a folder of articles in, shards of records out.

Every task is a process of its own with `job["processes"]` workers, so that its time includes loading the models: the first one, with
one short article, tells how much that is.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import meter


def main():
    job = meter.read_job()

    def work(texts):
        with tempfile.TemporaryDirectory() as folder:
            articles, out = Path(folder, "in"), Path(folder, "out")
            articles.mkdir()
            for number, text in enumerate(texts):
                (articles / f"{number:06}.txt").write_text(text, encoding="utf-8")
            command = [sys.executable, "-m", "claimcheck", "batch", str(articles), str(out), "--workers", str(job["processes"])]
            done = subprocess.run(command, stdout=sys.stderr, check=False)
            written = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) if out.is_dir() else 0
            if done.returncode or not written:
                raise SystemExit(f"claimcheck batch ended with {done.returncode} and {written} bytes")
        return {"bytes": written}

    meter.run(job, work, start_included=True)


main()
