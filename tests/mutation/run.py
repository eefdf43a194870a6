"""Puts one mutant after the other before the tests that reach its lines, each in a fork.

What is changed within a function is put into the functions that are there: nothing has to be
imported again. A change to a table is: see `afresh`.
"""

import functools
import gc
import os
import resource
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from time import monotonic
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.mutation.changes import Mutant, changed

QUIET = ["-q", "--no-header", "-p", "no:cacheprovider"]

PATIENCE = 600.0
"""Seconds for a mutant that is imported anew."""

MEMORY = 6 << 30
"""Bytes a mutant may take before it is stopped."""

Line = tuple[str, int]
Functions = dict[tuple[str, int, str], list[FunctionType]]
Told = Callable[[Mutant, str], None]


class Asking:
    """A plugin of pytest: learns which test reaches which line, then asks them about mutants.

    `told` is called with each of them, and how it went.
    """

    def __init__(self, mutants: list[Mutant], told: Told) -> None:
        self.mutants, self.told = mutants, told
        self.reach: dict[Line, set[int]] = defaultdict(set)
        self.took: list[float] = []
        self.names: list[str] = []

    @pytest.hookimpl
    def pytest_collection(self) -> None:
        # To be noticed is enough: by which smallest example, nobody asks.
        from hypothesis import Phase, settings

        quick = settings(derandomize=True, deadline=None, phases=[Phase.explicit, Phase.generate])
        settings.register_profile("mutants", quick)
        settings.load_profile("mutants")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Interrupted("tests that cannot be read")
        for at, item in enumerate(session.items):
            with reached({str(mutant.file.resolve()) for mutant in self.mutants}) as lines:
                began = monotonic()
                if not _passes(item, _next(session.items, at)):
                    raise pytest.UsageError(f"{item.nodeid} fails without any mutant")
            self.took.append(monotonic() - began)
            for line in lines:
                self.reach[line].add(at)
        cached = [it for it in gc.get_objects() if isinstance(it, functools._lru_cache_wrapper)]
        functions = _functions()
        gc.freeze()
        self.names = [item.nodeid for item in session.items]
        for mutant in self.mutants:
            if not mutant.function:
                continue
            asked = self.asked(mutant)
            items = [session.items[at] for at in asked]
            allowed = 10 + 10 * sum(self.took[at] for at in asked)
            ask = functools.partial(_noticed, mutant, functions, cached, items)
            self.told(mutant, in_fork(ask, allowed))
        return True

    def asked(self, mutant: Mutant) -> list[int]:
        """The tests that reach the mutant, the quickest first."""
        file = str(mutant.file.resolve())
        reached = {at for n in range(mutant.first, mutant.last + 1) for at in self.reach[file, n]}
        return sorted(reached, key=self.took.__getitem__)

    def asked_afresh(self, mutant: Mutant) -> list[str]:
        """The names of the tests that reach anything in its file; all, where none does."""
        file = str(mutant.file.resolve())
        reached = {at for (where, _), some in self.reach.items() if where == file for at in some}
        return [self.names[at] for at in sorted(reached or range(len(self.names)))]


def afresh(mutant: Mutant, tests: list[str]) -> str:
    """The same for a change outside of functions: everything is imported anew, in a new process."""
    asked = [sys.executable, "-m", "tests.mutation", "--one", str(mutant.file), str(mutant.number)]
    try:
        ended = subprocess.run([*asked, "--asking", *tests], capture_output=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return "endless"
    return "killed" if ended.returncode else "alive"


def one(mutant: Mutant, tests: list[str]) -> int:
    """The end of pytest, in this process, with the mutant's module as changed when imported."""
    sys.meta_path.insert(0, _Changed(mutant))
    return pytest.main([*QUIET, "-x", *tests])


class _Changed(MetaPathFinder):
    """Finds one module, and has it compiled from the changed tree."""

    def __init__(self, mutant: Mutant) -> None:
        self.name = ".".join(mutant.file.with_suffix("").parts)
        self.code = compile(changed(mutant), str(mutant.file), "exec")
        self.file = mutant.file

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        if name != self.name:
            return None
        loader = SourceFileLoader(name, str(self.file))
        loader.get_code = lambda _: self.code  # type: ignore[method-assign,assignment]
        return spec_from_file_location(name, self.file, loader=loader)


def in_fork(work: Callable[[], bool], allowed: float) -> str:
    """`killed` where the work said true or ran into an error, `endless` where it took too long."""
    child = os.fork()
    if not child:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, allowed)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        try:
            os._exit(int(work()))
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return "endless" if os.WTERMSIG(status) == signal.SIGALRM else "killed"
    return "killed" if os.WEXITSTATUS(status) else "alive"


@contextmanager
def reached(files: set[str]) -> Iterator[set[Line]]:
    """Fills in the lines of these files that are reached meanwhile."""
    lines: set[Line] = set()

    def within(frame: FrameType, event: str, _: object) -> Any:
        if event == "line":
            lines.add((frame.f_code.co_filename, frame.f_lineno))
        return within

    def enter(frame: FrameType, _event: str, _: object) -> Any:
        if frame.f_code.co_filename not in files:
            return None
        lines.add((frame.f_code.co_filename, frame.f_lineno))
        return within

    sys.settrace(enter)
    threading.settrace(enter)
    try:
        yield lines
    finally:
        sys.settrace(None)
        threading.settrace(None)


def _noticed(
    mutant: Mutant, functions: Functions, cached: list[Any], items: list[pytest.Item]
) -> bool:
    for one in cached:
        one.cache_clear()
    _put_in(mutant, functions)
    return not all(_passes(item, _next(items, at)) for at, item in enumerate(items))


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    reports = runtestprotocol(item, log=False, nextitem=following)
    return not any(report.failed for report in reports)


def _next(items: list[pytest.Item], at: int) -> pytest.Item | None:
    return items[at + 1] if at + 1 < len(items) else None


def _functions() -> Functions:
    """Every function that is there, by where it is written."""
    found: Functions = defaultdict(list)
    for it in gc.get_objects():
        if isinstance(it, FunctionType):
            code = it.__code__
            found[code.co_filename, code.co_firstlineno, code.co_qualname].append(it)
    return found


def _put_in(mutant: Mutant, functions: Functions) -> None:
    """Gives the functions that are there the code that the changed file has at their place."""
    file = str(mutant.file.resolve())
    for code in _codes(compile(changed(mutant), file, "exec")):
        if code.co_firstlineno == mutant.function:
            for function in functions[file, code.co_firstlineno, code.co_qualname]:
                function.__code__ = code


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)
