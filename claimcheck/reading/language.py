"""Whether an article is in English. Only text that is clearly something else is refused.

English prose is known by its own function words, which costs nothing. Only text that has few of them is given to py3langid
(`langid.py` after Lui and Baldwin 2012), which runs offline and always gives the same answer.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from claimcheck.errors import DocumentError

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Function words of English that no other language with Latin letters shares.
_ENGLISH = frozenset(
    "the of and to that with from which this these those have has had been were was are their they would could should will "
    "who what when where while there said says its she not but than about after before".split()
)
_ENGLISH_SHARE = 0.1  # English news: 0.14 to 0.4 in each of 994 articles; other languages below 0.05
_MIN_WORDS = 6  # fewer words decide nothing where the letters are Latin ones
_MIN_LETTERS = 12  # enough where they are not
_MAX_ENGLISH = (
    0.001  # how probable English may be in what is refused: below 1e-6 in prose of other languages, above 0.005 in lists of names
)

_SAMPLE = 20_000  # characters
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")

_NAMES = {
    "af": "Afrikaans",
    "ar": "Arabic",
    "az": "Azerbaijani",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "bs": "Bosnian",
    "ca": "Catalan",
    "cs": "Czech",
    "cy": "Welsh",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "gl": "Galician",
    "gu": "Gujarati",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "ht": "Haitian Creole",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "ka": "Georgian",
    "kk": "Kazakh",
    "kn": "Kannada",
    "ko": "Korean",
    "ku": "Kurdish",
    "ky": "Kyrgyz",
    "la": "Latin",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "ml": "Malayalam",
    "mn": "Mongolian",
    "mr": "Marathi",
    "ms": "Malay",
    "mt": "Maltese",
    "nb": "Norwegian",
    "ne": "Nepali",
    "nl": "Dutch",
    "nn": "Norwegian",
    "no": "Norwegian",
    "pa": "Punjabi",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "si": "Sinhala",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "te": "Telugu",
    "th": "Thai",
    "tl": "Tagalog",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "uz": "Uzbek",
    "vi": "Vietnamese",
    "wuu": "Chinese",
    "yue": "Chinese",
    "zh": "Chinese",
}
# Close kin of English, which py3langid takes short or plain English for.
_KIN = frozenset({"en", "sco", "pcm", "jam"})


def check_english(text: str, name: str) -> None:
    """Raises DocumentError where `text` is clearly in another language, naming it."""
    sample = text[:_SAMPLE]
    words = _WORD.findall(sample)
    letters = sum(map(len, words))
    latin = len(_LATIN.findall(sample)) >= letters / 2
    if latin and len(words) < _MIN_WORDS or letters < _MIN_LETTERS:
        return
    if latin and sum(word.lower() in _ENGLISH for word in words) >= _ENGLISH_SHARE * len(words):
        return
    ranked = _identifier().rank(sample)
    if sum(probability for code, probability in ranked if code in _KIN) > _MAX_ENGLISH:
        return
    language = _NAMES.get(ranked[0][0], f"the language {ranked[0][0]!r}")
    raise DocumentError(f"{name} is in {language}, and only English articles can be read: give it in English.")


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
