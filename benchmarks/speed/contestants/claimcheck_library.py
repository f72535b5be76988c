"""claimcheck in one process: `job["mode"]` says how.

parse       only the parse, by Stanza over the same models, one document after the other
extract     what `claimcheck extract` does: read, parse, find the claims, check the records, write JSON; one after the other
documents   the same with all documents in one call of `Extractor.extract_documents`, as one worker of a batch does it
"""

import importlib
import json

import meter

#: Stage, and the functions whose time it is, as "module:name" or "module:class.name". What is not there (any more) is passed over.
PLACES = {
    "sentences and tokens": ("claimcheck.stanza_models:rejoined", "claimcheck.inference.words:Reader.words_of"),
    "encoder": ("claimcheck.inference.encoding:Encoding.vectors",),
    "letters of words": ("claimcheck.inference.characters:Characters.vectors",),
    "tags": ("claimcheck.inference.tagger:Tagger.tags",),
    "lemmas": ("claimcheck.inference.lemmas:Lemmas.lemma",),
    "trees": ("claimcheck.inference.arcs:Arcs.parsed",),
    "names": ("claimcheck.inference.entities:Entities.tags",),
    "rest of the parse": (
        "claimcheck.parse:_sentence",
        "claimcheck.parse:ModelParser.parse_many",
        "claimcheck.stanza_models:StanzaModels.parse",
        "claimcheck.inference.runtime:Runtime.parse",
    ),
    "after the parse: clauses": ("claimcheck.pipeline:mended", "claimcheck.pipeline:clauses"),
    "after the parse: facets": tuple(
        f"claimcheck.pipeline:{name}"
        for name in ("times", "quantities", "ordinals", "entities", "attributions", "references", "resolve_sources", "stance")
    ),
    "after the parse: claims": ("claimcheck.pipeline:drafts", "claimcheck.pipeline:_claim", "claimcheck.pipeline:assemble"),
    "after the parse: coverage": ("claimcheck.pipeline:coverage",),
    "after the parse: findings": ("claimcheck.pipeline:find", "claimcheck.pipeline:findings"),
    "after the parse: offsets and ids": ("claimcheck.pipeline:relocate", "claimcheck.pipeline:identify"),
    "records: made, checked, written": (
        "claimcheck.record:report_to_json",
        "claimcheck.record:validate_report",
        "json:dumps",
    ),
    "reading": ("claimcheck.document:read",),
}
STANZA = {
    "tokenize": "sentences and tokens",
    "mwt": "sentences and tokens",
    "pos": "tags",
    "lemma": "lemmas",
    "depparse": "trees",
    "ner": "names",
}


def main():
    job = meter.read_job()
    import torch

    torch.set_num_threads(job["threads"])
    import claimcheck.document
    import claimcheck.parse
    import claimcheck.pipeline
    import claimcheck.record
    from claimcheck.errors import ClaimcheckError

    stages = meter.Stages() if job["stages"] else None
    if stages:
        watch(stages)
    stanza = claimcheck.parse.load(by_stanza=True) if job["mode"] == "parse" else None
    extractor = claimcheck.pipeline.Extractor() if stanza is None else None
    together = getattr(extractor, "extract_documents", None) if job["mode"] == "documents" else None

    def work(texts):
        made = {"sentences": 0, "claims": 0, "findings": 0, "refused": 0}
        documents = []
        for number, text in enumerate(texts):
            try:
                documents.append(claimcheck.document.read("-", data=text.encode(), uri=f"{number}.txt", format="text"))
            except ClaimcheckError:
                made["refused"] += 1
        if stanza:
            made["sentences"] = sum(len(stanza.parse(document)) for document in documents)
            return made
        reports = together(documents) if together else map(extractor.extract_document, documents)
        for document, report in zip(documents, reports, strict=True):
            record = claimcheck.record.report_to_json(report)
            if claimcheck.record.validate_report(record, source=document.source):
                raise SystemExit(f"The records of {document.uri} break their schema.")
            json.dumps(record, ensure_ascii=False)
            made["claims"] += len(report.claims)
            made["findings"] += len(report.findings)
        return made

    if stages:
        work([meter.FIRST])  # loads the models, whose parts are watched too
        parser = stanza or extractor.parser
        models = getattr(parser, "_models", None)
        pipeline = getattr(models, "_pipeline", None)
        for name, processor in getattr(pipeline, "processors", {}).items():
            stages.wrap(processor, "process", STANZA[name])
            stages.wrap(processor, "bulk_process", STANZA[name])
        stages.wrap(getattr(models, "_encoder", None), "_states", "encoder")
    meter.run(job, work, stages)


def watch(stages):
    """Count the time of the places above."""
    for stage, places in PLACES.items():
        for place in places:
            module, _, path = place.partition(":")
            try:
                owner = importlib.import_module(module)
            except ImportError:
                continue
            *classes, name = path.split(".")
            for part in classes:
                owner = getattr(owner, part, None)
            stages.wrap(owner, name, stage)


main()
