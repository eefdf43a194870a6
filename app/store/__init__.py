"""Where things are kept: the staff's log, the councillors' sets, the roster, the minutes.

One code path for SQLite and PostgreSQL; what differs between them is in `database.py`.
"""
