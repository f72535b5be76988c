"""What this machine could do at best with the models of the package, if it did nothing but their multiplications.

    python -m benchmarks.speed.limit ARTICLES

Prints JSON: multiply-adds a word by stage, the rate of matrix products of the encoder's shapes on one core, in float32 and in int8 (of
FBGEMM, which torch brings), and the words a second that follow. The texts are parsed to know how many word pieces a word has.
"""

from __future__ import annotations

import argparse
import json
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.speed.articles import read_folder, spread, words
from benchmarks.speed.multiply_adds import Shapes, Text, encoder, reader, splitter

#: Rows of a matrix product: word pieces of a batch of sentences.
ROWS = 2048
REPEATS = 15


def limit(texts: Sequence[str], model: str = "compact") -> dict[str, Any]:
    """The figures, over these texts."""
    import torch

    from claimcheck.models import locate

    torch.set_num_threads(1)
    package = locate(model)
    made_of = _made_of(texts, package.folder / "encoder", model)
    shapes = {name: _shapes_of(package.folder, name) for name in ("encoder", "tokenize", "pos", "depparse", "ner")}
    counted = {
        "encoder": encoder(shapes["encoder"], made_of),
        "sentences and tokens": splitter(shapes["tokenize"], made_of),
        "tags": reader(shapes["pos"], made_of),
        "trees": reader(shapes["depparse"], made_of),
        "names": reader(shapes["ner"], made_of),
    }
    rates = _rates(shapes["encoder"])
    total = sum(counted.values())
    return {
        "multiply_adds": {name: round(count) for name, count in counted.items()},
        "text": {name: round(getattr(made_of, name), 3) for name in Text.__slots__},
        "gflops": {name: round(rate / 1e9, 1) for name, rate in rates.items()},
        "words_per_second": {name: round(rate / (2 * total)) for name, rate in rates.items()},
    }


def _made_of(texts: Sequence[str], folder: Path, model: str) -> Text:
    from claimcheck.document import from_text
    from claimcheck.inference import wordpieces
    from claimcheck.pipeline import Extractor

    cutter: Any = wordpieces.read(folder)
    parser = Extractor(model).parser
    sentences = [[word.text for word in sentence.words] for text in texts for sentence in parser.parse(from_text(text))]
    lengths = [len(row) for row in cutter(sentences, is_split_into_words=True).input_ids]
    tokens = [len(sentence) for sentence in sentences]
    total = sum(map(words, texts))
    return Text(
        tokens=sum(tokens) / total,
        pieces=sum(lengths) / total,
        characters=sum(map(len, texts)) / total,
        pieces_around=sum(n * n for n in lengths) / sum(lengths),
        tokens_around=sum(n * n for n in tokens) / sum(tokens),
    )


def _shapes_of(folder: Path, processor: str) -> Shapes:
    """Shapes of a model's weights. A checkpoint without that model raises OSError."""
    import torch

    if processor == "encoder":  # https://huggingface.co/docs/safetensors: the length of a header, and the header
        with (folder / "encoder" / "model.safetensors").open("rb") as stream:
            header = json.loads(stream.read(int.from_bytes(stream.read(8), "little")))
        return {name: tuple(entry["shape"]) for name, entry in header.items() if name != "__metadata__"}
    (file,) = sorted((folder / "en" / processor).glob("*.pt"))
    stored = torch.load(file, map_location="cpu", weights_only=True)["model"]
    return {name: tuple(tensor.shape) for name, tensor in stored.items() if hasattr(tensor, "shape")}


def _rates(shapes: Shapes) -> dict[str, float]:
    """Floating-point (or integer) operations a second of one core, over the matrices of the encoder's first layer; the best of some."""
    import torch

    matrices = [shape for name, shape in shapes.items() if name.startswith("encoder.layer.0.") and len(shape) == 2]
    generator = torch.Generator().manual_seed(1)
    inputs = {n: torch.randn(ROWS, n, generator=generator) for n in {shape[1] for shape in matrices}}
    weights = [torch.randn(shape, generator=generator) for shape in matrices]
    operations = sum(2 * ROWS * shape[0] * shape[1] for shape in matrices)

    def in_float() -> None:
        for weight in weights:
            torch.nn.functional.linear(inputs[weight.shape[1]], weight)

    found = {"float32": operations / _best(in_float)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        packed = [
            (torch.ops.quantized.linear_prepack(torch.quantize_per_tensor(w, 0.02, 0, torch.qint8), torch.zeros(w.shape[0])), w.shape[1])
            for w in weights
        ]

        def in_int8() -> None:
            for weight, width in packed:
                torch.ops.quantized.linear_dynamic(inputs[width], weight)

        found["int8"] = operations / _best(in_int8)
    return found


def _best(work: Callable[[], None]) -> float:
    """Seconds of CPU of the quickest of some calls."""
    import torch

    took = []
    with torch.inference_mode():
        for _ in range(REPEATS):
            clock = time.process_time()
            work()
            took.append(time.process_time() - clock)
    return min(took)


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("articles", type=Path)
    cli.add_argument("--number", type=int, default=10, help="of articles that are parsed")
    options = cli.parse_args()
    texts = read_folder(options.articles)
    print(json.dumps(limit([texts[i] for i in spread(len(texts), options.number)])))


if __name__ == "__main__":
    main()
