"""Why no seating keeps all rules: which of them conflict, in words, and which to give up."""

from app.i18n import Translator
from app.seating.model import Broken, Conflict, Problem


def conflicts(problem: Problem) -> list[Conflict]:
    """Sets of rules that cannot all hold, each minimal; none if there is a seating.

    Raises `Undecided` if that is not known in time.
    """
    raise NotImplementedError


def cheapest(problem: Problem) -> tuple[str, ...]:
    """Rule ids that cost the least to give up so that there is a seating; see `without`."""
    raise NotImplementedError


def in_words(_: Translator, problem: Problem, conflict: Conflict) -> str:
    """The conflict as sentences, with people by their names where they have some."""
    raise NotImplementedError


def broken_in_words(_: Translator, problem: Problem, broken: Broken) -> str:
    """What a seating that was changed by hand does not keep, as one sentence."""
    raise NotImplementedError
