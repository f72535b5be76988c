"""Which packages can be installed, and what a user should know before."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Download:
    """A package that can be installed, and what to know before."""

    name: str
    about: str
    hosts: tuple[str, ...]
    megabytes: int
    version: str
    licence: str
    processors: tuple[str, ...]
    stanza_package: str


#: Version, hosts and licence are those that Stanza's own download names.
DOWNLOADS = {
    "stanza-default": Download(
        name="stanza-default",
        about="Stanza's own English models: larger and slower than the embedded ones, trained on more text",
        hosts=("raw.githubusercontent.com", "huggingface.co"),
        megabytes=600,
        version="1.15",
        licence="Apache-2.0 (Stanza); the treebanks and corpora behind the models have licences of their own",
        processors=("tokenize", "mwt", "pos", "lemma", "depparse", "ner"),
        stanza_package="default",
    ),
}
