"""The words on screen are the field's own, and each language keeps to its own.

Whoever writes a message in bokmål or nynorsk is told here which word this house has instead. What
only a reader can judge is in docs/oversetting.md.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from app.i18n import translator
from tests.test_i18n import catalog, forms

ROOT = Path(__file__).parent.parent

BOTH = {
    r"workshop|feedback|deadline|dashboard|template|e?-?mail|tablet|upload": "a Norwegian word",
    r"(klikk|trykk) her|klikk på": "what the button says",
    r"syntese\w*": "oppsummering",
    r"rådmann\w*": "kommunedirektør",
    r"ordstyr\w*": "møteleder, møteleiar",
    r"fasilitator\w*": "prosessleder, prosessleiar",
    r"(møte)?protokoll\w*": "møtebok",
    r"pro[sj]+ektor\w*|lerret\w*": "storskjerm",
    r"bordplassering\w*": "bordinndeling",
    r"stab(s\w+|en|ens)?": "administrasjonen",
    r"vennligst|ver venleg": "nothing",
    r"benytt\w*|anvend\w*": "bruke",
    r"hvorvidt|kor vidt": "om",
    r"herunder|hermed|vedrørende|vedrørande|ovennevnte|medio|dersom": "a plain word",
    r"iht|ifm|ift|mht|vedr|evt|pga|f\.?eks|bl\.?a": "the words in full",
    r"i forhold til|i høve til": "what exactly it has to do with the other",
}
"""A whole word or words, as a pattern, and what is written instead."""

BOKMAL = {
    r"\w*(klokk|linj|rekk|lenk|mapp|tavl|dør|list)en|((?<!pro)\w)*fil(?<!profil)en|\w*boken": "-a",
    r"seint|seinere|frem|fremmet|efter|hverken": "sent, fram, etter, verken",
    r"alternativ(er|ene)?": "forslag, of what is prioritised",
}

NYNORSK = {
    r"ikke|hva|hvem|hvor\w*|hvilke\w*|hvis|jeg|dere|deres|noe|noen|mye|bare|fra|uten|mens|selv": "",
    r"(?<!å )(?<!kan )nå|da|ble|kommer|gjør(e|es|t)?|være|vært|sier|sto|skrev|ga": "",
    r"navn\w*|sted(er|et|ene)?|siden|uke\w*|måned\w*|tiden|saken|loven|åpen\w*|åpn\w*": "",
    r"verksted(?!\.)\w*|kjøreplan\w*|innspill\w*|folkevalgt\w*|spilleregl\w*|\w*leder(en|e)?": "",
    r"begynn\w*|bekreft\w*|behold\w*|bevis\w*|enighet|u?enige?": "",
    r"\w+(heten|het)|\w*(lige|ligere|ligst)|\w+løst?": "-heit, -leg, -laus",
    r"\w{2,}ingen(e|es)?|\w{3,}inger": "-inga, -ingar",
    r"(bord|innspel|nettbrett|dokument|svar|mål|tal|ord|namn|notat|felt)ene": "-a",
    r"\w+(eres|vises|nges|kkes|gres|ttes|(?<!samstu)ndes|rives|pnes|ukes)": "blir …, or -ast",
    r"tenar\w*": "server",
    r"fyrst\w*|blei|korkje|gje|gjev|gjeve|lat|lèt|aleine|samtidig|medlemm\w+": "the other of two",
    r"(har|ikkje|er) svart|svarte|svarer": "svara, svarar",
    r"(til|med|hos|frå) ho(?! )|(opne|sjå|les|skriv|vel|lagre|kopier|lukk) ho": "henne",
}
"""None of these is nynorsk, or of two that are, this house has chosen the other."""

VOTING = r"(av|jå)?stemning\w*|stemme[rn]? (over|på|for|mot)|votering\w*|røyst\w*|avrøyst\w*"
VOTES = (
    "Votes",
    "No vote was held.",
    "That there was no vote",
    "It shows what the hall puts first.",
)
"""Where it is said that there was no vote, or the law asks for one to be recorded."""

TERMS = {
    "process leader": ("prosessleder", "prosessleiar"),
    "chair of the meeting": ("møteleder", "møteleiar"),
    "councillors": ("folkevalg", "folkevald"),
    "the workshops?": ("verksted", "verkstad"),
    "ground rules": ("spilleregl", "spelereg"),
    "table hosts?": ("bordvert", "bordvert"),
    "political directions?": ("føring", "føring"),
    "knowledge base": ("kunnskapsgrunnlag", "kunnskapsgrunnlag"),
    "agenda": ("sakslist", "saklist"),
    "dissent": ("dissens", "dissens"),
    "minority": ("mindretall", "mindretal"),
    "prioritising": ("prioriter", "prioriter"),
    "red thread": (r"rød\w* tråd", r"raud\w* tråd"),
    "case paper": ("saksframlegg", "saksframlegg"),
    "public inspection": ("offentlig ettersyn", "offentleg ettersyn"),
    "evaluation": ("evaluering", "evaluering"),
    "attendance": ("frammøte", "frammøte"),
    "impartiality": ("habil", "habil"),
    "synthesis": ("oppsummering", "oppsummering"),
}
"""What the glossary calls a thing, by what the code calls it."""

SLIPS = {
    r"[\"“”„]": "«…»",
    r" - | – –|--(?![\w])": "–",
    r"\.\.\.": "…",
    r"[\d}]%": "a space before %",
    r" [,.;:!?](?!\w)|  ": "no space",
    r"\d{1,2}:\d\d": "9.30",
    r"!!|\?\?": "one",
}

UNREAD = {"Lay them before the workshop again"}
"""Where the thing goes without saying."""


def said(language: str) -> Iterator[tuple[str, str]]:
    """Each message in each of its forms, and the texts that a programme is made of."""
    for message in catalog(language):
        for form in filter(None, forms(message.string) if message.id else ()):
            yield forms(message.id)[0], form
    for name in ("bank", "programmes"):
        for text in written(json.loads((ROOT / f"app/text/{name}.json").read_text()), language):
            yield name, text


def written(part: object, language: str) -> Iterator[str]:
    inside: Iterable[object] = ()
    if isinstance(part, Mapping):
        inside = [part[language]] if language in part else part.values()
    elif isinstance(part, list):
        inside = part
    elif isinstance(part, str) and " " in part:
        yield part
    for each in inside:
        yield from written(each, language)


def found(pattern: str, text: str) -> str:
    hit = re.search(rf"(?<![\w/{{-])(?:{pattern})(?![\w}}])", text, re.IGNORECASE)
    return hit[0] if hit else ""


@pytest.mark.parametrize(
    ("language", "instead"), [("nb", BOTH | BOKMAL), ("nn", BOTH | NYNORSK)], ids=["nb", "nn"]
)
def test_no_word_stands_where_this_house_has_another(
    language: str, instead: dict[str, str]
) -> None:
    """V380."""
    texts = list(said(language))
    assert len(texts) > 3_000
    wrong = [
        f"{hit}, not {ours or 'nynorsk'}: {text}"
        for pattern, ours in instead.items()
        for _, text in texts
        if (hit := found(pattern, text))
    ]
    assert wrong == []


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_prioritising_is_not_called_a_vote(language: str) -> None:
    """V380: neither is anything else, but where it is said that there was none."""
    voting = [(message, text) for message, text in said(language) if found(VOTING, text)]
    assert [text for message, text in voting if not message.startswith(VOTES)] == []
    assert len(voting) == len(VOTES), "a vote is still a vote"


@pytest.mark.parametrize(("language", "which"), [("nb", 0), ("nn", 1)])
def test_a_thing_has_the_glossary_s_name(language: str, which: int) -> None:
    """V381."""
    named = 0
    for message, text in said(language):
        for term, names in TERMS.items():
            if message not in UNREAD and found(term, message):
                named += 1
                assert re.search(names[which], text, re.IGNORECASE), f"{message}: {text}"
    assert named > 200


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_quotes_dashes_and_clocks_are_norwegian(language: str) -> None:
    """V384."""
    wrong = [
        f"{ours}: {text}"
        for _, text in said(language)
        for pattern, ours in SLIPS.items()
        if re.search(pattern, text)
    ]
    assert wrong == []


SCREENS = ROOT / "frontend/src"
PUBLIC = (
    "app/publish/minutes/", "app/publish/phrases/", "app/publish/forms/printed.py",
    "app/publish/forms/templates/", "app/publish/papers/notice.py",
    "app/publish/papers/differences.py",
    "app/web/acts.py", "app/web/deeds.py", "app/web/draft.py", "app/web/errors.py",
    "app/web/feeds.py", "app/web/formats.py", "app/web/join.py", "app/web/templates/base.html",
    "app/web/templates/error.html", "app/web/templates/join/", "app/web/templates/log.html",
    "app/web/templates/plan/public.html", "app/web/templates/plan/series.html",
    "app/web/templates/plan/thread", "app/web/templates/public/", "app/web/templates/shell.html",
    "app/web/templates/versions.html",
)  # fmt: skip
"""Where the public and the councillors read, beside the screens of a table and of one's notes."""


def screens(entry: Path) -> set[str]:
    """The sources that a screen is built from, as messages name them."""
    met, ahead = set[Path](), [entry]
    while ahead:
        file = ahead.pop()
        if file in met:
            continue
        met.add(file)
        for name in re.findall(r"(?:from|import\(?)\s*\"(\.[^\"]+)\"", file.read_text("utf-8")):
            near = [(file.parent / f"{name}{end}").resolve() for end in (".ts", ".tsx")]
            ahead += [each for each in near if each.is_file()]
    return {str(file.relative_to(ROOT)) for file in met}


def test_public_and_councillors_read_all_of_it_in_northern_sami() -> None:
    """V382."""
    of_screens = screens(SCREENS / "tablet/main.tsx") | screens(SCREENS / "mine/main.tsx")
    assert "frontend/src/tablet/verify/Asking.tsx" in of_screens, "also what is loaded later"
    read = [
        message
        for message in catalog("se")
        if message.id
        and any(file in of_screens or file.startswith(PUBLIC) for file, _ in message.locations)
    ]
    assert len(read) > 1_000
    assert [message.id for message in read if not all(forms(message.string) or [""])] == []


def test_a_screen_in_northern_sami_says_in_norwegian_what_is_not_translated() -> None:
    """V383."""
    screen = json.loads((ROOT / "app/static/locale/se.json").read_text("utf-8"))["messages"]
    assert screen["Stored"] == "Vurkejuvvon" != translator("nb")("Stored")
    assert screen["Write a statement"] == translator("nb")("Write a statement")
    assert len(screen["{n} dot left"]) == 3, "one, two and more"
