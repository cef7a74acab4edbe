"""What one company gets, and why."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Iterator, Optional

from ._library import Handle, library


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
        return "、".join(citation.article for citation in self.citations)

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

    @classmethod
    def _of(cls, handle: Handle) -> "Outcome":
        document = json.loads(str(library.jili_outcome_json(handle.address)))
        return cls(
            awards=tuple(_award(entry) for entry in document["awards"]),
            total=_money(document["total"]),
            missing=tuple(entry["fact"] for entry in document["missing"]),
            notes=tuple(document["notes"]),
            _document=document,
            _handle=handle,
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

    def explain(self) -> dict[str, Any]:
        """The sum step by step, and the smallest changes by which the company would get more, as
        `jili eval --explain --format json` writes it."""
        explained: dict[str, Any] = json.loads(
            str(library.jili_outcome_explanation(self._handle.address))
        )
        return explained

    def _repr_html_(self) -> str:
        shown = [award for award in self.awards if award.state != "not-due"]
        rows = "".join(
            "<tr>"
            f"<td>{html.escape(award.column)}</td>"
            f"<td style='text-align:right'>{html.escape(str(award.amount))}</td>"
            f"<td>{html.escape(award.state)}</td>"
            f"<td style='text-align:left'>{html.escape(award.reason)}</td>"
            f"<td style='text-align:left'>{html.escape(award.article)}</td>"
            "</tr>"
            for award in shown
        )
        left = len(self.awards) - len(shown)
        more = f"<p>另有 {left} 项没有。</p>" if left else ""
        missing = "、".join(html.escape(name) for name in self.missing)
        needs = f"<p>还缺：{missing}</p>" if missing else ""
        notes = "".join(f"<p>{html.escape(note)}</p>" for note in self.notes)
        return (
            "<table><thead><tr><th>奖项</th><th>金额（元）</th><th>状态</th><th>原因</th><th>条款</th></tr>"
            f"</thead><tbody>{rows}</tbody><tfoot><tr><th>合计</th>"
            f"<th style='text-align:right'>{html.escape(str(self.total))}</th>"
            f"<th colspan='3'></th></tr></tfoot></table>{more}{needs}{notes}"
        )
