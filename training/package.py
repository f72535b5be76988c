"""Put trained parts together as a model package: Stanza's layout, the encoder's folder, a manifest and a model card.

    python -m training.package --parts FOLDER --start FOLDER --out claimcheck/models/compact [--scores scores.json]

`--parts` holds parser.pt, pos.pt, ner.pt and encoder/ from the two stages; the tokenizer, the multi-word token model and
the lemmatizer come from `--start`, a package that has them. Weights of the parts are stored in half precision where that
is exact enough (measured: no change of LAS beyond the second decimal); Stanza reads them back as float32.
"""

import argparse
import hashlib
import json
import shutil
from pathlib import Path

import torch
from stanza.models.common.vocab import VOCAB_PREFIX

VERSION = "1.1"
ENCODER_FILES = ("config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors")


def md5(path: Path) -> str:
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()


#: Vocabularies that a checkpoint carries for tables of word vectors, by processor; reading them takes a second of each start.
UNUSED = {"pos": ("word",), "depparse": ("word", "lemma"), "ner": ("delta",)}


def halve(source: Path, out: Path) -> None:
    """Copy a Stanza checkpoint without training state and vocabularies of no use; float32 weights become float16."""
    state = torch.load(source, weights_only=True, map_location="cpu")
    if state.get("config", {}).get("word_emb_dim") == 0:  # a model without such tables looks nothing up in them
        for name in UNUSED.get(out.parent.name, ()):
            vocabulary = state["vocab"][name]
            kept = vocabulary["_id2unit"][: len(VOCAB_PREFIX)]
            vocabulary["_id2unit"] = kept
            vocabulary["_unit2id"] = {unit: vocabulary["_unit2id"][unit] for unit in kept}
    for key in ("optimizer_state_dict", "scheduler_state_dict", "dev_score_history"):
        state.pop(key, None)
    if isinstance(state.get("model"), dict):
        state["model"] = {k: v.half() if torch.is_tensor(v) and v.dtype == torch.float32 else v for k, v in state["model"].items()}
    config = state.get("config", {})
    for key, value in list(config.items()):  # paths of the machine that trained have no place in a package
        if isinstance(value, str) and ("/" in value) and key != "bert_model":
            config[key] = None if key.endswith(("_file", "_dir")) else Path(value).name
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, out, _use_new_zipfile_serialization=False)


def flat_scores(scores: dict[str, dict[str, float]]) -> dict[str, float]:
    """Scores by one name each: "ewt-test LAS"."""
    return {f"{part} {name}": value for part, names in scores.items() for name, value in names.items()}


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--parts", type=Path, required=True)
    cli.add_argument("--start", type=Path, required=True)
    cli.add_argument("--out", type=Path, required=True)
    cli.add_argument("--scores", type=Path)
    options = cli.parse_args()
    en = options.out / "en"
    shutil.rmtree(options.out, ignore_errors=True)
    for processor in ("tokenize", "mwt", "lemma"):
        (en / processor).mkdir(parents=True)
        shutil.copyfile(options.start / "en" / processor / "compact.pt", en / processor / "compact.pt")
    for processor, name in (("pos", "pos.pt"), ("depparse", "parser.pt"), ("ner", "ner.pt")):
        halve(options.parts / name, en / processor / "compact.pt")
    (options.out / "encoder").mkdir()
    for name in ENCODER_FILES:
        shutil.copyfile(options.parts / "encoder" / name, options.out / "encoder" / name)
    processors = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")
    resources = {p: {"compact": {"md5": md5(en / p / "compact.pt")}} for p in processors}
    english = {"packages": {"compact": dict.fromkeys(processors, "compact")}, "default_processors": {}, **resources}
    (options.out / "resources.json").write_text(json.dumps({"en": english}, indent=1, sort_keys=True) + "\n")
    files = sorted(p for p in options.out.rglob("*") if p.is_file())
    manifest = {
        "name": "compact",
        "version": VERSION,
        "licence": "CC-BY-SA-4.0 (treebanks); encoder derived from all-MiniLM-L6-v2, Apache-2.0",
        "processors": list(processors),
        "stanza_package": "compact",
        "entity_labels": ["Date", "Facility", "Location", "Misc", "Money", "NORP", "Organization", "Person", "Product"],
        "files": {p.relative_to(options.out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files},
        "scores": flat_scores(json.loads(options.scores.read_text())) if options.scores else {},
    }
    (options.out / "manifest.json").write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    print(f"{sum(p.stat().st_size for p in options.out.rglob('*') if p.is_file()) / 2**20:.1f} MiB in {options.out}")


if __name__ == "__main__":
    main()
