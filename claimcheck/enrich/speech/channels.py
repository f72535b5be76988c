"""By which means something was said: "on X", "in a statement", "told Reuters"."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.enrich.speech.kinds import DOCUMENTS
from claimcheck.model import Span
from claimcheck.tree import Sentence, Word

#: Places of publication, by their name.
PLATFORMS = frozenset(
    """x twitter facebook instagram youtube tiktok telegram linkedin reddit snapchat threads bluesky mastodon weibo wechat
    whatsapp truth social parler gab medium substack periscope skype zoom tumblr cnn bbc msnbc nbc abc cbs fox npr itv
    television tv radio""".split()
)

#: Occasions and kinds of text.
OCCASIONS = frozenset(
    """address announcement blog briefing broadcast call chat comment communique communiqué conference conversation debate
    documentary e-mail email editorial essay event forum hearing interview keynote lecture letter livestream meeting media
    memo message news-conference note op-ed post posting press presser podcast programme program rally release remark
    report session show social-media speech statement stream testimony thread transcript tweet video voicemail webcast
    webinar website appearance filing article book column declaration paper affidavit text advisory bulletin notice survey
    study""".split()
)

_TELLING = frozenset("tell inform assure remind brief".split())
_PREPOSITIONS = frozenset({"on", "in", "at", "during", "via", "through", "over", "by"})


def is_channel(sentence: Sentence, noun: Word) -> bool:
    """Whether the noun of a prepositional phrase is a means of communication."""
    cases = {w.lemma.lower() for w in sentence.children(noun, "case")}
    if not cases & _PREPOSITIONS:
        return False
    lemma = noun.lemma.lower()
    tail = {w.lemma.lower() for w in sentence.children(noun, "flat", "compound")}
    if noun.upos == "PROPN":
        return noun.text.lower() in PLATFORMS or bool(tail & {"social", "media"}) or lemma in OCCASIONS
    return (lemma in OCCASIONS or lemma in PLATFORMS or lemma in DOCUMENTS) and "by" not in cases


def channel_of(sentence: Sentence, cue: Word, source: Word | None, content: Sequence[Span] = ()) -> str | None:
    """Words of the channel: of the cue's own oblique, or of one that the parse hangs on the source behind the cue.

    What stands in the content is no channel of this cue.
    """
    candidates = list(sentence.children(cue, "obl", "nmod", "advcl"))
    if source is not None and source.index > cue.index:
        candidates += [w for w in sentence.subtree(source) if w.relation in ("nmod", "obl") and w.index > source.index]
    candidates.sort(key=lambda w: (abs(w.index - cue.index), w.index))
    for noun in candidates:
        if is_channel(sentence, noun) and not any(noun.span in piece for piece in content):
            return _phrase(sentence, noun)
    for listener in sentence.children(cue, "obj", "iobj") if cue.lemma.lower() in _TELLING else ():
        if listener.index > cue.index and (source is None or listener.index != source.index) and _is_outlet(sentence, listener):
            return _phrase(sentence, listener)
    return None


def _is_outlet(sentence: Sentence, noun: Word) -> bool:
    """The listener is a news organisation: "told Reuters"."""
    if noun.upos != "PROPN":
        return False
    return any(noun.index in m.words and m.type in ("Organization", "ORG") for m in sentence.mentions)


def _phrase(sentence: Sentence, noun: Word) -> str:
    cases = set(sentence.children(noun, "case", "mark"))
    words = [w for w in sentence.subtree(noun, without=("acl", "appos", "parataxis", "ccomp", "advcl", "conj", "dep")) if w not in cases]
    run = [noun]
    by_index = {w.index: w for w in words}
    while run[0].index - 1 in by_index:
        run.insert(0, by_index[run[0].index - 1])
    while run[-1].index + 1 in by_index:
        run.append(by_index[run[-1].index + 1])
    while len(run) > 1 and run[0].upos == "PUNCT":
        run.pop(0)
    while len(run) > 1 and run[-1].upos == "PUNCT":
        run.pop()
    return " ".join(sentence.text_of(run).split())
