"""Where things are kept: the staff's log, the councillors' sets, the roster, the minutes.

One code path for SQLite and PostgreSQL; they differ in `database.py`, `whole.py` and `homes.py`.
"""
