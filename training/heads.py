"""Stage two: Stanza's tagger and entity model on the frozen encoder.

Both are trained by Stanza's own programs. Only the extraction of the encoder's states is wrapped: a sentence's states
are computed once and kept in half precision, since a frozen encoder gives the same ones in every epoch.

    python -m training.heads pos --encoder FOLDER --treebanks FOLDER --out FOLDER
    python -m training.heads ner --encoder FOLDER --ner ARCHIVE --out FOLDER
"""

import argparse
import json
from pathlib import Path

import torch
from stanza.models import ner_tagger, tagger
from stanza.models.common import bert_embedding
from stanza.models.ner import model as ner_model
from stanza.models.pos import model as pos_model

from training.data import read_ner, unpack_treebanks
from training.encoder import ENCODER_NAME

LAYERS = 4


class FrozenStates:
    """Stands in for `extract_bert_embeddings`: last layers of each sentence from a store, mixed as Stanza does."""

    def __init__(self) -> None:
        self._store: dict[tuple[str, ...], torch.Tensor] = {}

    def __call__(self, name, tokenizer, model, data, device, keep_endpoints, detach=True, bert_layer_mix=None, peft_name=None):
        missing = [s for s in {tuple(s): list(s) for s in data}.values() if tuple(s) not in self._store]
        if missing:
            picked: list[list[torch.Tensor]] = []
            for layer in range(LAYERS):
                mix = torch.nn.Linear(LAYERS, 1, bias=False)
                # the mix adds the mean of all layers to the weighted sum: these weights leave exactly one layer
                weights = torch.full((1, LAYERS), -1.0 / LAYERS)
                weights[0, layer] += 1.0
                mix.weight = torch.nn.Parameter(weights, requires_grad=False)
                if layer == 0:
                    outputs = _hidden(model)
                picked.append(_extract(name, tokenizer, outputs, missing, device, mix))
            for sentence, *layers in zip(missing, *picked, strict=True):
                self._store[tuple(sentence)] = torch.stack([x.detach() for x in layers]).half()
        result = []
        for sentence in data:
            states = self._store[tuple(sentence)].float()
            mixed = states.mean(0) + torch.einsum("l,lnd->nd", bert_layer_mix.weight[0], states)
            result.append(mixed if keep_endpoints else mixed[1:-1])
        return result


def _hidden(model):
    """The model, remembering its last answer: four layers are picked from one forward pass."""
    memo: dict[bytes, object] = {}

    class Remember(torch.nn.Module):
        _hf_peft_config_loaded = False
        config = model.config

        def forward(self, ids, attention_mask=None, output_hidden_states=True):
            key = ids.numpy().tobytes()
            if key not in memo:
                with torch.inference_mode(False), torch.no_grad():
                    memo[key] = model(ids, attention_mask=attention_mask, output_hidden_states=True)
            return memo[key]

    return Remember()


def _extract(name, tokenizer, model, data, device, mix):
    return bert_embedding.extract_base_embeddings(name, tokenizer, model, data, device, True, True, mix)


def rename(checkpoint: Path, out: Path, keys: tuple[str, ...]) -> None:
    """Write the checkpoint again with the encoder's logical name in place of this machine's path, weights in float16."""
    state = torch.load(checkpoint, weights_only=True, map_location="cpu")
    state["config"]["bert_model"] = ENCODER_NAME
    for key in keys:
        state["config"].pop(key, None)
    torch.save(state, out, _use_new_zipfile_serialization=False)


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("part", choices=["pos", "ner"])
    cli.add_argument("--encoder", type=Path, required=True)
    cli.add_argument("--treebanks", type=Path)
    cli.add_argument("--ner", type=Path)
    cli.add_argument("--out", type=Path, required=True)
    cli.add_argument("--steps", type=int, default=2500)
    cli.add_argument("--eval-every", type=int, default=300)
    cli.add_argument("--threads", type=int, default=1)
    options = cli.parse_args()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    states = FrozenStates()
    common = [
        "--shorthand", "en_combined", "--no_pretrain", "--bert_model", str(options.encoder), "--no_bert_finetune",
        "--bert_hidden_layers", str(LAYERS), "--save_dir", str(options.out), "--max_steps", str(options.steps), "--optim", "adam",
        "--eval_interval", str(options.eval_every), "--char_emb_dim", "32", "--num_layers", "1", "--seed", "7",
    ]  # fmt: skip
    if options.part == "pos":
        pos_model.extract_bert_embeddings = states
        parts = unpack_treebanks(options.treebanks, options.out)
        tagger.main([
            "--mode", "train", "--lang", "en", "--train_file", str(parts["train"]), "--eval_file", str(parts["dev"]), *common, "--word_emb_dim", "0",
            "--word_cutoff", "0", "--char_hidden_dim", "64", "--transformed_dim", "64", "--share_hid", "--hidden_dim", "150",
            "--deep_biaff_hidden_dim", "150", "--dropout", "0.33", "--word_dropout", "0.05", "--batch_size", "64", "--lr", "0.002",
            "--fix_eval_interval", "--save_name", "tagger.pt", "--no_second_optim",
        ])  # fmt: skip
        rename(options.out / "tagger.pt", options.out / "pos.pt", ())
    else:
        ner_model.extract_bert_embeddings = states
        files = {}
        for part, sentences in read_ner(options.ner).items():
            rows = [[{"text": w, "ner": t} for w, t in zip(words, tags, strict=True)] for words, tags in sentences]
            files[part] = options.out / f"ner-{part}.json"
            files[part].write_text(json.dumps(rows))
        ner_tagger.main([
            "--mode", "train", "--train_file", str(files["train"]), "--eval_file", str(files["dev"]), *common, "--word_emb_dim", "0",
            "--char_hidden_dim", "64", "--hidden_dim", "150", "--dropout", "0.4", "--word_dropout", "0.01", "--batch_size", "32", "--lr", "0.002",
            "--save_name", "nertagger.pt", "--finetune_load_name", "", "--max_steps_no_improve", "100000",
        ])  # fmt: skip
        rename(options.out / "nertagger.pt", options.out / "ner.pt", ())


if __name__ == "__main__":
    main()
