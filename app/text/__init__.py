"""Help with words: questions to start from, programmes to start from, questions that miss; and for
notes their likely theme, their like, their opposite, and the names in them.

Everything here proposes. What is done with it, a person decides.
"""
