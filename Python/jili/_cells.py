"""Values of Python as cells of company files."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, Mapping


def cell_of(value: Any) -> Any:
    """A value as JSON holds cells."""
    if isinstance(value, Mapping):
        return {str(key): cell_of(part) for key, part in value.items()}
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        # The shortest decimal that is this float is what somebody wrote down.
        return format(Decimal(repr(value)), "f") if value == value else None
    item = getattr(value, "item", None)
    if item is not None:
        return cell_of(item())
    raise TypeError(f"no cell holds a {type(value).__name__}: {value!r}")
