"""The rules of a workshop: pure functions and plain data, standard library only.

    command ──► decide(state, command, actor, now) ──► facts ──► evolve(state, fact) ──► views

Read `things.py` and `events.py` first: what there is, and everything that can happen.
"""
