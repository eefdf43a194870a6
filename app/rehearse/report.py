"""What a rehearsal found: figures for programs, plain words for a process leader."""

from dataclasses import asdict
from typing import Any

from app.core.rehearsal import Report, Verdict, in_seconds
from app.rehearse.account import quantiles
from app.rehearse.script import Script


def report(script: Script, stopped: str = "") -> Report:
    """The figures of a rehearsal that was played to the end, or until it was `stopped`."""
    account, tablets = script.hall.account, script.hall.tablets
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
        stopped=stopped,
    )


def figures(found: Report) -> dict[str, Any]:
    """The shape of `rehearse --json`: other programs rely on it."""
    told = asdict(found)
    del told["stopped"]
    for name in ("stored_ms", "seen_ms", "reconnect_ms"):
        del told[name]["slowest"]
    return told


# ---------------------------------------------------------------- in words

STEPS = {
    "rules": "Spilleregler: alle er inne og har godtatt.",
    "knowledge": "Kunnskapsgrunnlaget: alle reagerer, og noen ombestemmer seg.",
    "verify": "Har vi forstått dere: alle svarer, noen retter, og bordene foreslår ord.",
    "write": "Skriving: alle skriver, noen mister nettet midt i en setning.",
    "talk": "Bordsamtale: bordene leser, skriver sammen og blir enige.",
    "plenary": "Plenum: bordenes svar på storskjermen, argumenter og en felles ordlyd.",
    "storm": "Nå mister alle nettet samtidig …",
    "prioritise": "Prioritering: alle fordeler prikker, poeng eller karakterer og ombestemmer seg.",
    "round": "Ny runde: noen tar med seg nettbrettet til et annet bord.",
    "evaluate": "Evaluering: ett minutt, med karakterer og en linje.",
    "pause": "Pause.",
    "end": "Slutt.",
}
"""What is said while it runs."""


def words(found: Report) -> str:
    """The report in Norwegian, for whoever leads the evening."""
    return f"""{_verdict(found)}

{found.sent} innspill ble sendt, og {_all_of(found.stored, found.sent)} ble lagret.
Lagret etter {in_seconds(found.stored_ms.p50)} for de fleste, \
{in_seconds(found.stored_ms.p99)} for de tregeste.
Det som ble skrevet ved et bord, så hele bordet etter {in_seconds(found.seen_ms.p50)}, \
de tregeste etter {in_seconds(found.seen_ms.p99)}.
Nettbrett som mistet nettet, var tilbake etter {in_seconds(found.reconnect_ms.p50)}, \
de tregeste etter {in_seconds(found.reconnect_ms.p99)}.
Hvert nettbrett hentet {max(1, found.bytes_per_tablet // 1000)} kB.
Generalprøven er fjernet igjen."""


def _verdict(found: Report) -> str:
    if found.verdict is Verdict.WRONG:
        return (
            f"Noe er galt: {found.missing} ble borte, {found.duplicated} kom to ganger. "
            "Ikke hold verkstedet på dette oppsettet før feilen er funnet."
        )
    slow = ", men det går tregt" if found.verdict is Verdict.SLOW else ""
    return (
        f"Salen tåler {found.tablets} nettbrett{slow}. "
        f"Tregeste nettbrett ventet {in_seconds(found.slowest_ms)}. "
        "Ingen innspill ble borte, ingen kom to ganger."
    )


def _all_of(some: int, whole: int) -> str:
    return "alle" if some == whole else f"bare {some}"
