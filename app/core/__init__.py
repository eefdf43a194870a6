"""The rules of a workshop: pure functions and plain data, standard library only.

    command ──► decide(state, command, actor, now) ──► facts ──► evolve(state, fact) ──► views

Read `events.py` first: it lists everything that can happen.
"""
