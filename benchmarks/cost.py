"""What an extraction costs: seconds for start, parse and everything after the parse, and peak memory.

    python -m benchmarks.cost seeds/*.txt [--model compact]

Start is imports and loading the models; it is paid once a process. The figures of one run can be compared with each
other; those of two machines cannot.
"""

import argparse
import json
import resource
import time
from pathlib import Path


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("articles", nargs="+", type=Path)
    cli.add_argument("--model", default="compact")
    options = cli.parse_args()

    clock = time.perf_counter()
    from claimcheck.document import from_text, read
    from claimcheck.pipeline import Extractor, assemble

    extractor = Extractor(options.model)
    extractor.parser.parse(from_text("The models are loaded by the first parse of all."))
    start = time.perf_counter() - clock

    parse = after = 0.0
    words = claims = 0
    for path in options.articles:
        document = read(path)
        clock = time.perf_counter()
        sentences = extractor.parser.parse(document)
        parse += time.perf_counter() - clock
        clock = time.perf_counter()
        report = assemble(document, sentences, extractor.parser)
        after += time.perf_counter() - clock
        words += sum(len(s.words) for s in sentences)
        claims += len(report.claims)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "articles": len(options.articles),
                "words": words,
                "claims": claims,
                "start_s": round(start, 2),
                "parse_s": round(parse, 2),
                "after_parse_s": round(after, 3),
                "after_parse_share": round(after / (parse + after), 3),
                "words_per_s": round(words / (parse + after)),
                "peak_mib": round(peak),
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
