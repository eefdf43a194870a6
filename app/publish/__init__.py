"""Minutes as bytes that people and programs read. Labels and dates here, facts in `core`.

`minutes/` and `papers/` write a paper (`paper.py`), `forms/` set it; `opendata/`, `packages/` and
`feeds/` are for programs. `edition.py` has the minutes in each of their forms, `phrases/` the words
that several of them say.
"""
