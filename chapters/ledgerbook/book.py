"""The folder of a book: where its chapters, its record and its settings lie."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import yaml

from ledgerbook.commands.faults import CommandError
from ledgerbook.record import load
from ledgerbook.record.ledger import Ledger, Rule

CONFIG = "_config.yml"
PACKAGE = Path(__file__).parent
RULES = "book_rules"  # the setting that names the module with a book's own rules


class BookError(CommandError):
    """A folder that is no book, or whose settings cannot be followed; the message names the file and the remedy."""


@dataclass(frozen=True)
class Book:
    """The folder of a book."""

    root: Path
    READERS: ClassVar[str] = "readers-version"  # the file of a reader's version, which says what was set

    @classmethod
    def here(cls) -> Book:
        """The book that holds the working directory. Raises :class:`BookError` outside of any."""
        folder = Path.cwd()
        for root in (folder, *folder.parents):
            if (root / CONFIG).is_file():
                return cls(root)
        raise BookError(f"{folder} lies in no book: no folder above it holds {CONFIG}; run the command in the book")

    @property
    def chapters(self) -> Path:
        """The folder of the notebooks, which is also the working directory of their kernels."""
        return self.root / "chapters"

    @property
    def data(self) -> Path:
        """The folder of the record."""
        return self.root / "data"

    @property
    def readers_settings(self) -> str:
        """What a reader set in this copy of the book, in words; "" where it is the book itself."""
        file = self.root / self.READERS
        return file.read_text(encoding="utf-8").strip() if file.is_file() else ""

    @property
    def notebooks(self) -> list[Path]:
        """Every notebook, in the order of names."""
        return sorted(self.chapters.glob("*.ipynb"))

    @property
    def own_packages(self) -> list[Path]:
        """The folders of the book's own code, which lie beside its notebooks, as a copy of this package may."""
        folders = [path.parent for path in sorted(self.chapters.glob("*/__init__.py"))]
        return [folder for folder in folders if folder.name != PACKAGE.name]

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The settings that Sphinx takes from ``_config.yml``."""
        try:
            found = yaml.safe_load((self.root / CONFIG).read_text(encoding="utf-8"))
            settings: dict[str, Any] = found["sphinx"]["config"]
        except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
            raise BookError(f"{CONFIG} cannot be read: {error}; restore it") from error
        return settings

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The book's own rules of the record: ``RULES`` of the module that the setting names; none without one."""
        return own_rules(self.settings.get(RULES, ""))

    def ledger(self) -> Ledger:
        """The record, read and checked. Raises LedgerError where it breaks a rule."""
        return load.load(self.data, self.rules)


def own_rules(module: str) -> tuple[Rule, ...]:
    """``RULES`` of that module; none where it has no name. Raises :class:`BookError` where it cannot be had."""
    if not module:
        return ()
    try:
        rules: tuple[Rule, ...] = importlib.import_module(module).RULES
    except (ImportError, AttributeError) as error:
        raise BookError(f"{CONFIG}: {RULES}: {module!r} cannot be used: {error}; name a module with RULES") from error
    return rules
