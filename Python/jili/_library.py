"""libjili as it is: functions and texts, nothing of what they mean."""

from __future__ import annotations

import ctypes
import os
import pathlib
from ctypes import POINTER, Structure, byref, c_char_p, c_int, c_size_t, c_uint32, c_uint64, c_void_p
from typing import Any, Callable, Optional

ABI = 1


class Text(Structure):
    _fields_ = [("bytes", c_void_p), ("count", c_size_t)]

    def content(self) -> bytes:
        return ctypes.string_at(self.bytes, self.count) if self.bytes else b""

    def __str__(self) -> str:
        return self.content().decode("utf-8")


class File(Structure):
    _fields_ = [("name", Text), ("bytes", Text)]


READ = ctypes.CFUNCTYPE(c_int, c_void_p, Text, POINTER(Text))


class Reader(Structure):
    _fields_ = [("read", READ), ("context", c_void_p)]


class Limits(Structure):
    _fields_ = [
        ("steps", c_uint64),
        ("bytes", c_uint64),
        ("milliseconds", c_uint64),
        ("cancel", c_void_p),
    ]


def held(content: bytes) -> Text:
    """A text for a call; `content` must outlive it."""
    return Text(ctypes.cast(c_char_p(content), c_void_p), len(content))


def _load() -> ctypes.CDLL:
    place = os.environ.get("JILI_LIBRARY") or pathlib.Path(__file__).with_name("libjili.so")
    library = ctypes.CDLL(os.fspath(place))
    handle, errors, limits = c_void_p, POINTER(c_void_p), POINTER(Limits)
    shapes: dict[str, tuple[Any, list[Any]]] = {
        "abi": (c_uint32, []),
        "version": (Text, []),
        "policy_read": (handle, [File, Reader, limits, errors]),
        "policy_free": (None, [handle]),
        "policy_name": (Text, [handle]),
        "policy_warnings": (handle, [handle]),
        "policy_awards": (Text, [handle]),
        "policy_facts": (Text, [handle]),
        "evaluate": (handle, [handle, Text, Text, limits, errors]),
        "outcome_free": (None, [handle]),
        "outcome_json": (Text, [handle]),
        "outcome_explanation": (Text, [handle, limits, errors]),
        "evaluate_table": (handle, [handle, Text, Text, Text, limits, errors]),
        "table_free": (None, [handle]),
        "table_results": (Text, [handle]),
        "table_rejects": (Text, [handle]),
        "table_summary": (Text, [handle]),
        "table_counts": (None, [handle, POINTER(c_uint64 * 4)]),
        "table_notices": (handle, [handle]),
        "errors_free": (None, [handle]),
        "errors_count": (c_size_t, [handle]),
        "errors_code": (Text, [handle, c_size_t]),
        "errors_message": (Text, [handle, c_size_t, c_char_p]),
        "errors_file": (Text, [handle, c_size_t]),
        "errors_line": (c_size_t, [handle, c_size_t]),
        "errors_column": (c_size_t, [handle, c_size_t]),
        "errors_is_error": (c_int, [handle, c_size_t]),
        "cancel_new": (handle, []),
        "cancel_now": (None, [handle]),
        "cancel_free": (None, [handle]),
    }
    for name, (result, arguments) in shapes.items():
        function = getattr(library, "jili_" + name)
        function.restype, function.argtypes = result, arguments
    found = library.jili_abi()
    if found != ABI:
        raise ImportError(f"{place} speaks version {found} of its interface, not {ABI}")
    return library


library = _load()


def version() -> str:
    return str(library.jili_version())


class Handle:
    """What the library handed out, given back when nobody refers to it any more."""

    def __init__(self, address: int, free: Callable[[int], None]) -> None:
        self.address = address
        self._free = free

    def __del__(self) -> None:
        self._free(self.address)


class Cancellation:
    """Ends every call that was given it, from any thread; it cannot be taken back."""

    def __init__(self) -> None:
        self._handle = Handle(library.jili_cancel_new(), library.jili_cancel_free)

    def cancel(self) -> None:
        library.jili_cancel_now(self._handle.address)


def limits(
    steps: Optional[int] = None,
    seconds: Optional[float] = None,
    memory: Optional[int] = None,
    cancellation: Optional[Cancellation] = None,
) -> Limits:
    """The limits of one call; nothing of them limits nothing."""
    milliseconds = 0 if seconds is None else max(1, int(seconds * 1000))
    address = cancellation._handle.address if cancellation else None
    return Limits(steps or 0, memory or 0, milliseconds, address)


def call(function: Callable[..., Optional[int]], *arguments: Any) -> int:
    """The handle that a call gives; its errors are raised."""
    from ._errors import PolicyError, taken

    errors = c_void_p()
    address = function(*arguments, byref(errors))
    if address is None:
        raise PolicyError(taken(errors.value))
    return address
