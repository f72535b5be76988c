"""Signing what a webhook sends, as Standard Webhooks 1.0 has it (https://www.standardwebhooks.com): HMAC-SHA256 over the id, the time and
the body, so that a receiver can tell who sent it, that it is whole, and that it is no old one sent again."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook

_PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> str:
    """A secret of 256 bits: "whsec_", and base64."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode("ascii")


def headers(keys: Sequence[str], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers of a message. `keys`: each signs, so that a receiver who knows one of them is content while they change."""
    moment = at.astimezone(UTC)
    signatures = [Webhook(key).sign(message_id, moment, body.decode("utf-8")) for key in keys]
    return {"webhook-id": message_id, "webhook-timestamp": str(int(moment.timestamp())), "webhook-signature": " ".join(signatures)}
