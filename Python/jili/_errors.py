"""What is wrong with rules, facts and tables."""

from __future__ import annotations

import locale
from dataclasses import dataclass
from typing import Optional

from ._library import library


@dataclass(frozen=True)
class Diagnostic:
    """One finding: a stable code, what was found and what to do, and the place, counted from 1."""

    code: str
    chinese: str
    english: str
    is_error: bool
    file: Optional[str] = None
    line: Optional[int] = None
    column: Optional[int] = None

    @property
    def message(self) -> str:
        """In the language of the locale."""
        return self.chinese if _speaks_chinese() else self.english

    def __str__(self) -> str:
        places = [self.file, self.line, self.column]
        place = ":".join(str(part) for part in places if part is not None)
        return f"{place}{': ' if place else ''}{self.code}: {self.message}"


class PolicyError(ValueError):
    """Rules, facts, options or a table cannot be used: every reason at once."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__("\n".join(str(one) for one in diagnostics))
        self.diagnostics = diagnostics

    @property
    def code(self) -> str:
        return self.diagnostics[0].code if self.diagnostics else ""


def _speaks_chinese() -> bool:
    language = locale.getlocale(locale.LC_CTYPE)[0] or ""
    return language.lower().startswith(("zh", "chinese"))


def listed(address: Optional[int]) -> list[Diagnostic]:
    """The findings behind a handle, which stays with its owner."""
    return [
        Diagnostic(
            code=str(library.jili_errors_code(address, index)),
            chinese=str(library.jili_errors_message(address, index, b"zh")),
            english=str(library.jili_errors_message(address, index, b"en")),
            is_error=library.jili_errors_is_error(address, index) == 1,
            file=str(library.jili_errors_file(address, index)) or None,
            line=library.jili_errors_line(address, index) or None,
            column=library.jili_errors_column(address, index) or None,
        )
        for index in range(library.jili_errors_count(address))
    ]


def taken(address: Optional[int]) -> list[Diagnostic]:
    """The findings behind a handle that is given back."""
    try:
        return listed(address)
    finally:
        library.jili_errors_free(address)
