"""`stanza.Pipeline` as its documentation shows it: made once, called for one document after the other.

The models are those of a claimcheck package, which is a folder in Stanza's layout; the transformer is loaded by `transformers`, as
Stanza does it, and put into the cache that Stanza has for it. `job["package"]` is the folder, `job["package_name"]` its name there.
"""

import logging
import os
import warnings

import meter

PROCESSORS = "tokenize,mwt,pos,lemma,depparse,ner"
STAGES = {
    "tokenize": "sentences and tokens",
    "mwt": "sentences and tokens",
    "pos": "tags",
    "lemma": "lemmas",
    "depparse": "trees",
    "ner": "names",
}


def main():
    job = meter.read_job()
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    warnings.simplefilter("ignore")
    import stanza
    import torch
    from stanza.models.common.foundation_cache import BertRecord, FoundationCache
    from transformers import AutoModel, AutoTokenizer

    logging.getLogger("stanza").setLevel(logging.ERROR)
    torch.set_num_threads(job["threads"])
    cache = FoundationCache(local_files_only=True)
    folder = os.path.join(job["package"], "encoder")
    if os.path.isdir(folder):
        model = AutoModel.from_pretrained(folder, local_files_only=True)
        model.eval()
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, add_prefix_space=True)
        cache.bert["claimcheck-encoder"] = BertRecord(model, tokenizer, {})
    nlp = stanza.Pipeline(
        "en",
        dir=job["package"],
        package=job["package_name"],
        processors=PROCESSORS,
        download_method=None,
        verbose=False,
        foundation_cache=cache,
        device="cpu",
    )
    stages = meter.Stages() if job["stages"] else None
    if stages:
        for name, processor in nlp.processors.items():
            stages.wrap(processor, "process", STAGES[name])
        if os.path.isdir(folder):
            stages.wrap(model, "forward", "encoder")
        nlp.process = stages.timed("rest of the parse", nlp.process)

    def work(texts):
        made = {"sentences": 0}
        for text in texts:
            doc = nlp(text)
            made["sentences"] += len(doc.sentences)
        return made

    meter.run(job, work, stages)


main()
