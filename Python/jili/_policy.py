"""Policies: rule files that are checked and ready to be asked."""

from __future__ import annotations

import datetime
import json
import os
import pathlib
from ctypes import byref
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Callable, Mapping, Optional, Sequence, Union

from . import _table
from ._cells import cell_of
from ._errors import Diagnostic, listed
from ._library import READ, Cancellation, File, Handle, Reader, Text, call, held, library, limits
from ._outcome import Outcome

Cell = Union[str, int, float, bool, Decimal, datetime.date, None]
Date = Union[str, int, datetime.date]


@dataclass(frozen=True)
class Fact:
    """A fact that the rules read: a column of a company file."""

    name: str
    #: money, number, percent, date, flag, text, category, title or instalment
    kind: str
    #: 元 for money
    unit: Optional[str]
    #: what a category may be
    values: tuple[str, ...]
    #: other headers that mean it
    also: tuple[str, ...]
    is_parameter: bool


class Policy:
    """A policy, read from a rule file and the files that it names. Immutable; share it between
    threads.

    Raises `PolicyError` with every mistake of the rules and `OSError` where the file cannot be read.
    """

    def __init__(
        self,
        path: Union[str, "os.PathLike[str]"],
        include: Sequence[Union[str, "os.PathLike[str]"]] = (),
    ) -> None:
        """`include` are folders in which files that the rules name are looked for once they do not
        stand beside them, as `-I` of the command line."""
        place = pathlib.Path(path)
        folders = [place.parent, *map(pathlib.Path, include)]
        allowed = [folder.resolve() for folder in folders]

        def read(name: str) -> Optional[bytes]:
            wanted = pathlib.Path(name)
            if wanted.is_relative_to(place.parent):
                wanted = wanted.relative_to(place.parent)
            for folder in folders:
                found = (folder / wanted).resolve()
                # A link may lead anywhere; the rules of strangers may not.
                if found.is_file() and any(found.is_relative_to(one) for one in allowed):
                    return found.read_bytes()
            return None

        self._open(str(place), place.read_bytes(), read)

    @classmethod
    def from_text(
        cls,
        text: Union[str, bytes],
        name: str = "policy.rules",
        files: Optional[Mapping[str, Union[str, bytes]]] = None,
    ) -> "Policy":
        """A policy from memory; `files` are those that its rules name, by the paths written there."""
        others = {key: _bytes(value) for key, value in (files or {}).items()}
        policy = cls.__new__(cls)
        policy._open(name, _bytes(text), others.get)
        return policy

    def _open(
        self, name: str, content: bytes, read: Callable[[str], Optional[bytes]]
    ) -> None:
        kept: list[bytes] = []
        raised: list[BaseException] = []

        def give(_: Any, path: Text, into: Any) -> int:
            try:
                found = read(str(path))
            except BaseException as error:  # It must not cross the library.
                raised.append(error)
                return 0
            if found is None:
                return 0
            kept.append(found)
            into[0] = held(found)
            return 1

        title = name.encode()
        address = call(
            library.jili_policy_read,
            File(held(title), held(content)),
            Reader(READ(give), None),
            None,
        )
        self._handle = Handle(address, library.jili_policy_free)
        if raised:
            raise raised[0]

    # What it is

    @property
    def name(self) -> str:
        return str(library.jili_policy_name(self._handle.address))

    @property
    def warnings(self) -> list[Diagnostic]:
        """What was found in the rules that does not stop them from running."""
        return listed(library.jili_policy_warnings(self._handle.address))

    @property
    def facts(self) -> list[Fact]:
        """The facts that the rules read."""
        return [
            Fact(
                entry["name"],
                entry["kind"],
                entry["unit"],
                tuple(entry["values"]),
                tuple(entry["also"]),
                entry["parameter"],
            )
            for entry in json.loads(str(library.jili_policy_facts(self._handle.address)))
        ]

    @property
    def awards(self) -> list[str]:
        """The awards, renewals behind theirs, as tables of results head them."""
        entries = json.loads(str(library.jili_policy_awards(self._handle.address)))
        return [entry["column"] for entry in entries]

    def __repr__(self) -> str:
        return f"<jili.Policy {self.name}>"

    # One company

    def evaluate(
        self,
        facts: Mapping[str, Any],
        *,
        date: Optional[Date] = None,
        year: Optional[int] = None,
        set: Optional[Mapping[str, Cell]] = None,
        readings: Optional[Mapping[str, str]] = None,
        lang: str = "zh",
        steps: Optional[int] = None,
        seconds: Optional[float] = None,
        cancellation: Optional[Cancellation] = None,
    ) -> Outcome:
        """What one company gets.

        `facts` are cells as company files hold them: `"12亿"`, `"新认定"`, numbers in 元, `True`, dates.
        A fact that is not given is unknown, `None` is an empty cell. Without `date` and `year` the
        last day of the policy's period, never today.
        """
        company = json.dumps(cell_of(dict(facts)), ensure_ascii=False).encode()
        options = _options(date=date, year=year, set=set, readings=readings, lang=lang)
        address = call(
            library.jili_evaluate,
            self._handle.address,
            held(company),
            held(options),
            byref(limits(steps, seconds, None, cancellation)),
        )
        return Outcome._of(Handle(address, library.jili_outcome_free), lang)

    # Many companies

    def evaluate_table(
        self,
        table: Any,
        *,
        date: Optional[Date] = None,
        year: Optional[int] = None,
        set: Optional[Mapping[str, Cell]] = None,
        readings: Optional[Mapping[str, str]] = None,
        key: Optional[str] = None,
        date_column: Optional[str] = None,
        keep: Optional[Sequence[str]] = None,
        layout: str = "wide",
        absent: Optional[str] = None,
        lang: str = "zh",
        seconds: Optional[float] = None,
        cancellation: Optional[Cancellation] = None,
    ) -> "_table.TableOutcome":
        """What the companies of a table get: of pandas, polars or pyarrow, or whatever gives itself as
        an Arrow stream. Results and rejects come back as the same kind of table.

        Needs pyarrow. Sums are decimals with two places, exact; in pandas they are Arrow's.
        """
        options = _options(
            date=date,
            year=year,
            set=set,
            readings=readings,
            lang=lang,
            key=key,
            date_column=date_column,
            keep=list(keep) if keep is not None else None,
            layout=layout,
            absent=absent,
        )
        return _table.evaluate(
            self._handle.address,
            len(self.awards),
            table,
            options,
            layout == "long",
            limits(None, seconds, None, cancellation),
        )


def _bytes(text: Union[str, bytes]) -> bytes:
    return text.encode() if isinstance(text, str) else text


def _options(**options: Any) -> bytes:
    given = {name: value for name, value in options.items() if value is not None}
    if "date" in given:
        given["date"] = str(cell_of(given["date"]))
    for name in ("set", "readings"):
        if name in given:
            given[name] = cell_of(given[name])
    return json.dumps(given, ensure_ascii=False).encode()


