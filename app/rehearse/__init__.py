"""The dress rehearsal (generalprøve): as many tablets as will come, before they come.

A client of the server like any other: it knows the addresses and the protocol, and none of the code
behind them.
"""
