"""`make accessibility`: every page and screen is measured, and the document written anew.

It tells of a run that found faults, too; the exit status is the tests'.
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.accessibility.document import DOCUMENT, made
from tests.accessibility.evidence import KEPT


def main() -> int:
    here = Path(__file__).parent
    KEPT.unlink(missing_ok=True)
    whole = os.environ | {"TANNHJUL_ACCESSIBILITY": "whole"}
    failed = subprocess.run([sys.executable, "-m", "pytest", "-q", here], env=whole).returncode
    DOCUMENT.write_text(made(), encoding="utf-8")
    return failed


if __name__ == "__main__":
    sys.exit(main())
