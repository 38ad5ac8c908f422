"""Brings the stored outputs of the notebooks up to date: ``python -m ledgerbook.notebooks.execute``.

A notebook keeps, in its metadata, fingerprints of all that its outputs are computed from (its own code cells, the
pinned versions, and what it read: :mod:`ledgerbook.notebooks.dependencies`) and one of the outputs themselves. All are
of contents, never of times, so a changed data cell, a changed helper and a hand-edited output are noticed alike, and
only where they matter; this is what the execution cache of Jupyter Book does not see. Execution is deterministic: the
same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode

from ledgerbook import kept
from ledgerbook.book import Book
from ledgerbook.commands import faults, lock, surroundings
from ledgerbook.notebooks import dependencies, drawings, starts
from ledgerbook.notebooks.rerun import PARAMETERS
from ledgerbook.record import checks

KERNELSPEC = {"name": "python3", "display_name": "Python 3", "language": "python"}
# Without Python's version, which would change the file on every machine.
LANGUAGE_INFO = {
    "name": "python",
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "pygments_lexer": "ipython3",
}
# What editors leave in a cell's metadata: times, and the state of their windows.
VOLATILE_CELL_METADATA = ("execution", "ExecuteTime", "collapsed", "scrolled")
PACKAGES = Path(__file__).parents[2]  # where a kernel finds this package if the book has none of its own
CELL_TIMEOUT = 600  # seconds
REMEDY = "make notebooks"
STARVED = "So it ends when memory runs out. Remedy: end other programs, or make notebooks JOBS=1"
LEFT = "The notebooks on disk are whole: each is the old one or the new one."

STORED = "book"  # the key of a notebook's metadata under which its fingerprints stand
# The groups of a fingerprint, in the words of the messages.
GROUPS = {"code": "code cells", "pins": "pinned versions"}
# Run in the kernel before the first cell and after the last one, without a trace in either.
BEGIN = "import sys; sys.path.append({package!r}); __import__({module!r}, fromlist=['begin']).begin({root!r}); del sys"
AS_FOUND = f"; __import__({checks.__name__!r}, fromlist=['give_as_found']).give_as_found()"  # in a reader's version
NOTED = f"print(__import__({dependencies.__name__!r}, fromlist=['noted']).noted())"


class NotebookError(Exception):
    """A notebook that could not be executed; the message says where and why."""


def _sha256(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def inputs(notebook: NotebookNode, book: Book) -> dict[str, str]:
    """The fingerprints of what every chapter depends on, by the keys of ``GROUPS``."""
    code = _sha256([cell.source for cell in _code_cells(notebook)])
    return {"code": code, "pins": dependencies.text_digits(book.root / "requirements.txt")}


def outputs(notebook: NotebookNode) -> str:
    """The fingerprint of the outputs and execution counts as they are stored."""
    return _sha256([[cell.execution_count, cell.outputs] for cell in _code_cells(notebook)])


def all_stale(paths: Iterable[Path], book: Book) -> dict[Path, list[str]]:
    """Which of the notebooks have to be executed again, and why; what they depend on is read once for all."""
    content = dependencies.Content(book.root)
    return {path: reasons for path in paths if (reasons := stale(path, book, content))}


def stale(path: Path, book: Book, content: dependencies.Content | None = None) -> list[str]:
    """Why the notebook has to be executed again; empty when its outputs are current."""
    notebook = read(path)
    stored: Mapping[str, Any] = notebook.metadata.get(STORED, {})
    if not isinstance(stored.get("read"), dict):
        return ["never executed by this command"]
    current = inputs(notebook, book)
    reasons = [f"{words} changed" for group, words in GROUPS.items() if stored["inputs"].get(group) != current[group]]
    reasons += dependencies.changed(stored["read"], content or dependencies.Content(book.root))
    if stored.get("outputs") != outputs(notebook):
        reasons.append("stored outputs were edited")
    if reason := drawings.stale(path, notebook.cells):
        reasons.append(reason)
    return reasons


def read(path: Path) -> NotebookNode:
    """The notebook, with an id for each cell: its own or, where it has none, one that follows from its place."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    if raw.get("nbformat") != 4:
        raise NotebookError(f"{path.name} is not a notebook of format 4; open it in Jupyter and save it again")
    raw["nbformat_minor"] = 5
    for number, cell in enumerate(raw["cells"], start=1):
        cell.setdefault("id", f"cell-{number}")
    return _parse(json.dumps(raw))


def _parse(text: str) -> NotebookNode:
    notebook: NotebookNode = nbformat.reads(text, as_version=4)
    return notebook


def _text(notebook: NotebookNode) -> str:
    """The notebook as it is stored: keys in the order of names, one line for each line of source or output."""
    text: str = nbformat.writes(notebook)
    return text + "\n"


def execute(path: Path, book: Book) -> tuple[str, str]:
    """The texts of the notebook and of its drawings ("" for none) after an execution from the first cell to the last.

    The files themselves are not touched.
    """
    notebook = read(path)
    for cell in notebook.cells:
        for key in VOLATILE_CELL_METADATA:
            cell.metadata.pop(key, None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata.pop(STORED, None)
    read_parts, strict = _run(notebook, path, book)
    # After the run, because the kernel states its own version.
    notebook.metadata.update(kernelspec=KERNELSPEC, language_info=LANGUAGE_INFO)
    # Fingerprints are taken of what will be read, not of what is in memory.
    notebook = _parse(_text(notebook))
    notebook.metadata[STORED] = {
        "inputs": inputs(notebook, book),
        "outputs": outputs(notebook),
        "read": dependencies.Content(book.root).fingerprints(read_parts),
    }
    return _text(notebook), drawings.text(drawings.documents(notebook.cells), strict)


def _run(notebook: NotebookNode, path: Path, book: Book) -> tuple[dependencies.Parts, Mapping[str, Any]]:
    """Fills the notebook with outputs; gives what it read, and its figures under the strict reading, if it has one."""
    begin = BEGIN.format(package=str(PACKAGES), module=dependencies.__name__, root=str(book.root))
    if book.readers_settings:
        begin += AS_FOUND
    strict = drawings.cell(path) if _has_parameters(notebook) else ""
    notebook.cells += [nbformat.v4.new_code_cell(strict), nbformat.v4.new_code_cell(NOTED)]
    with surroundings.of_kernels():
        try:
            _run_cells(notebook, book, begin)
        except CellExecutionError as error:
            raise NotebookError(_failure(notebook, path, error)) from None
        except CellTimeoutError as error:
            raise NotebookError(f"{path.name}: {error}") from None
        except RuntimeError as error:  # it died, before or after its first answer
            raise NotebookError(f"{path.name}: {error}. {STARVED}") from None
    parts = json.loads(notebook.cells.pop().outputs[0].text)
    _refuse_complaints(notebook, path)
    shown = (output.get("data", {}) for output in notebook.cells.pop().outputs)
    readings: Mapping[str, Any] = next(
        (data[drawings.READINGS_MIME] for data in shown if drawings.READINGS_MIME in data), {}
    )
    return dependencies.without_rules(parts, [cell.source for cell in _code_cells(notebook)], book.root), readings


def _run_cells(notebook: NotebookNode, book: Book, begin: str) -> None:
    """Runs the code cells in a new kernel, after the code ``begin``."""
    client = NotebookClient(
        notebook,
        kernel_name=KERNELSPEC["name"],
        resources={"metadata": {"path": str(book.chapters)}},
        timeout=CELL_TIMEOUT,
        record_timing=False,
        coalesce_streams=True,  # a stream arrives in pieces whose number depends on timing
        # Errors only: a local kernel need not warn that it is not encrypted.
        extra_arguments=["--log-level=40", f"--IPKernelApp.exec_lines={[begin]!r}"],
    )
    _start(client)
    client.execute()


@starts.again
def _start(client: NotebookClient) -> None:
    client.create_kernel_manager()
    client.start_new_kernel(env=dict(os.environ))
    client.start_new_kernel_client()


def _refuse_complaints(notebook: NotebookNode, path: Path) -> None:
    """A figure that its own check refuses raises no error when it is shown: Jupyter only prints it."""
    for cell in _code_cells(notebook):
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr":
                said = re.sub(r"\x1b\[[0-9;]*m", "", output.text).strip().splitlines()[-1]
                raise NotebookError(f"{path.name}, code cell [{cell.execution_count}] complains\n    {said}")


def _has_parameters(notebook: NotebookNode) -> bool:
    return any(PARAMETERS in cell.metadata.get("tags", ()) for cell in _code_cells(notebook))


def _failure(notebook: NotebookNode, path: Path, error: CellExecutionError) -> str:
    """Notebook, cell, line and error, in the form that one looks for them."""
    cell = next(c for c in _code_cells(notebook) if any(o.output_type == "error" for o in c.outputs))
    traceback = re.sub(r"\x1b\[[0-9;]*m", "", error.traceback)
    place = f"{path.name}, code cell [{cell.execution_count}]"
    # The first frame is the cell's own; the frames below it are those of the functions that it called.
    if line := re.search(r"Cell In\[\d+\], line (\d+)", traceback):
        number = int(line[1])
        place += f", line {number}: {cell.source.splitlines()[number - 1].strip()}"
    return f"{place}\n    {error.ename}: {error.evalue}"


def refresh(path: Path, book: Book) -> tuple[str, float]:
    """Executes the notebook and replaces its file if it came out different; says what happened and how long it took."""
    start = time.perf_counter()
    text, drawn = execute(path, book)
    # The drawings first: with them and the old notebook left by an interruption, the next execution mends both.
    changed = [_replace(drawings.place(path), drawn), _replace(path, text)]
    return ("updated" if any(changed) else "unchanged"), time.perf_counter() - start


def _replace(path: Path, text: str) -> bool:
    """Makes the file hold the text, without one where there is none; says whether it changed."""
    if (path.read_text(encoding="utf-8") if path.exists() else "") == text:
        return False
    if text:
        path.parent.mkdir(exist_ok=True)
        kept.write(path, text.encode())
    else:
        path.unlink()
    return True


def refresh_all(paths: Sequence[Path], book: Book, jobs: int) -> int:
    """Refreshes the notebooks, several at a time, and returns how many failed."""
    workers = max(1, min(jobs, len(paths)))
    with ProcessPoolExecutor(max_workers=workers, initializer=lock.end_with_parent) as pool:
        running = {pool.submit(refresh, path, book): path for path in paths}
        try:
            return sum(not _succeeded(running[future], future) for future in as_completed(running))
        except BaseException:  # an interruption does not wait for what is being executed
            for process in active_children():
                process.kill()
            raise


def _succeeded(path: Path, future: Future[tuple[str, float]]) -> bool:
    """Prints how an execution ended, and says whether it was well."""
    try:
        outcome, seconds = future.result()
    except NotebookError as error:
        message = str(error)
    except BrokenProcessPool:
        message = f"{path.name}: the process that executed it was ended from outside. {STARVED}"
    except OSError as error:
        message = f"{path.name}: {faults.words(error)}"
    else:
        print(f"  {path.name}: {outcome} ({seconds:.1f} s)", flush=True)
        return True
    print(f"FAILED {message}\n    The notebook on disk was left as it was.", file=sys.stderr, flush=True)
    return False


def _chosen(book: Book, names: Sequence[str]) -> list[Path]:
    by_stem = {path.stem: path for path in book.notebooks}
    unknown = [name for name in names if Path(name).stem not in by_stem]
    if unknown:
        raise SystemExit(f"no such notebook: {', '.join(unknown)}; there are {', '.join(by_stem) or 'none'}")
    wanted = {Path(name).stem for name in names} or set(by_stem)
    return [path for stem, path in by_stem.items() if stem in wanted]


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m ledgerbook.notebooks.execute", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these notebooks (default: every notebook)")
    parser.add_argument("--all", action="store_true", help="execute the current ones too")
    parser.add_argument("--check", action="store_true", help="execute nothing; fail if a notebook is not current")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1, help="notebooks executed at a time")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str], root: Path | None = None) -> int:
    """The command; the exit status is 1 when a notebook failed or, with ``--check``, is not current."""
    options = _arguments(arguments)
    book = Book(root) if root else Book.here()
    if options.check:
        return _refresh_stale(book, options)
    with lock.held(book.root, "make notebooks"):
        return _refresh_stale(book, options)


def _refresh_stale(book: Book, options: argparse.Namespace) -> int:
    chosen = _chosen(book, options.names)
    outdated = all_stale(chosen, book)
    for path, why in outdated.items():
        print(f"  {path.name}: stale ({', '.join(why)})", flush=True)
    if options.check:
        if outdated:
            print(f"{len(outdated)} of {len(chosen)} notebooks are not current; remedy: {REMEDY}", file=sys.stderr)
        return 1 if outdated else 0
    to_execute = chosen if options.all else list(outdated)
    if not to_execute:
        print(f"  all {len(chosen)} notebooks are current")
        return 0
    return 1 if refresh_all(to_execute, book, options.jobs) else 0


if __name__ == "__main__":
    sys.exit(faults.exit_status(lambda: main(sys.argv[1:]), left=LEFT))
