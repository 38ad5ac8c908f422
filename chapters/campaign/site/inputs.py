"""The record as one build sees it, and the fingerprint of what every page is made from.

Sphinx notices a changed page by its time and knows nothing of the data or of this package. Their fingerprint, by
content, is therefore a configuration value: a change of either makes every page anew.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from campaign.record import ledger
from campaign.record.ledger import Ledger
from campaign.record.problems import LedgerError
from campaign.site.fingerprints import of_text

PACKAGE = Path(__file__).parents[1]


def fingerprint(*folders: Path) -> str:
    """The fingerprint of the code and tables in these folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".csv", ".json", ".html", ".js")):
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(of_text(path))
    return digest.hexdigest()


def record(env: BuildEnvironment) -> Ledger:
    """The ledger, read once for each state of the data."""
    return _record(ledger.data_folder(), env.config.book_inputs)


@lru_cache(maxsize=1)
def _record(folder: Path, _fingerprint: str) -> Ledger:
    return ledger.load(folder)


def _read_early(app: Sphinx) -> None:
    """A broken record stops the build before any page is read."""
    try:
        record(app.env)
    except LedgerError as error:
        raise ExtensionError(str(error)) from error


def setup(app: Sphinx) -> None:
    """Registers the fingerprint and reads the record."""
    app.add_config_value("book_inputs", fingerprint(PACKAGE, ledger.data_folder()), "env", str)
    app.connect("builder-inited", _read_early)
