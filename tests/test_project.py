"""What the project's own files promise: pins, packing, and nothing of one machine in them."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lexhop.settings import Settings
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# In parts, so that this file doesn't name them itself.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("deb", "debian", "org"),
        ("registry", "npmjs"),
        ("proxy", "golang"),
    )
)


def text_files() -> list[tuple[str, str]]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout, so there is no list of the project's files")
    files = []
    for name in filter(None, listed.stdout.decode().split("\0")):
        path = ROOT / name
        content = path.read_bytes() if path.is_file() else b"\0"
        if b"\0" not in content:
            files.append((name, content.decode("utf-8", errors="replace")))
    return files


def test_no_file_names_a_package_registry() -> None:
    named = [
        f"{name}: {host}" for name, text in text_files() for host in REGISTRIES if host in text
    ]
    assert named == []


def test_no_file_names_a_path_of_this_machine() -> None:
    folders = {ROOT.parent, Path.home()} - {Path("/")}
    own = re.compile("|".join(rf"(?<![\w.~/-]){re.escape(str(path))}/" for path in folders))
    named = [f"{name}: {match[0]}" for name, text in text_files() if (match := own.search(text))]
    assert named == []


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned: dict[str, str] = {}
    for line in lines:
        if line.startswith("#"):
            continue
        match = re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.]+)", line)
        assert match, f"not an exact pin: {line!r}"
        pinned[canonicalize_name(match[1])] = match[2]
    return pinned


@pytest.mark.parametrize(
    "dependency",
    PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["dev"],
)
def test_every_dependency_is_pinned_within_its_bounds(dependency: str) -> None:
    requirement = Requirement(dependency)
    pin = pins().get(canonicalize_name(requirement.name))
    assert pin is not None, f"constraints.txt has no pin for {requirement.name}"
    assert requirement.specifier.contains(pin)


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_pin_has_its_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    hashed: dict[str, str] = {}
    for entry in re.split(r"\n(?=\S)", text.strip()):
        given = re.fullmatch(
            r"(?P<name>[\w.-]+)(?:\[[\w,-]+\])?==(?P<version>[\w.]+)(?: ; [^\\]+)?"
            r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+",
            entry,
        )
        assert given, entry[:100]
        hashed[canonicalize_name(given["name"])] = given["version"]
    pinned = pins()
    assert "hatchling" in hashed
    assert {one: hashed[one] for one in hashed if one in pinned} == {
        one: pinned[one] for one in hashed if one in pinned
    }


MODULES = {module.name for module in ROOT.glob("*.py")}
FOLDERS = {init.parent.name for init in ROOT.glob("*/__init__.py")} - {"tests"}


def test_every_folder_is_in_the_package_and_has_its_place_among_the_layers() -> None:
    linked = {path.name for path in (ROOT / "src" / "lexhop").iterdir() if path.is_symlink()}
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    layered = {name.strip("() ") for layer in layers for name in layer.split("|")}
    assert linked == FOLDERS | MODULES | {"examples"}
    assert layered >= FOLDERS


def test_a_class_name_is_defined_once() -> None:
    defined: dict[str, list[str]] = {}
    for path in (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        for name in re.findall(r"^class (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE):
            defined.setdefault(name, []).append(str(path.relative_to(ROOT)))
    assert {name: where for name, where in defined.items() if len(where) > 1} == {}


def test_the_readme_names_every_setting() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    names = {
        field.validation_alias or f"LEXHOP_{name.upper()}"
        for name, field in Settings.model_fields.items()
    }
    assert {str(name) for name in names if f"`{name}`" not in readme} == set()


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs" / "adr").glob("0*.md")), ids=lambda path: path.stem
)
def test_a_decision_says_whether_it_stands(path: Path) -> None:
    assert re.search(
        r"^Status: (accepted|superseded by \d+)", path.read_text("utf-8"), re.MULTILINE
    )


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *map(str, Path("docs").rglob("*.md"))]
)
def test_files_that_pages_name_are_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    folders = "|".join(sorted(FOLDERS | {"docs", "examples", "tests", "src"}))
    named = re.findall(rf"`((?:{folders})/[\w./-]+)`", text)
    assert [name for name in named if not (ROOT / name).exists()] == []
