"""The demonstration's plan process: a samfunnsdel, all of it on the page and all of it made up."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine

from app.core.planning import (
    Exhibit,
    Followed,
    Governance,
    Happening,
    OtherPlan,
    Phase,
    PlanKind,
    PlanProcess,
    Problem,
    Related,
    Relation,
    Section,
    Stage,
    Standing,
)
from app.core.things import Knowledge
from app.demo.council import Council
from app.demo.picture import bar_chart
from app.store import files, processes

PLANNER = "Planleder (demo)"
SOURCE = "Oppdiktet tall, til demonstrasjon"
PARLIAMENTARY = ("Oslo", "Bergen")

KNOWLEDGE = (
    Knowledge("eldre", "Om femten år er det dobbelt så mange over 80 år, og færre i arbeidsfør "
              "alder for hver av dem.", "2,1 yrkesaktive per eldre i 2040, mot 3,6 i dag",
              SOURCE, (3, 8, 10)),
    Knowledge("skole", "Flere barn enn før møter ikke på skolen, og forskjellene mellom skolene "
              "øker.", "7,4 prosent med høyt fravær", SOURCE, (4, 10)),
    Knowledge("bolig", "De fleste boligene som bygges, er store. Enslige og unge leter lenge etter "
              "noe de har råd til.", "38 prosent bor alene, 19 prosent av boligene er små",
              SOURCE, (1, 11)),
    Knowledge("klima", "Utslippene går ned, men for sakte til å nå målet. Det meste som gjenstår, "
              "kommer fra veitrafikken.", "52 prosent av utslippene er fra veitrafikk",
              SOURCE, (11, 13)),
    Knowledge("penger", "Driften koster mer enn inntektene vokser. Handlingsrommet er brukt opp "
              "innen to år om ingenting endres.", "0,4 prosent netto driftsresultat",
              SOURCE, (8, 16)),
)  # fmt: skip

ELDERS = "år;over 80 år;yrkesaktive per eldre\n2025;3 900;3,6\n2030;4 900;3,1\n2035;6 300;2,5\n2040;7 800;2,1\n"  # noqa: E501
TRAFFIC = ((2010, 96), (2015, 88), (2020, 74), (2025, 69))


def furnish(engine: Engine, council: Council) -> str:
    """See to it that the process is there, open to the public; returns its id."""
    for kept in processes.all_processes(engine):
        if kept.demo and kept.plan.municipality == council.municipality:
            return kept.id
    now = datetime.now(UTC)
    at = int(now.timestamp() * 1000)
    kept = processes.create(engine, _plan(council, now), PLANNER, at, demo=True)
    table = files.keep(engine, kept.id, "eldre-og-yrkesaktive.csv", ELDERS.encode())
    chart = files.keep(engine, kept.id, "veitrafikk.png", bar_chart(TRAFFIC))
    shown = (
        Exhibit("eldre", table.id, "Antall over 80 år og yrkesaktive per eldre, 2025 til 2040"),
        Exhibit("klima", chart.id, "Søylediagram: utslippene fra veitrafikk faller fra 96 tusen "
                "tonn i 2010 til 69 tusen tonn i 2025"),
    )  # fmt: skip
    plan = replace(kept.plan, knowledge=KNOWLEDGE, exhibits=shown)
    kept = processes.save(engine, kept, plan, Section.KNOWLEDGE, PLANNER, at)
    return processes.save(engine, kept, kept.plan, Section.PUBLIC, PLANNER, at, public=True).id


def _plan(council: Council, now: datetime) -> PlanProcess:
    """As if the council adopts the plan next summer."""
    year = now.year
    begun = year - (year - 2023) % 4  # councils are elected every fourth year
    if begun == year and now.month < 10:
        begun -= 4
    parliamentary = council.municipality in PARLIAMENTARY
    return PlanProcess(
        title="Kommuneplanens samfunnsdel",
        municipality=council.municipality,
        kind=PlanKind.SOCIAL,
        purpose="Kommunestyret skal bli enig med seg selv om hva kommunen skal satse på de neste "
        "tolv årene, og hva som må vike. Planen styrer arealbruken og pengene.",
        ordered_by=f"Kommunestyret bestilte planen i planstrategien, sak {year - 1}/0 (oppdiktet).",
        governance=Governance.PARLIAMENTARY if parliamentary else Governance.FORMANNSKAP,
        problem=Problem.WICKED,
        problem_why="Flere eldre, færre yrkesaktive og lavere utslipp trekker hver sin vei, og "
        "vi er ikke enige om hva som er viktigst.",
        related=(
            Related(Relation.ABOVE, "Regional planstrategi", "fylkeskommunen"),
            Related(Relation.ABOVE, "Kommunal planstrategi", f"vedtatt {begun + 1}"),
            Related(Relation.BELOW, "Handlings- og økonomiplan", "fornyes hvert år"),
            Related(Relation.BELOW, "Temaplan for oppvekst"),
            Related(Relation.AFFECTS, "Kommuneplanens arealdel", "arealstrategien styrer den"),
            Related(Relation.AFFECTS, "Klimastrategi"),
            Related(Relation.REPLACES, "Kommuneplanens samfunnsdel", "den forrige, ti år gammel"),
        ),
        stages=(
            Stage(Phase.KNOWLEDGE, f"11.{year - 1}", f"05.{year}", "utfordringsbildet lages"),
            Stage(Phase.COCREATION, f"08.{year}", f"01.{year + 1}", "to verksteder, svar imellom"),
            Stage(Phase.FORMAL, f"01.03.{year + 1}", f"15.06.{year + 1}", "høring i mars og april"),
        ),
        now=Phase.COCREATION,
        here="Vi har gode tjenester og stram økonomi. Det meste av pengene er bundet opp.",
        goal="Å ha valgt tre satsinger som alle i kommunestyret kan forklare, og penger til dem.",
        long_goal="En kommune der de som er barn i dag, vil bli boende.",
        gap="Vi gjør litt av alt. Det som mangler, er å velge bort.",
        timeline=(
            Happening(f"10.{begun}", "Nytt kommunestyre trer sammen", "Kommunestyret"),
            Happening(f"12.{begun + 1}", "Kommunal planstrategi vedtas", "Kommunestyret"),
            Happening(f"06.{year}", "Utfordringsbildet legges fram", "Formannskapet"),
            Happening(f"11.{year}", "Handlings- og økonomiplan behandles", "Formannskapet"),
            Happening(f"12.{year}", "Handlings- og økonomiplan vedtas", "Kommunestyret"),
            Happening(f"02.{year + 1}", "Forslaget legges ut til høring", "Formannskapet"),
            Happening(f"06.{year + 1}", "Samfunnsdelen vedtas", "Kommunestyret"),
            Happening(f"12.{year + 1}", "Første økonomiplan etter ny plan", "Kommunestyret"),
            Happening(f"05.{year + 2}", "Hvor langt er vi kommet?", "Kommunestyret"),
            Happening(f"09.{begun + 4}", "Kommunevalg"),
        ),
        others=(
            OtherPlan("Kommuneplanens arealdel", PlanKind.LAND, Standing.VALID, str(year - 6),
                      Followed.PARTLY),
            OtherPlan("Temaplan for oppvekst", PlanKind.THEME, Standing.VALID, str(year - 3),
                      Followed.YES),
            OtherPlan("Klimastrategi", PlanKind.STRATEGY, Standing.REVISED, str(year - 8),
                      Followed.NO),
            OtherPlan("Melding om frivillighet", PlanKind.REPORT, Standing.LAPSED, str(year - 9),
                      Followed.PARTLY),
        ),
        national="Staten venter at kommunen planlegger for flere eldre, mindre utslipp og mindre "
        "bruk av ny jord.",
        regional="Fylket venter at veksten kommer der det går buss eller bane.",
        region="Mange i nabokommunene arbeider her. Vannet og legevakta har vi sammen.",
    )  # fmt: skip
