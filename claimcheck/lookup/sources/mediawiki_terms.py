"""What a wiki is asked to search for: names and words of the query, in a form that means the same to every wiki's search.

Wikipedia searches with CirrusSearch, other wikis with their database. Both want all terms of a search to be there, and both take words
in double quotes for a phrase. They differ in the rest: CirrusSearch finds a word in all its inflections, reads `insource:` or `Talk:` as
commands, `OR`, `NOT`, `-`, `!`, `~`, `*`, `?` and `\\` as operators (https://www.mediawiki.org/wiki/Help:CirrusSearch); a database finds the
word only as it stands. So names are quoted, which also makes a command or an operator a plain word; words are plain letters in lower case.
"""

from __future__ import annotations

import re

from claimcheck.lookup.query import Query

#: Terms of the first search. More of them find nothing, for each must stand in the page.
NAMES, WORDS = 2, 2
#: CirrusSearch refuses searches of more than 300 characters.
LONGEST_NAME, LONGEST_WORD = 80, 40

_NOT_IN_NAME = re.compile(r"[^\w.,&'’–-]+")
#: What may stand between the letters of a word.
_JOINT = re.compile("['’-]")


def searches(query: Query) -> tuple[str, ...]:
    """What to search for: first with the most telling names and words, then, should that find nothing, for one name alone.

    That is the first of more than one word, for it means one thing, or the first. Without a name there is nothing to search for:
    words alone find anything.
    """
    names = [phrase for name in query.names if (phrase := _phrase(name.text))][:NAMES]
    words = [folded for word in query.words if _is_word(folded := word.casefold())][:WORDS]
    if not names:
        return ()
    alone = next((name for name in names if " " in name), names[0])
    return tuple(dict.fromkeys((" ".join((*names, *words)), alone)))


def _is_word(text: str) -> bool:
    return len(text) <= LONGEST_WORD and all(part.isalpha() for part in _JOINT.split(text))


def _phrase(name: str) -> str:
    """The name in quotes, or "" where no letter or figure is left of it. A long one is cut between words."""
    words = _NOT_IN_NAME.sub(" ", name.replace("_", " ")).split()
    kept = ""
    for word in words:
        longer = f"{kept} {word}".strip()
        if len(longer) > LONGEST_NAME:
            break
        kept = longer
    return f'"{kept}"' if any(char.isalnum() for char in kept) else ""
