"""What a public forge, a container and a reader of licences find beside the book."""

import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
COMMANDS = {"make book", "make test", "make links", "make lock"}
BIN = Path(sys.executable).parent
HAS_LINTER = sys.platform == "linux" and platform.machine() == "x86_64"  # where the Dockerfile's linter comes for


def run(*command: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """A tool of this environment, to its end."""
    program, *arguments = command
    return subprocess.run([str(BIN / program), *arguments], cwd=folder, capture_output=True, text=True, check=False)


def steps(path: Path) -> list[dict[str, str]]:
    """Every step of every job of a workflow."""
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


def test_workflows_follow_the_schema_of_their_forge():
    assert len(WORKFLOWS) == 3
    result = run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *map(str, WORKFLOWS))
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_workflow_with_a_fault_is_seen(tmp_path):
    text = WORKFLOWS[0].read_text(encoding="utf-8").replace("runs-on", "runs-at")
    (tmp_path / "wrong.yml").write_text(text, encoding="utf-8")
    result = run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(tmp_path / "wrong.yml"))
    assert result.returncode == 1
    assert "runs-at" in result.stdout


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_workflows_run_documented_targets_and_steps_that_cannot_change(path):
    assert {step["run"] for step in steps(path) if "run" in step} <= COMMANDS
    for used in (step["uses"] for step in steps(path) if "uses" in step):
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", used), used
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert all("timeout-minutes" in job for job in workflow["jobs"].values())


def test_every_file_has_a_licence():
    result = run("reuse", "lint")
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_file_without_a_licence_is_seen(tmp_path):
    shutil.copytree(ROOT / "LICENSES", tmp_path / "LICENSES")
    (tmp_path / "file.txt").write_text("x", encoding="utf-8")
    result = run("reuse", "lint", folder=tmp_path)
    assert result.returncode == 1
    assert "file.txt" in result.stdout


def test_the_container_is_built_by_the_commands_of_the_book():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "\nRUN make book\n" in text
    if HAS_LINTER:
        result = run("hadolint", "Dockerfile")
        assert result.returncode == 0, result.stdout


def test_a_container_with_a_fault_is_seen(tmp_path):
    (tmp_path / "Dockerfile").write_text("FROM python\nRUN cd /x\n", encoding="utf-8")
    assert not HAS_LINTER or "DL3006" in run("hadolint", "Dockerfile", folder=tmp_path).stdout
