"""What services return, as the API answers it: absent means absent, lists are always there."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any

from claimcheck.queue.items import Item
from claimcheck.queue.listing import Entry
from claimcheck.queue.people import Person
from claimcheck.queue.tokens import Token

Json = dict[str, Any]


def plain(value: Any) -> Any:
    """A value for JSON: fields that are None are left out, sets are sorted."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((entry.name, getattr(value, entry.name)) for entry in fields(value))
        return {name: plain(each) for name, each in pairs if each is not None}
    if isinstance(value, dict):
        return {str(name): plain(each) for name, each in value.items() if each is not None}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    if isinstance(value, frozenset | set):
        return sorted(plain(each) for each in value)
    return str(value) if isinstance(value, StrEnum) else value


def claim(item: Item) -> Json:
    """A claim in the queue."""
    found: Json = plain(item)
    if item.changes is not None:
        found["changes"] = json.loads(item.changes)
    return found


def listed(entry: Entry) -> Json:
    """A claim in a list."""
    told: Json = plain(entry)
    del told["item"]
    return {**claim(entry.item), **told}


def person(found: Person) -> Json:
    """Somebody, with their roles."""
    told: Json = {name: getattr(found, name) for name in ("id", "name", "display_name", "admin", "active", "created_at")}
    return {**told, "roles": roles(found.roles), "ways": list(found.ways)}


def roles(held: Any) -> list[Json]:
    """Roles by the number of the desk."""
    return [{"desk_id": desk, "role": role.name.lower()} for desk, role in sorted(held.items())]


def token(found: Token) -> Json:
    """A token, without its secret."""
    told: Json = plain(found)
    del told["person_id"], told["person"]
    return told
