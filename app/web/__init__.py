"""Pages that are made here and work without JavaScript, and the shells of the live screens.

Routes hold no rules: they ask a room, and say in words what came of it.
"""
