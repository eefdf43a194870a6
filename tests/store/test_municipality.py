"""What the municipality has chosen, on both databases: of those who save at once one is right."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine

from app.store import municipality, staff
from app.store.municipality import Municipality, Stale

NAMES = ("Kari", "Ola", "Siri")


def test_of_those_who_save_at_once_one_is_right_and_the_others_are_told(engine: Engine) -> None:
    """V162: also the very first time."""
    for rev in range(4):
        ready = Barrier(len(NAMES))

        def save(name: str, rev: int = rev, ready: Barrier = ready) -> Municipality | str:
            own = {"nb": {"opening": f"{name} {rev}"}}
            mine = Municipality(rev=rev, by=name, consents=1 + rev % 2, wording=own)
            ready.wait(10)
            try:
                return municipality.save(engine, mine, f"bilde {name} {rev}".encode())
            except Stale as stale:
                return stale.now.by

        with ThreadPoolExecutor(len(NAMES)) as people:
            came = list(people.map(save, NAMES))
        (kept,) = (each for each in came if isinstance(each, Municipality))
        assert came.count(kept.by) == len(NAMES) - 1, "the others see whose it is"
        assert municipality.load(engine) == kept
        assert kept.wording["nb"]["opening"] == f"{kept.by} {rev}"
        assert municipality.crest(engine, kept.crest) == f"bilde {kept.by} {rev}".encode()
        assert staff.setting(engine, municipality.CONSENTS) == str(kept.consents)
