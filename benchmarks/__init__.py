"""The product beside the machine's ceiling, a bare candidate, a naive server and Hocuspocus.

Speed is measured as ratios inside one run, never as a timed test: `docs/benchmarks.md`.
"""
