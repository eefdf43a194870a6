"""A server of our own, forked from a process that has imported it all: no two seconds for each.

Where the start itself is tested, and in the long forms, it is started as from the shell.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["app.cli.serving", "tests.attack.plants"])


def start(run: Callable[[], None], *words: object, said: Path | None = None) -> BaseProcess:
    """Runs a command – a module's function – with these words, and with nobody's settings.

    What it says is added to `said`; without that its errors are told where ours are.
    """
    process = _FORKS.Process(target=_run, args=(run, [*map(str, words)], said), daemon=True)
    process.start()
    return process


def _run(run: Callable[[], None], words: list[str], said: Path | None) -> None:
    with (said or Path(os.devnull)).open("ab") as file:
        for stream in (1, 2) if said else (1,):
            os.dup2(file.fileno(), stream)
    for name in [name for name in os.environ if name.startswith("TANNHJUL_")]:
        del os.environ[name]
    sys.argv = ["tannhjul", *words]
    run()
