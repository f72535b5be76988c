"""What a browser and a program ask of a running server, as addresses."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from benchmarks.queue.timing import Work

PAGES = {
    "page: open claims": "/?state=new&state=leased&state=disputed",
    "page: search": "/?text=minister",
    "page: one claim": "/claims/{claim}",
    "page: figures": "/figures",
    "API: open claims": "/api/v1/claims?state=new&state=leased&state=disputed",
    "API: search": "/api/v1/claims?text=minister",
    "API: one claim": "/api/v1/claims/{claim}",
}


def addresses(url: str, token: str | None, cookie: str | None, claims: int) -> Mapping[str, Work]:
    """Name -> what is asked; pages with a session's cookie ("name=value"), the API with a token. What is neither is left out."""
    clients: dict[tuple[str, int], httpx.Client] = {}

    def asked(path: str) -> Work:
        # A token beside a cookie would count alone, and opens no pages.
        headers = {"authorization": f"Bearer {token}"} if path.startswith("/api/") else {"cookie": str(cookie)}
        kind = next(iter(headers))

        def work(thread: int, turn: int) -> object:
            client = clients.get((kind, thread))
            if client is None:
                client = clients[kind, thread] = httpx.Client(base_url=url, headers=headers, timeout=60, follow_redirects=False)
            answer = client.get(path.format(claim=(thread * 7919 + turn * 31) % claims + 1))
            if answer.status_code != 200:
                raise RuntimeError(f"{path} answered {answer.status_code}")
            return answer.content

        return work

    return {name: asked(path) for name, path in PAGES.items() if (token if name.startswith("API") else cookie)}
