"""The codebook of a record, ``data/README.md``, as it follows from the schema."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ledgerbook.record import schema

INTRODUCTION = """\
<!-- Generated from datapackage.json by `make schema`. Change the schema, not this page. -->

# The record

Every number that the book prints or draws leads to a row of `claims.csv`.
One row is one number, printed in one source, with the phrase it was printed in.
The tables are plain CSV (UTF-8, comma, header line, Unix line ends).
`datapackage.json` holds their schema in the [Data Package](https://specs.frictionlessdata.io/) format.

## How to read it

- **A claim is what a source prints, not what is true.**
  `value_text` is the wording, `value` the same as a plain number, `bound` what the wording says of the true value.
- **Do not add or divide across measures** unless `relations.csv` lists the pair, nor across a break in `breaks.csv`.
- **Do not take a running total for a year's work**: `accumulation` says which is which.
- **Count releases, not rows.** Rows with `reprint_of` repeat the announcement of the row that it names.
  A reprint has the same measure, kind, period, place, agency and number, in a document of the same ten days or undated;
  the row named is the best and earliest print we hold.
- **Take the status seriously.** A row that is not `used` says why.
  A disputed or superseded row enters a figure or a result only to show a disagreement, a revision, or what all prints
  allow together, and the result names it; a misprint or a row set aside enters none but to show that it is one.
- **Look up who disagrees.** `disagreements.csv` holds every contradiction between independent claims of one quantity
  and period, with the claim that the book uses and the reason; `make check` refuses one that is not declared.
- **What was published stays.** `published.csv` holds a fingerprint of each published row, `corrections.csv` every
  change since.
- **A period that was inferred is our reading** of "past year" or "to date".
- **An empty first day was not printed**: the number counts since a day that nobody says. No rate or window may use it;
  `start_earliest` and `start_latest` are the days between which it lies, as far as that can be argued.
- **Quotations are short** (at most 45 characters).
  Copies in traditional characters of simplified originals are quoted in simplified characters where the note says so;
  digits were never changed.

## How to check it

`make check` validates every table against the schema, with the Frictionless library, and against the rules that a
schema cannot say (`chapters/ledgerbook/record/rules/`): the value agrees with its wording, the evidence holds the
number, the period can be, the unit belongs to the measure.
A problem is named with file, line, field, value and remedy.
"""


def render(folder: Path) -> str:
    """The page for the record in that folder."""
    package = schema.package(folder)
    return INTRODUCTION + "".join(_table(resource) for resource in package["resources"])


def _table(resource: Mapping[str, Any]) -> str:
    schema = resource["schema"]
    key = schema.get("primaryKey", [])
    lines = [f"\n## {resource['path']}\n", f"{resource['title']}. {resource['description']}\n"]
    if key:
        names = [key] if isinstance(key, str) else key
        lines.append(f"Key: {', '.join(f'`{name}`' for name in names)}.\n")
    lines += ["| column | type | what it says |", "|---|---|---|"]
    references = {
        link["fields"]: f"`{link['reference']['fields']}` of {link['reference']['resource']}.csv"
        for link in schema.get("foreignKeys", [])
    }
    lines += [_column(field, references) for field in schema["fields"]]
    return "\n".join(lines) + "\n"


def _column(field: Mapping[str, Any], references: Mapping[str, str]) -> str:
    constraints = field.get("constraints", {})
    says = field["description"]
    if field["name"] in references:
        says += f" Names {references[field['name']]}."
    if "enum" in constraints:
        says += " One of: " + ", ".join(f"`{value}`" for value in constraints["enum"]) + "."
    kind = field["type"] + ("" if constraints.get("required") else ", may be empty")
    return f"| `{field['name']}` | {kind} | {says} |"
