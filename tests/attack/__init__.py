"""The attack on the councillors' anonymity, carried out as its attacker would.

Who: an administrator of the municipality who is curious, patient, and able to write a program.

What they have: every byte that the server keeps – the database, its journals, free pages and slack,
dead rows, write-ahead logs, the backup, all that was logged with the logs at their most talkative –
as a copy taken at any moment. And what everybody in the hall saw: who sat at which table, who came
when, and, at its worst, in which order people pressed «send».

What they want: to tell which device wrote a note or filled in a ballot, or at least which notes are
of one hand. What they must not get: anything better than a guess among those at the table while the
round is open, among all in the hall once it is sealed.

`hall` plays a workshop and knows the truth, `loot` copies what the attacker gets, `attackers` try
their luck, `verdict` says whether it was luck. `plants` puts one leak after the other into the
server, so that we know that the attack would find it. `python -m tests.attack` is the long form.
"""
