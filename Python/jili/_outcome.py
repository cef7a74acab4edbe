"""What one company gets, and why."""

from __future__ import annotations

import html
import json
from ctypes import byref, c_void_p
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Iterator, Optional

from ._errors import PolicyError, taken
from ._library import Cancellation, Handle, library, limits


@dataclass(frozen=True)
class Money:
    """A range in 元: what is certain, and the most that it may be; None: nothing bounds it."""

    low: Decimal
    high: Optional[Decimal]

    @property
    def is_certain(self) -> bool:
        return self.low == self.high

    def __str__(self) -> str:
        if self.is_certain:
            return f"{self.low:,}"
        return f"{self.low:,} .. {'' if self.high is None else format(self.high, ',')}"


@dataclass(frozen=True)
class Citation:
    """The article that a rule rests on, and its exact words where the rule quotes them."""

    article: str
    quote: Optional[str] = None


@dataclass(frozen=True)
class Award:
    """One award, or its renewal."""

    name: str
    is_renewal: bool
    #: due, up-to, unspecified, undetermined, excluded, over-quota or not-due
    state: str
    amount: Money
    #: Why, in Chinese unless the call asked for English.
    reason: str
    citations: tuple[Citation, ...] = ()
    #: Facts that would settle it.
    missing: tuple[str, ...] = ()

    @property
    def article(self) -> str:
        """Its articles, each once."""
        return "、".join(dict.fromkeys(citation.article for citation in self.citations))

    @property
    def column(self) -> str:
        """Its header in tables of results."""
        return self.name + (".复评" if self.is_renewal else "")


def _money(entry: dict[str, Any]) -> Money:
    high = entry["high"]
    return Money(Decimal(entry["low"]), None if high is None else Decimal(high))


def _award(entry: dict[str, Any]) -> Award:
    return Award(
        name=entry["award"],
        is_renewal=entry["renewal"],
        state=entry["state"],
        amount=_money(entry),
        reason=entry["reason"],
        citations=tuple(Citation(one["article"], one["quote"]) for one in entry["cite"]),
        missing=tuple(entry["missing"]),
    )


@dataclass(frozen=True)
class Outcome:
    """What a company gets under a policy: `outcome["国家级小巨人"].amount.low`."""

    awards: tuple[Award, ...]
    total: Money
    #: Missing facts that could change the total, widest effect first.
    missing: tuple[str, ...]
    #: What else the reader must know.
    notes: tuple[str, ...]
    _document: dict[str, Any] = field(repr=False, compare=False)
    _handle: Handle = field(repr=False, compare=False)
    _language: str = field(repr=False, compare=False)

    @classmethod
    def _of(cls, handle: Handle, language: str) -> "Outcome":
        document = json.loads(str(library.jili_outcome_json(handle.address)))
        return cls(
            awards=tuple(_award(entry) for entry in document["awards"]),
            total=_money(document["total"]),
            missing=tuple(entry["fact"] for entry in document["missing"]),
            notes=tuple(document["notes"]),
            _document=document,
            _handle=handle,
            _language=language,
        )

    def __getitem__(self, name: str) -> Award:
        """An award by its name, its renewal under `A.复评` or `A.renewal`."""
        for award in self.awards:
            if name == award.column or award.is_renewal and name == award.name + ".renewal":
                return award
        raise KeyError(name)

    def __iter__(self) -> Iterator[Award]:
        return iter(self.awards)

    def __len__(self) -> int:
        return len(self.awards)

    def to_dict(self) -> dict[str, Any]:
        """Everything, as `jili eval --format json` writes it."""
        return self._document

    def explain(
        self,
        *,
        steps: Optional[int] = None,
        seconds: Optional[float] = None,
        cancellation: Optional[Cancellation] = None,
    ) -> dict[str, Any]:
        """The sum step by step, and the smallest changes by which the company would get more, as
        `jili eval --explain --format json` writes it. The changes are tried when it is first asked
        for, which the limits end with a `PolicyError`.
        """
        errors = c_void_p()
        text = library.jili_outcome_explanation(
            self._handle.address, byref(limits(steps, seconds, None, cancellation)), byref(errors)
        )
        if not text.bytes:
            raise PolicyError(taken(errors.value))
        explained: dict[str, Any] = json.loads(str(text))
        return explained

    def _repr_html_(self) -> str:
        words = _WORDS[self._language]
        shown = [award for award in self.awards if award.state != "not-due"]
        rows = "".join(
            "<tr>"
            + _cell(award.column, "left")
            + _cell(_shown(award.amount), "right")
            + _cell(words.states.get(award.state, award.state), "left")
            + _cell(award.reason, "left")
            + _cell(award.article, "left")
            + "</tr>"
            for award in shown
        )
        total = f"<th style='text-align:right'>{html.escape(str(self.total))}</th>"
        others = len(self.awards) - len(shown)
        below = [words.others.format(others)] if others else []
        if self.missing:
            below.append(words.missing + words.comma.join(self.missing))
        below += self.notes
        return (
            "<table><thead><tr>"
            + "".join(f"<th style='text-align:left'>{word}</th>" for word in words.columns)
            + f"</tr></thead><tbody>{rows}<tr>{words.total}{total}"
            + "<td colspan='3'></td></tr></tbody></table>"
            + "".join(f"<p>{html.escape(line)}</p>" for line in below)
        )


def _shown(amount: Money) -> str:
    """Between nothing and anything is no sum."""
    return "—" if amount.low == 0 and amount.high is None else str(amount)


def _cell(text: str, side: str) -> str:
    return f"<td style='text-align:{side}'>{html.escape(text)}</td>"


@dataclass(frozen=True)
class _Words:
    columns: tuple[str, ...]
    #: As results on a terminal say them.
    states: dict[str, str]
    total: str
    others: str
    missing: str
    comma: str


_WORDS = {
    "zh": _Words(
        columns=("奖项", "金额（元）", "状态", "原因", "条款"),
        states={
            "due": "应得",
            "up-to": "最高",
            "unspecified": "未定额",
            "undetermined": "待定",
            "excluded": "让位",
            "over-quota": "名额外",
        },
        total="<th style='text-align:left'>合计</th>",
        others="另有 {} 项没有。",
        missing="还缺：",
        comma="、",
    ),
    "en": _Words(
        columns=("award", "sum (元)", "state", "reason", "article"),
        states={
            "due": "due",
            "up-to": "up to",
            "unspecified": "unspecified",
            "undetermined": "undetermined",
            "excluded": "excluded",
            "over-quota": "over quota",
        },
        total="<th style='text-align:left'>total</th>",
        others="{} more that are not due.",
        missing="missing: ",
        comma=", ",
    ),
}
