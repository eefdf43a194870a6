"""Conflicts and broken rules as sentences, with people by their names where they have some."""

from collections.abc import Sequence

from app.i18n import N_, Translator
from app.seating.model import Broken, Conflict, Id, Kind, Problem, Wish

_NEEDS = {
    "accessible": N_("{name} needs an accessible table"),
    "quiet": N_("{name} needs a quiet table"),
}
_RULES = {
    "rule:host": N_("there is to be a host at each table"),
    "rule:both_blocs": N_("both position and opposition are to sit at each table"),
    "rule:no_party_majority": N_("no list is to have more than half of a table"),
    "rule:max_same_party": N_("no list is to have more than {most} at a table"),
    "size": N_("the tables have the seats they have"),
}
_WISHES = {
    Kind.TOGETHER: N_("{names} are to sit together"),
    Kind.APART: N_("{names} are not to sit together"),
    Kind.FIX: N_("{names} is to sit at {table}"),
    Kind.FORBID: N_("{names} is not to sit at {table}"),
}
_BROKEN = {
    "dropped": N_("{names}: present, but without a seat"),
    "doubled": N_("{names}: more than one seat"),
    "ghost": N_("{names}: a seat, but not present"),
    "unknown_table": N_("{table}: there is no such table"),
    "rounds": N_("There are more or fewer rounds than planned"),
    "size": N_("{table}: too many or too few"),
    "rule:host": N_("{table}: no host"),
    "rule:both_blocs": N_("{table}: position and opposition do not both sit there"),
    "rule:no_party_majority": N_("{table}: one list has more than half"),
    "rule:max_same_party": N_("{table}: too many of one list"),
}


def in_words(_: Translator, problem: Problem, conflict: Conflict) -> str:
    """The conflict as one sentence: the rules that cannot all hold."""
    told = "; ".join(rule_in_words(_, problem, rule) for rule in conflict.rules)
    if len(conflict.rules) == 1:
        return _("Round {n}: this cannot hold: {rules}.", n=conflict.round + 1, rules=told)
    return _("Round {n}: these cannot all hold: {rules}.", n=conflict.round + 1, rules=told)


def rule_in_words(_: Translator, problem: Problem, rule: str) -> str:
    """What a rule asks for, by its id, without a full stop."""
    if rule in _RULES:
        return _(_RULES[rule], most=problem.rules.max_same_party)
    if (wish := _wish(problem, rule)) is not None:
        return _(_WISHES[wish.kind], names=_names(_, problem, wish.people), table=wish.table)
    __, person, need = rule.split(":", 2)
    name = _names(_, problem, [person])
    if need in _NEEDS:
        return _(_NEEDS[need], name=name)
    return _("{name} needs a table with {need}", name=name, need=need)


def broken_in_words(_: Translator, problem: Problem, broken: Broken) -> str:
    """What a seating that was changed by hand does not keep, as one line."""
    if broken.rule in _BROKEN:
        names = _names(_, problem, broken.people)
        return _(_BROKEN[broken.rule], table=broken.table, names=names)
    told = rule_in_words(_, problem, broken.rule)
    return told[:1].upper() + told[1:]


def _wish(problem: Problem, rule: str) -> Wish | None:
    return next((wish for wish in problem.wishes if wish.id == rule), None)


def _names(_: Translator, problem: Problem, people: Sequence[Id]) -> str:
    called = [problem.people[one].called if one in problem.people else one for one in people]
    if len(called) < 2:
        return "".join(called)
    return _("{names} and {last}", names=", ".join(called[:-1]), last=called[-1])
