"""Several processes that do the same work: started together, started again, stopped together."""

import multiprocessing
import signal
import threading
import time
from collections.abc import Callable
from multiprocessing import connection
from typing import Any

BREATHER = 0.5
"""Seconds before one that ended is started again, so that one that cannot start takes no more."""

PATIENCE = 10.0
"""Seconds that they get to finish what they are at."""


def run(count: int, work: Callable[..., None], *args: Any) -> None:
    """Run `work` in `count` processes until we are told to stop, by SIGTERM or Ctrl+C.

    `work` is a function of a module, as it is looked up by name. It ends by SIGTERM.
    """
    context = multiprocessing.get_context("spawn")

    def start() -> multiprocessing.process.BaseProcess:
        process = context.Process(target=work, args=args)
        process.start()
        return process

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    processes: list[multiprocessing.process.BaseProcess] = []
    try:
        for _ in range(count):
            processes.append(start())
        while True:
            connection.wait([process.sentinel for process in processes])
            time.sleep(BREATHER)
            for place, each in enumerate(processes):
                if not each.is_alive():
                    processes[place] = start()
    except KeyboardInterrupt:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(PATIENCE)
            process.kill()


def when_orphaned(stop: Callable[[], None]) -> None:
    """In such a process: call `stop` when the one that started it is gone, however that ended."""
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        stop()

    threading.Thread(target=wait, daemon=True).start()
