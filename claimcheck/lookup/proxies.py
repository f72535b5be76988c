"""The proxy that the environment names, as newsrooms' networks often require one."""

from __future__ import annotations

from collections.abc import Mapping


def proxy_for(scheme: str, host: str, environ: Mapping[str, str]) -> str | None:
    """The address of the proxy for a host: `https_proxy` or `http_proxy`, else `all_proxy`, in small letters or capitals, unless
    `no_proxy` names the host, its domain, or "*". None when it is reached directly."""
    for entry in _value("no", environ).lower().split(","):
        name = entry.strip().partition(":")[0].removeprefix("*").removeprefix(".")
        if entry.strip() == "*" or (name and (host == name or host.endswith("." + name))):
            return None
    found = _value(scheme, environ) or _value("all", environ)
    if not found:
        return None
    return found if "://" in found else f"http://{found}"


def _value(name: str, environ: Mapping[str, str]) -> str:
    small = environ.get(f"{name}_proxy")
    if small is not None:
        return small.strip()
    if name == "http" and "REQUEST_METHOD" in environ:
        return ""  # under CGI the capitals are a header that the visitor chose
    return environ.get(f"{name}_proxy".upper(), "").strip()
