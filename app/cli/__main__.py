"""`python -m app.cli`, where the `tannhjul` command is not on the path."""

from app.cli import main

if __name__ == "__main__":  # a process that seats a hall reads this too, and is not to serve
    main()
