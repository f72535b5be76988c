"""What all ways of signing in have in common on the web: what is known of the browser, its new cookies, the page with the form."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from claimcheck.queue.attempts import DEVICE_DAYS, Refused
from claimcheck.queue.service import Service
from claimcheck.queue.signing_in import Browser, SignedIn
from claimcheck.queue.web import cookies
from claimcheck.queue.web.pages import answer


def browser_of(request: Request, service: Service) -> Browser:
    """The browser that sends a request."""
    return Browser(
        request.client.host if request.client else "",
        request.headers.get("user-agent"),
        cookies.get(request, cookies.SESSION, service.settings),
        cookies.get(request, cookies.DEVICE, service.settings),
    )


def let_in(response: Response, service: Service, signed_in: SignedIn) -> Response:
    """Give the browser its cookies. That of the session ends with the browser, or earlier."""
    cookies.put(response, cookies.SESSION, signed_in.session, service.settings)
    cookies.put(response, cookies.DEVICE, signed_in.device, service.settings, seconds=DEVICE_DAYS * 86_400)
    return response


def go_in(service: Service, signed_in: SignedIn, goal: str) -> Response:
    """On to the page that was wanted. A path of our own, see `here.within`."""
    return let_in(RedirectResponse(goal, 303), service, signed_in)


def sign_in_page(
    request: Request,
    service: Service,
    goal: str,
    problem: str = "",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    name: str = "",
) -> Response:
    """The page with the form, and what went wrong."""
    oidc = service.settings.oidc
    values = {"goal": goal, "provider": oidc.label if oidc else "", "name_given": name[:64]}
    response = answer(request, "sign_in.html.jinja", status, problem=problem, **values)
    response.headers.update(headers or {})
    return response


def too_many(refused: Refused) -> str:
    """What somebody is told who has to wait: the same whether there is such a name or not."""
    minutes = -(-refused.seconds // 60)
    return f"Too many attempts: try again in {minutes} {'minute' if minutes == 1 else 'minutes'}."
