"""How each format of article becomes readable text: the private half of `claimcheck.document`.

    file -> encoding -> text | markdown | html | docx -> header -> language

Every format hands back a `Reading`: the source, the text with an offset map, and its blocks.
"""
