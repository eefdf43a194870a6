"""A paper that nobody wrote: every block in every look, and words such as nobody should send.

`sample` is what a setter must know; `OWN` is what must come out again, each once.
"""

from collections.abc import Iterator

from app.publish.paper import (
    Bar,
    Block,
    Box,
    Chart,
    Contents,
    Facts,
    Fold,
    Item,
    Items,
    Numbers,
    Paper,
    Paragraph,
    People,
    Run,
    Section,
    Table,
    own,
    plain,
)

#: By kind, what people wrote: harmless words, commands to programs, and what has no end.
HOSTILE = {
    "typst": '#eval("1+1") #panic() $x$ *fet* _skrå_ @kilde <merke> `kode` // nei /* nei */ \\ =',
    "html": "<script>alert(1)</script> &amp; <b>fet</b> \" ' ]]>",
    "formula": '=HYPERLINK("http://ond.example";"Klikk") +1+1 @SUM(A1) -2',
    "template": "{{ 7*7 }} {% raw %} {navn} %s ${HOME}",
    "arabic": "نريد مساكن في الوسط وليس على أطراف المدينة.",
    "hebrew": "שלום עולם 123 og norsk",
    "emoji": "Bussen 🚌 og familien 👨‍👩‍👧‍👦 og flagget 🇳🇴",
    "han": "中文 日本語 한국어 og \ue000",
    "control": "klokke\x07 null\x00 tab\tskilt \x1b[31m \x85 \u202eomvendt\u202c \ufffe slutt",
    "newlines": "Første linje\nandre linje\n\nnytt avsnitt",
    "accents": "Æ ø å č đ ŋ š ŧ ž ẞ Ǆ ﬁ e\u0301 n\u0303 o\u0302\u0308",
    "spaces": "  mange   mellomrom\u00a0her  ",
}
ENDLESS = "Kommunedelplansamfunnsutviklingsstrategi" * 250
"""10,000 characters without a space."""

NAME = "Lyng Tyttebær Vaffel-Brunost " + "Wolfeschlegelsteinhausenbergerdorff" * 2
LIST = "Folkets tverrpolitiske og partipolitisk uavhengige liste for by, bygd og land"

#: What is in the sample once, and must come out of every form once.
OWN = (
    "Fortetting ved banen gir færre bilturer",
    "Ett medlem mener at dyrket jord må vernes",
    "La ungdommen selv få velge møteplass",
    "Vi vil bygge der folk alt bor",
    "Ordføreren åpnet møtet og Nestlederen lukket det",
    "Ungdomsrådet må høres før vi vedtar",
    "Grunnlaget mangler tall for hyttene",
)

LOOKS: tuple[Run, ...] = (
    Run("Våre ord. "),
    Run("Sterke ord", look="strong"),
    Run(" "),
    Run("stille ord", look="quiet"),
    Run(" "),
    Run("3f9a 01bc 77de 4410", look="code", full="3f9a01bc77de4410" * 4),
    Run(" "),
    Run("Utkast", look="tag", tone="warning"),
    Run("Nytt", look="tag", tone="info"),
    Run("Enig", look="tag", tone="success"),
    Run("Mindretall", look="tag", tone="accent"),
    Run(" "),
    Run("lagt til", own=True, look="ins"),
    Run(" "),
    Run("tatt bort", own=True, look="del"),
    Run(" "),
    Run("bare for den som lytter", look="unseen"),
    Run("til saken", to="#sak-1"),
    Run(", "),
    Run("til kilden", to="https://kommune.example/plan?a=1&b=2#her"),
    Run(" og "),
    Run("et langt svar …", own=True, full="et langt svar som går videre et annet sted"),
)

_HIDDEN = (Run("Skjult: noen kan kjennes igjen (offl. § 13).", look="hidden"),)
_CUT = (
    Run("Naboen ", own=True),
    Run("sladdet", look="cut"),
    Run(" parkerer på fortauet", own=True),
)


def sample(language: str = "nb", written: str = "nn") -> Paper:
    """Every block and every look, hostile words, 85 members in eleven lists."""
    return Paper(
        title=Run("Hvor skal vi vokse? Om #sentrum, <bygda> & fjorden", own=True),
        language=language,
        written=written,
        kicker="Møtebok · Nordre Eksempel kommune",
        foot="Møtebok, versjon 2",
        head=(
            Paragraph((Run("Utkast", look="tag", tone="warning"),)),
            Paragraph(plain("Torsdag 3. september 2026 kl. 10.00–12.45"), "lead"),
            Facts((("Sted", own("Salen")), ("Møteleder", own("Lyng Liksomsen")))),
        ),
        blocks=tuple(_blocks()),
    )


def _blocks() -> Iterator[Block]:
    yield Section(
        plain("Kort sagt"),
        (
            Paragraph(plain("Det viktigste først."), "lead"),
            Numbers(((12, "bord"), (1_500, "innspill"), (0, "uten svar"))),
            Paragraph((Run("Vi peker på ", own=True), Run("sentrum", own=True, look="strong"))),
            Items((Item(_own(0)), Item((Paragraph(LOOKS),))), "numbers"),
            _chart("Prioritert", 3),
        ),
        "kort",
        "summary",
    )
    yield Contents("Innhold")
    yield Section(plain("Møtet"), tuple(_meeting()), "motet", "part")
    yield Section(plain("Saker"), (*_cases(),), "saker", "part")
    yield Section(plain("Slik har vi forstått dere"), tuple(_understood()), "forstatt", "part")
    yield Section(plain("Vedlegg: rare ord"), tuple(_odd()), "rart", "part")
    yield Section(plain("Til sist"), (Paragraph(plain("Slutt."), "end"),), "sist")


def _meeting() -> Iterator[Block]:
    yield Facts(
        (
            ("Åpnet", own(OWN[4])),
            ("Arkivreferanse", own("2026/1234-5")),
            ("Et navn på opplysningen som er mye lengre enn de andre navnene", plain("ja")),
            ("Merknader", own("Første linje\nandre linje")),
        )
    )
    yield Section(
        plain("Til stede"),
        (
            Paragraph(plain("85 av 85 medlemmer"), "quiet"),
            People(
                tuple(
                    (
                        (Run(LIST if party == 0 else f"Liste {party}", own=True),),
                        tuple(own(f"Medlem {n} Liksomsen") for n in range(party, 85, 11)),
                    )
                    for party in range(11)
                )
            ),
            People((((), (own(NAME),)),)),
        ),
        "til-stede",
    )


def _cases() -> Iterator[Block]:
    yield Section(
        (Run("Sak 1: "), Run("Hvor skal vi vokse?", own=True)),
        (
            Paragraph(own("Tenk langt, og på dem som kommer etter oss."), "words"),
            Section(
                own("Bord 1"),
                (
                    Paragraph(own(OWN[3]), "words"),
                    Box((Paragraph(plain("Mindretall"), "label"), *_own(1)), "dissent"),
                ),
                "bord-1",
                "case",
                source="1/Bord 1",
            ),
            Section(own("Bord 2"), (Paragraph(_HIDDEN),), "bord-2", source="1/Bord 2", hidden=True),
            Fold(
                "Innspillene til saken",
                (
                    Items(
                        (
                            Item(_own(2), "n-1", source="a" * 64),
                            Item((Paragraph(_HIDDEN),), "n-2", source="b" * 64, hidden=True),
                            Item((Paragraph(_CUT),), "n-3", source="c" * 64, hidden=True),
                        ),
                        "notes",
                    ),
                ),
            ),
        ),
        "sak-1",
        "case",
    )
    yield Section(
        plain("Hva salen prioriterte"),
        (
            Items(
                tuple(
                    Item((), f"p-{n}", Bar(label, n, f"{n} prikker", n * 10))
                    for n, label in ((10, own("Sentrum")), (3, own("Bygda")), (0, own("Fjord")))
                ),
                "ranking",
            ),
            _chart("Alle tall", 12),
        ),
        "prioritert",
    )


def _understood() -> Iterator[Block]:
    yield Section(
        own("Vi vokser i sentrum"),
        (
            Paragraph((Run("Politisk føring", look="tag", tone="success"),), "outcome"),
            Paragraph(own("Ny bolig skal først og fremst komme ved banen."), "words"),
            Box(
                (
                    Box((Paragraph(plain("Før"), "label"), Paragraph(own("Ved fjorden")))),
                    Box((Paragraph(plain("Nå"), "label"), Paragraph(own("Ved banen")))),
                ),
                "columns",
            ),
            Table(
                "Hva møtet svarte",
                ("Svar", "Antall", "Ord"),
                (
                    (plain("Forstått"), plain("31"), ()),
                    (plain("Delvis"), plain("7"), own(OWN[5])),
                    (plain("Feil"), plain("0"), _HIDDEN),
                ),
            ),
            Paragraph((Run("Følg den røde tråden", to="http://127.0.0.1/v/x/trad"),), "link"),
        ),
        "setning-1",
        "statement",
    )
    yield Box((Paragraph(plain("Trukket tilbake"), "label"),), "warning", "trukket")
    yield Box(_own(6), "notice")
    yield Table("En lang tabell", ("Nr.", "Ord"), tuple(
        (plain(str(n)), own(f"Rad {n} " + "ord " * 12)) for n in range(60)
    ))  # fmt: skip
    yield Table("Tom", ("Nr.", "Ord"), ())


def _odd() -> Iterator[Block]:
    for kind, words in HOSTILE.items():
        section = (Paragraph(own(words), "words"), Items((Item((Paragraph(own(words)),)),)))
        yield Section(own(f"{kind} {words}"), section, f"rart-{kind}")
    yield Paragraph(own(ENDLESS), "words")
    yield Table("Uten mellomrom", ("En", "To"), ((own(ENDLESS[:200]), own(ENDLESS[:200])),))
    yield Chart(HOSTILE["typst"], HOSTILE["html"], ("=A", "#b"), (_bar(ENDLESS[:120], 100),))
    yield Items(())
    yield Paragraph(())
    yield Section(plain("Et tomt avsnitt"), (), "tomt")


def _own(number: int) -> tuple[Paragraph]:
    return (Paragraph(own(OWN[number]), "words"),)


def _chart(title: str, rows: int) -> Chart:
    bars = tuple(_bar(f"Forslag {n}", 100 - 100 * n // rows) for n in range(rows))
    return Chart(title, f"{title}: Forslag 0 fikk flest.", ("Forslag", "Prikker"), bars)


def _bar(label: str, n: int) -> Bar:
    return Bar(own(label), n, f"{n} prikker", n)


def empty(language: str = "nb") -> Paper:
    """A workshop in which nothing was said: a title, and contents of nothing."""
    nothing = Section(
        plain("Kort sagt"), (Paragraph(plain("Ingen skrev noe.")),), "kort", "summary"
    )
    return Paper(
        Run("Stille", own=True), language, "nb", "", "", (), (nothing, Contents("Innhold"))
    )


def many(notes: int = 1_500, language: str = "nb") -> Paper:
    """Notes on twelve questions, as long as people write them, each with what became of it."""
    cases = tuple(
        Section(
            (Run(f"Sak {case + 1}: "), Run(f"Spørsmål {case + 1}?", own=True)),
            (
                Items(
                    tuple(
                        Item(
                            (
                                Paragraph(
                                    own(f"Innspill {n}: " + "ord på ord " * (4 + n % 17)), "words"
                                ),
                                Paragraph(
                                    (
                                        Run("f9a0 1bc7 7de4", look="code"),
                                        Run(" Brukt i "),
                                        Run(f"setning {n % 40}", to=f"#sak-{n % 12}"),
                                    ),
                                    "end",
                                ),
                            ),
                            f"n-{n}",
                        )
                        for n in range(case, notes, 12)
                    ),
                    "notes",
                ),
            ),
            f"sak-{case}",
            "case",
        )
        for case in range(12)
    )
    return Paper(
        Run("Et stort verksted", own=True),
        language,
        "nb",
        "Møtebok",
        "Møtebok",
        (),
        (
            Section(plain("Kort sagt"), (Paragraph(plain("Mye.")),), "kort", "summary"),
            Contents("Innhold"),
            Section(plain("Alle innspill"), cases, "alle", "part"),
        ),
    )
