"""The models, computed: words, tags, trees and entities of many paragraphs at once.

The arithmetic is that of Stanza's networks (Qi et al. 2020, https://aclanthology.org/2020.acl-demos.14) over the same
checkpoints, and so are the parses; what differs is how the work is laid out. Sentences of many documents go through each
network together, without padding; the transformer runs once for all networks; a word's letters are read once; labels are
scored for the chosen heads only. Models of another shape are left to Stanza itself (`claimcheck.parse`).

`runtime` puts the parts together: words -> encoding -> tagger, arcs, entities, lemmas. Imports torch, so `parse` imports it late.
"""
