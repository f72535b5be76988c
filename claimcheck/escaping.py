"""Words of an article where they must stay words: an article is hostile input, whatever it is written into."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

_SPACE = "\t\n\r\v\f\x85\u2028\u2029"
_MARKDOWN = "\\`*_{}[]()#+-!|~>@"

#: Full-width and small forms become these by NFKC; Excel takes a full-width "=" for the plain one in some locales.
_FORMULA = "=+-@"

#: A scheme, a plain host or an IPv6 address, a port, and the rest.
_ADDRESS = re.compile(
    r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*\.?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:[/?#].*)?", re.IGNORECASE | re.ASCII | re.DOTALL
)


def shown(text: str) -> str:
    """The text without characters that would move the cursor or turn the line around; each becomes one visible one.

    Escape sequences and overrides of the writing direction must not reach a terminal.
    """
    return "".join(" " if c in _SPACE else "\ufffd" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co") else c for c in text)


def markdown(text: str) -> str:
    """The text for one line of Markdown, also inside a table: no markup, no HTML, and nobody is notified.

    GitHub and GitLab read "@name" and "#12" in the text that the Markdown became, where a backslash is gone already; a zero-width
    space after the sign keeps them from it.
    """
    escaped = "".join(f"\\{c}" if c in _MARKDOWN else c for c in shown(text))
    return re.sub(r"([@#])(?=\w)", r"\1&#8203;", escaped.replace("&", "&amp;").replace("<", "&lt;"))


def markdown_code(text: str) -> str:
    """The text for a code span of Markdown, also inside a table."""
    return shown(text).replace("`", "'").replace("|", "\\|")


def web_address(text: str) -> str:
    """The address in ASCII where a browser may be sent there, else an empty text.

    It has to begin with http or https and a plain host: no name or password, which are there to be taken for the host, and no
    letters that look like others. What stands behind the host is percent-encoded, so that it ends no attribute and no link.
    """
    if not _ADDRESS.fullmatch(text) or any(unicodedata.category(c)[0] in "CZ" for c in text):
        return ""
    return quote(text, safe="%/:?#[]@!$&*+,;=~")


def markdown_link(words: str, address: str) -> str:
    """Markdown for the words, as a link where the address is one that a browser may be sent to."""
    there = web_address(address).replace("&", "&amp;")
    return f"[{markdown(words)}]({there})" if there else markdown(words)


def begins_formula(cell: str) -> bool:
    """Whether a spreadsheet may read the cell as a formula: it begins with "=", "+", "-" or "@", or with a tab or line break.

    So it does when white space or invisible characters stand in front, which some programs drop, and in full-width forms
    (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    if cell.startswith(("\t", "\r", "\n")):
        return True
    for character in cell:
        if not character.isspace() and unicodedata.category(character) not in ("Cc", "Cf"):
            return unicodedata.normalize("NFKC", character)[:1] in _FORMULA
    return False


def defused(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would read it as a formula."""
    return "'" + cell if begins_formula(cell) else cell


def undefused(cell: str) -> str:
    """The inverse of `defused`."""
    return cell[1:] if cell.startswith("'") and begins_formula(cell[1:]) else cell
