"""Help with words: questions to start from, programmes to start from, questions that miss.

Everything here proposes. What is done with it, a person decides.
"""
