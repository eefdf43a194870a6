"""The machine that the server is on: its addresses, its certificates, and its figures."""
