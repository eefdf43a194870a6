"""What must hold: every rule that a seating does not keep, named."""

from app.seating.model import Broken, Problem, Seating


def broken(problem: Problem, seating: Seating) -> list[Broken]:
    """Everything that is wrong with a seating, from anywhere; nothing if all rules hold."""
    raise NotImplementedError
