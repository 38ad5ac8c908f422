"""The record as one build sees it, and the fingerprint of what every page is made from.

Sphinx notices a changed page by its time and knows nothing of the data or of this package. Their fingerprint, by
content, is therefore a configuration value: a change of either makes every page anew.
"""

from __future__ import annotations

import hashlib
from functools import cache, lru_cache
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError

from ledgerbook.book import PACKAGE, RULES, BookError, own_rules
from ledgerbook.citing import work
from ledgerbook.fingerprints import of_text
from ledgerbook.record import load
from ledgerbook.record.ledger import Ledger
from ledgerbook.record.problems import LedgerError

DATA = "book_data"  # the setting that names the folder of the record


def fingerprint(*folders: Path) -> str:
    """The fingerprint of the code and tables in these folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.suffix in (".py", ".csv", ".json", ".html", ".js")):
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(of_text(path))
    return digest.hexdigest()


def record(env: BuildEnvironment) -> Ledger:
    """The ledger, read once for each build."""
    ledger: Ledger = env.app.book_record  # type: ignore[attr-defined]
    return ledger


def folder(env: BuildEnvironment) -> Path:
    """The folder of the record."""
    return _data(env.config, Path(env.srcdir))


@lru_cache(maxsize=1)
def _record(folder: Path, rules: str, language: str, _fingerprint: str) -> Ledger:
    return load.load(folder, own_rules(rules), language)


@cache
def code() -> str:
    """The fingerprint of this package's own code, for what is kept from one build to the next."""
    return fingerprint(PACKAGE)


def _data(config: Config, root: Path) -> Path:
    return root / str(config[DATA])


def _take_fingerprint(app: Sphinx, config: Config) -> None:
    # The book's own code is no part of it: what pages show of that are the outputs of notebooks.
    root = Path(app.srcdir)
    cited = of_text(root / work.FILE).hex() if (root / work.FILE).is_file() else ""
    config["book_inputs"] = fingerprint(PACKAGE, _data(config, root)) + cited


def kept_drawings(app: Sphinx) -> Path:
    """The folder in which this site keeps its drawings."""
    return Path(app.outdir).parent / "drawings"


def _read_early(app: Sphinx) -> None:
    """A broken record stops the build before any page is read."""
    try:
        data, config = _data(app.config, Path(app.srcdir)), app.config
        found = _record(data, config[RULES], config.language, config.book_inputs)
        app.book_record = found  # type: ignore[attr-defined]
    except (LedgerError, BookError) as error:
        raise ExtensionError(str(error)) from error


def setup(app: Sphinx) -> None:
    """Registers where the record and its rules are, its fingerprint, and reads it."""
    app.add_config_value(DATA, "data", "", str)
    app.add_config_value(RULES, "", "env", str)
    app.add_config_value("book_inputs", "", "env", str)
    app.connect("config-inited", _take_fingerprint)
    app.connect("builder-inited", _read_early)
