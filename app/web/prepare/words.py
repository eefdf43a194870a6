"""What a programme comes to, in words: its time against the meeting's, rhythm, questions."""

from collections.abc import Iterable, Mapping, Sequence

from app.core.programme import WITHOUT_BREAK, Advice, advice
from app.core.things import Method, Millis, Mode, Plan, Step
from app.i18n import N_, Translator
from app.publish.phrases import times
from app.text.questions import Miss, hints

MODES: Mapping[Mode, str] = {
    Mode.NONE: N_("–"),
    Mode.OPENS: N_("opens"),
    Mode.NARROWS: N_("narrows"),
    Mode.REFLECTS: N_("reflects"),
}

METHODS: Mapping[Method, str] = {
    Method.DOTS: N_("Dots: up to five"),
    Method.POINTS: N_("Points: ten to spread"),
    Method.SCALE: N_("Grades: how far do we agree?"),
}

ADVICE: Mapping[Advice, str] = {
    Advice.NO_RULES: N_("The ground rules are not in it. They come before the first question."),
    Advice.TALK_FIRST: N_(
        "A table talks before each has written alone. Writing first lets all voices in."
    ),
    Advice.NEVER_OPENS: N_("No step opens. Begin with one that brings out more sides."),
    Advice.NARROWS_FIRST: N_("It narrows before it opens. What was not said cannot be chosen."),
    Advice.NEVER_REFLECTS: N_("No step reflects. End with one that looks back at what was said."),
    Advice.NO_BREAK: N_("People sit for more than {n} minutes without a break."),
    Advice.NO_END: N_("It has no end. Close with thanks, and with what happens next."),
}

MISSES: Mapping[Miss, str] = {
    Miss.CLOSED: N_("Yes, no or a number answers this. Begin with what, how or why."),
    Miss.DOUBLE: N_("This asks two things, and one will be forgotten. Make two questions of it."),
    Miss.LEADING: N_("«{phrase}» tells what to think. Take it out, and leave the answer to them."),
    Miss.TECHNICAL: N_("«{phrase}» is for experts. Ask what we want to come of it, and why."),
    Miss.MEASURES: N_("«{phrase}» asks for measures. Ask first what to go for, and why."),
}


def told(question: str, language: str, _: Translator) -> list[str]:
    """The hints to a question, in the language of who reads; `language` is the question's own."""
    return [_(MISSES[hint.miss], phrase=hint.phrase) for hint in hints(question, language)]


def rhythm(steps: Sequence[Step], _: Translator) -> list[str]:
    found = advice(steps)
    return [_(words, n=WITHOUT_BREAK) for which, words in ADVICE.items() if which in found]


def clocks(plan: Plan, steps: Iterable[Step]) -> list[Millis]:
    """When each step begins, if all go as planned; and last, when it is over."""
    at = [plan.starts]
    for step in steps:
        at.append(at[-1] + step.minutes * 60_000)
    return at


def duration(minutes: int, _: Translator) -> str:
    """45 min, 3 t, 3 t 30 min"""
    hours, rest = divmod(minutes, 60)
    parts = [_("{n} h", n=hours)] if hours else []
    parts += [_("{n} min", n=rest)] if rest or not hours else []
    return " ".join(parts)


def reckoning(plan: Plan, steps: Sequence[Step], _: Translator) -> str:
    """The programme's length against the booked time, in a sentence."""
    booked, length = (plan.ends - plan.starts) // 60_000, sum(step.minutes for step in steps)
    over = times.hour(clocks(plan, steps)[-1])
    whole = {"programme": duration(length, _), "meeting": duration(booked, _)}
    if length > booked:
        return _.ngettext(
            "The programme is {n} minute longer than the meeting: {programme} of {meeting}."
            " It ends at {over}.",
            "The programme is {n} minutes longer than the meeting: {programme} of {meeting}."
            " It ends at {over}.",
            length - booked,
            over=over,
            **whole,
        )
    if length < booked:
        return _.ngettext(
            "{n} minute of the meeting is left: {programme} of {meeting}. It ends at {over}.",
            "{n} minutes of the meeting are left: {programme} of {meeting}. It ends at {over}.",
            booked - length,
            over=over,
            **whole,
        )
    return _("The programme fills the meeting: {programme}.", **whole)
