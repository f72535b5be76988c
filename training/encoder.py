"""Stage one: fine-tune a small transformer on trees, tags and entities at once.

The encoder is trained under Stanza's own graph parser (its class, its loss, its decoder). Part-of-speech and entity
losses from single linear layers are added, so that the later tagger and entity models can share the frozen
encoder. What leaves is a parser checkpoint without the encoder, and the encoder as a folder that
`transformers` reads.

    python -m training.encoder --base FOLDER --treebanks FOLDER --ner ARCHIVE --out FOLDER
"""

import argparse
import io
import json
import logging
import random
import shutil
import time
from functools import partial
from pathlib import Path

import torch
from stanza.models.common import utils
from stanza.models.common.doc import DEPREL, HEAD
from stanza.models.depparse import model as parser_model
from stanza.models.depparse import scorer
from stanza.models.depparse.data import DataLoader
from stanza.models.depparse.trainer import GraphTrainer, unpack_batch
from stanza.models.depparse.utils import predict_dataset
from stanza.models.parser import parse_args
from stanza.utils.conll import CoNLL
from torch import nn
from transformers import AutoModel, AutoTokenizer

from training.data import read_ner, unpack_treebanks

ENCODER_NAME = "claimcheck-encoder"
HEAD_LR, ENCODER_LR = 1.5e-3, 1.5e-4
WARMUP = 100
TAG_WEIGHT, NER_WEIGHT = 0.4, 1.0

log = logging.getLogger("training")


def parser_args(train: Path, dev: Path) -> dict:
    """Options of the Stanza parser: encoder and characters in, one narrow recurrent layer, no tags."""
    return parse_args([
        "--train_file", str(train), "--eval_file", str(dev), "--lang", "en", "--shorthand", "en_combined",
        "--no_pretrain", "--word_emb_dim", "0", "--word_cutoff", "0", "--tag_emb_dim", "0",
        "--char_emb_dim", "32", "--char_hidden_dim", "64", "--transformed_dim", "64",
        "--hidden_dim", "200", "--num_layers", "1", "--deep_biaff_hidden_dim", "160", "--no_use_arc_embedding",
        "--dropout", "0.33", "--word_dropout", "0.05", "--bert_model", ENCODER_NAME, "--bert_finetune",
        "--bert_hidden_layers", "4", "--batch_size", "1000", "--no_second_optim", "--optim", "adam",
    ])  # fmt: skip


class Memo:
    """Records the padded word vectors that the parser drew from the encoder, for the other losses."""

    def __init__(self):
        self.vectors = None
        self._extract = parser_model.extract_bert_embeddings
        parser_model.extract_bert_embeddings = self

    def __call__(self, *args, **kwargs):
        self.vectors = self._extract(*args, **kwargs)
        return self.vectors

    def extract(self, *args, **kwargs):
        return self._extract(*args, **kwargs)


def ner_batches(sentences, words_per_batch):
    while True:
        order = sorted(sentences, key=lambda s: len(s[0]) + random.random())
        batches, current, size = [], [], 0
        for sentence in order:
            if size + len(sentence[0]) > words_per_batch and current:
                batches.append(current)
                current, size = [], 0
            current.append(sentence)
            size += len(sentence[0])
        random.shuffle(batches)
        yield from batches


def own_words(lengths, tags):
    """Tags of all real words of a batch in one row, without root and padding."""
    return torch.cat([tags[i, 1 : n + 1] for i, n in enumerate(lengths)])


def save(trainer, encoder, tokenizer, out: Path) -> None:
    """Encoder folder in half precision, read back as float32; parser checkpoint without the encoder."""
    folder = out / "encoder"
    folder.mkdir(parents=True, exist_ok=True)
    half = {k: v.half().contiguous() for k, v in encoder.state_dict().items() if "pooler" not in k}
    from safetensors.torch import save_file

    save_file(half, folder / "model.safetensors", metadata={"format": "pt"})
    encoder.config.save_pretrained(folder)
    config = json.loads((folder / "config.json").read_text())
    config["dtype"] = "float32"
    config.pop("_name_or_path", None)
    (folder / "config.json").write_text(json.dumps(config, indent=1, sort_keys=True) + "\n")
    tokenizer.save_pretrained(folder)
    state = trainer.model.state_dict()
    trainer.save(str(out / "parser-with-encoder.pt"))
    checkpoint = torch.load(out / "parser-with-encoder.pt", weights_only=True)
    checkpoint["model"] = {k: v for k, v in state.items() if not k.startswith("bert_model.")}
    checkpoint["config"]["bert_finetune"] = False
    torch.save(checkpoint, out / "parser.pt", _use_new_zipfile_serialization=False)
    (out / "parser-with-encoder.pt").unlink()


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--base", type=Path, required=True, help="pretrained encoder: config, tokenizer, safetensors")
    cli.add_argument("--treebanks", type=Path, required=True)
    cli.add_argument("--ner", type=Path, required=True)
    cli.add_argument("--out", type=Path, required=True)
    cli.add_argument("--steps", type=int, default=3000)
    cli.add_argument("--eval-every", type=int, default=300)
    cli.add_argument("--ner-every", type=int, default=4)
    cli.add_argument("--threads", type=int, default=1)
    cli.add_argument("--minutes", type=float, default=0, help="stop by then: the schedule follows the clock")
    cli.add_argument("--seed", type=int, default=7)
    options = cli.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(options.threads)
    utils.set_random_seed(options.seed)
    options.out.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"

    parts = unpack_treebanks(options.treebanks, options.out)
    ner = read_ner(options.ner)
    args = parser_args(parts["train"], parts["dev"])
    # Dropout stays in the parser. Inside the encoder it costs a third of the time on a CPU (random numbers, and the
    # fused attention kernel is lost) and a few epochs do not overfit.
    encoder = AutoModel.from_pretrained(options.base, local_files_only=True, attention_probs_dropout_prob=0.0, hidden_dropout_prob=0.0)
    encoder.embeddings.requires_grad_(False)
    tokenizer = AutoTokenizer.from_pretrained(options.base, local_files_only=True)
    train = DataLoader(CoNLL.conll2doc(str(parts["train"])), args["batch_size"], args, None, evaluation=False)
    dev = DataLoader(CoNLL.conll2doc(str(parts["dev"])), 2000, args, None, vocab=train.vocab, evaluation=True, sort_during_eval=True)
    model = GraphTrainer.build_model(args, train.vocab, bert_model=encoder, bert_tokenizer=tokenizer, force_bert_saved=True)
    trainer = GraphTrainer(args=args, vocab=train.vocab, model=model.to(device), build_optimizer=False)
    trainer.model.bert_finetuning = True
    memo = Memo()

    ner_tags = {tag: i for i, tag in enumerate(sorted({t for _, tags in ner["train"] for t in tags}))}
    width = encoder.config.hidden_size
    heads = nn.ModuleDict({
        "upos": nn.Linear(width, len(train.vocab["upos"])),
        "xpos": nn.Linear(width, len(train.vocab["xpos"])),
        "ner": nn.Linear(width, len(ner_tags)),
    }).to(device)  # fmt: skip
    drop = nn.Dropout(0.1)
    encoder_params = [p for p in trainer.model.bert_model.parameters() if p.requires_grad]
    own = [p for n, p in trainer.model.named_parameters() if not n.startswith("bert_model.")] + list(heads.parameters())
    optimizer = torch.optim.AdamW(
        [{"params": encoder_params, "lr": ENCODER_LR, "weight_decay": 0.01}, {"params": own, "lr": HEAD_LR, "weight_decay": 1e-4}],
        betas=(0.9, 0.98),
        eps=1e-8,
    )
    rates = [group["lr"] for group in optimizer.param_groups]

    start = time.time()
    stream = ner_batches(ner["train"], 1000)
    batches = iter(())
    step = best = 0
    running = [0.0, 0.0, 0.0]
    while True:
        elapsed = (time.time() - start) / 60
        done = elapsed / options.minutes if options.minutes else step / options.steps
        factor = min(1.0, (step + 1) / WARMUP) * max(0.0, 1 - done)
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * factor
        finished = done >= 1
        if finished or (step and step % options.eval_every == 0):
            trainer.model.eval()
            heads_out = predict_dataset(trainer, dev)
            dev.doc.set([HEAD, DEPREL], [y for x in heads_out for y in x])
            _, _, las = scorer.score(io.StringIO(f"{dev.doc:C}\n\n"), str(parts["dev"]))
            log.info(
                "step %d %.0f min: parse %.3f tag %.3f ner %.3f dev LAS %.4f",
                step,
                elapsed,
                *(x / options.eval_every for x in running),
                las,
            )
            running = [0.0, 0.0, 0.0]
            if las >= best:
                best = las
                save(trainer, trainer.model.bert_model, tokenizer, options.out)
                shutil.copyfile(options.out / "parser.pt", options.out / f"parser-{step}.pt")
            torch.save(heads.state_dict(), options.out / "linear-heads.pt")
        if finished:
            break
        batch = next(batches, None)
        if batch is None:
            train.reshuffle()
            batches = iter(train)
            continue
        trainer.model.train()
        optimizer.zero_grad()
        inputs, _, word_orig_idx, sentlens, wordlens, text = unpack_batch(batch, device)
        parse_loss, _ = trainer.model.loss(*inputs, word_orig_idx, sentlens, wordlens, text)
        words = torch.cat([v[1:-1] for v in memo.vectors])
        upos, xpos = inputs[4], inputs[5]
        flat = partial(own_words, [v.shape[0] - 2 for v in memo.vectors])
        words = drop(words)
        tag_loss = nn.functional.cross_entropy(heads["upos"](words), flat(upos)) + nn.functional.cross_entropy(
            heads["xpos"](words), flat(xpos)
        )
        (parse_loss + TAG_WEIGHT * tag_loss).backward()
        running[0] += parse_loss.item()
        running[1] += tag_loss.item()
        if step % options.ner_every == 0:
            sentences = next(stream)
            vectors = memo.extract(
                ENCODER_NAME,
                tokenizer,
                trainer.model.bert_model,
                [s[0] for s in sentences],
                device,
                keep_endpoints=False,
                detach=False,
                bert_layer_mix=trainer.model.bert_layer_mix,
            )
            target = torch.tensor([ner_tags[t] for _, tags in sentences for t in tags], device=device)
            ner_loss = nn.functional.cross_entropy(heads["ner"](drop(torch.cat(vectors))), target)
            (NER_WEIGHT * ner_loss).backward()
            running[2] += ner_loss.item() * options.ner_every
        torch.nn.utils.clip_grad_norm_(encoder_params + own, 5.0)
        optimizer.step()
        step += 1
        if step % 10 == 0:
            log.info("step %d of %s, %.2f s a step", step, options.steps, (time.time() - start) / step)


if __name__ == "__main__":
    main()
