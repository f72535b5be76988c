"""Where this server is: what its own requests look like, and which addresses lead on within it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlsplit

from starlette.responses import HTMLResponse, Response

from claimcheck.queue.actor import Role
from claimcheck.queue.web import templating

_PORTS = {"http": ":80", "https": ":443"}
_LONGEST = 2_000


class Here:
    """The server's address as browsers have it. `origin` is what they call its pages' origin (RFC 6454): "https://desk.example"."""

    def __init__(self, public_url: str):
        parts = urlsplit(public_url)
        self._port = _PORTS.get(parts.scheme, "")
        self._host = parts.netloc.lower().removesuffix(self._port)
        self.origin = f"{parts.scheme}://{self._host}"

    def is_host(self, sent: Sequence[str]) -> bool:
        """Whether the values of a request's `Host` name this server: exactly one, and that one."""
        return len(sent) == 1 and sent[0].strip().lower().removesuffix(self._port) == self._host


def within(address: str | None) -> str:
    """An address to go on to after signing in, if it is one of this server; else the first page. Never leads anywhere else."""
    if not address or len(address) > _LONGEST or not address.startswith("/") or address.startswith("//"):
        return "/"
    if "\\" in address or not address.isascii() or not address.isprintable() or address.startswith(("/sign-in", "/sign-out")):
        return "/"
    parts = urlsplit(address)
    return "/" if parts.scheme or parts.netloc else address


def sign_in_and_go_on_to(path: str, query: str) -> str:
    """The address of the page to sign in, which leads on to another afterwards."""
    goal = within(f"{quote(path)}?{query}" if query else quote(path))
    return "/sign-in" if goal == "/" else f"/sign-in?next={quote(goal, safe='')}"


def page(words: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """A page that says what is wrong, for somebody of whom nothing is known."""
    shown = templating.render("problem.html.jinja", words=words, code=status, actor=None, path="", said="", problem="", roles=Role)
    return HTMLResponse(shown, status, headers)
