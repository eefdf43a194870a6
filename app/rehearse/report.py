"""What a rehearsal found: figures for programs, plain words for a process leader."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from app.rehearse.account import Quantiles, quantiles
from app.rehearse.script import Done, Script


@dataclass(frozen=True, slots=True)
class Report:
    """The shape of `rehearse --json`: other programs rely on it."""

    tablets: int
    tables: int
    sent: int
    stored: int
    seen: int
    lost: int
    duplicated: int
    stored_ms: Quantiles
    seen_ms: Quantiles
    reconnect_ms: Quantiles
    bytes_per_tablet: int
    steps: Sequence[Done]

    @property
    def well(self) -> bool:
        return not self.lost and not self.duplicated and self.sent == self.stored

    def figures(self) -> dict[str, object]:
        return asdict(self)


def report(script: Script) -> Report:
    """The figures of a rehearsal that was played to the end."""
    account, tablets = script.account, script.tablets
    unseen = sum(note.stored and note.id in account.lost for note in account.notes)
    return Report(
        tablets=len(tablets),
        tables=len({tablet.table for tablet in tablets}),
        sent=account.sent,
        stored=account.stored,
        seen=account.stored - unseen,
        lost=len(account.lost),
        duplicated=len(account.duplicated),
        stored_ms=account.stored_after(),
        seen_ms=account.seen_after(),
        reconnect_ms=quantiles(script.reconnects),
        bytes_per_tablet=sum(tablet.received for tablet in tablets) // max(1, len(tablets)),
        steps=script.steps,
    )


# ---------------------------------------------------------------- in words

STEPS = {
    "rules": "Spilleregler: alle er inne og har godtatt.",
    "write": "Skriving: alle skriver, noen mister nettet midt i en setning.",
    "talk": "Bordsamtale: bordene leser, skriver sammen og blir enige.",
    "plenary": "Plenum: bordenes svar på storskjermen.",
    "storm": "Nå mister alle nettet samtidig …",
    "prioritise": "Prioritering: alle setter prikker og ombestemmer seg.",
    "pause": "Pause.",
    "end": "Slutt.",
}
"""What is said while it runs."""

SLOWEST_COMFORTABLE = 2_000
"""Milliseconds until «lagret» that nobody in a hall remarks on."""


def words(found: Report) -> str:
    """The report in Norwegian, for whoever leads the evening."""
    return f"""{_verdict(found)}

{found.sent} innspill ble sendt, og {_all_of(found.stored, found.sent)} ble lagret.
Lagret etter {_seconds(found.stored_ms.p50)} for de fleste, \
{_seconds(found.stored_ms.p99)} for de tregeste.
Det som ble skrevet ved et bord, så hele bordet etter {_seconds(found.seen_ms.p50)}, \
de tregeste etter {_seconds(found.seen_ms.p99)}.
Nettbrett som mistet nettet, var tilbake etter {_seconds(found.reconnect_ms.p50)}, \
de tregeste etter {_seconds(found.reconnect_ms.p99)}.
Hvert nettbrett hentet {max(1, found.bytes_per_tablet // 1000)} kB.
Generalprøven er fjernet igjen."""


def _verdict(found: Report) -> str:
    if not found.well:
        gone = found.lost + found.sent - found.stored
        return (
            f"Noe er galt: {gone} ble borte, {found.duplicated} kom to ganger. "
            "Ikke hold verkstedet på dette oppsettet før feilen er funnet."
        )
    slowest = max(found.stored_ms.p99, found.reconnect_ms.p99)
    slow = ", men det går tregt" if slowest > SLOWEST_COMFORTABLE else ""
    return (
        f"Salen tåler {found.tablets} nettbrett{slow}. "
        f"Det tregeste nettbrettet ventet {_seconds(slowest)}. "
        "Ingen innspill ble borte, ingen kom to ganger."
    )


def _all_of(some: int, whole: int) -> str:
    return "alle" if some == whole else f"bare {some}"


def _seconds(millis: float) -> str:
    """0,4 s: with the decimals that matter, after a comma."""
    return f"{max(millis, 10) / 1000:.{2 if millis < 95 else 1}f} s".replace(".", ",")
