"""`python -m app.cli`, where the `tannhjul` command is not on the path."""

from app.cli import main

main()
