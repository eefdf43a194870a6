"""What an evening may bring: a server that is killed, a network that lies, all coming at once.

Seeded; short in `make test`, long by one command each: `make kill`, `make network`, `make storm`.
"""
