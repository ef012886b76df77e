"""The wheel as others meet it: one name, in the way of nobody, and nobody in its way."""

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import ROOT

THEIRS = ("app", "cli", "corpus", "evals", "graph", "nodes", "prompts", "settings", "state")
"""Names that other people's modules have as well."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of installed packages: the wheel, and what others have under our folders' names."""
    folder = tmp_path_factory.mktemp("site")
    with ZipFile(wheel) as packed:
        packed.extractall(folder)  # noqa: S202 - our own archive
    for name in THEIRS:
        (folder / f"{name}.py").write_text('WHOSE = "installed"\n', encoding="utf-8")
    return folder


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """Somebody's project, with modules and packages of the same names."""
    for name in THEIRS[::2]:
        (tmp_path / f"{name}.py").write_text('WHOSE = "theirs"\n', encoding="utf-8")
    for name in THEIRS[1::2]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text('WHOSE = "theirs"\n', encoding="utf-8")
    return tmp_path


def python(*arguments: str, folder: Path, path: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_has_one_name(wheel: Path) -> None:
    with ZipFile(wheel) as packed:
        files = packed.namelist()
    assert {name.split("/")[0].partition("-")[0] for name in files} == {"lexhop"}
    assert {"lexhop/py.typed", "lexhop/app.py", "lexhop/prompts/write.da.md"} <= set(files)
    assert not [name for name in files if "/tests/" in name or "/bench/" in name or ".pyc" in name]


@pytest.mark.parametrize("first", ["theirs", "ours"])
def test_it_works_beside_modules_of_the_same_names(site: Path, theirs: Path, first: str) -> None:
    path = os.pathsep.join(map(str, (theirs, site) if first == "theirs" else (site, theirs)))
    done = python("-m", "lexhop", "collections", "--json", folder=theirs, path=path)
    assert (done.stdout, done.stderr) == ('{"collections": []}\n', "")
    names = ", ".join(THEIRS)
    code = f"import lexhop.app, {names}; print(lexhop.app.__file__, {{m.WHOSE for m in ({names})}})"
    done = python("-c", code, folder=theirs, path=path)
    where, _, whose = done.stdout.strip().partition(" ")
    assert Path(where).is_relative_to(site), done.stderr
    assert whose == "{'theirs'}"


def test_an_installed_package_of_the_same_name_stays_its_own(site: Path, tmp_path: Path) -> None:
    code = "import lexhop.state.records, state; print(state.WHOSE)"
    assert python("-c", code, folder=tmp_path, path=str(site)).stdout == "installed\n"


def test_this_checkout_shows_nothing_but_lexhop(tmp_path: Path) -> None:
    code = f"from importlib.util import find_spec; print([n for n in {THEIRS} if find_spec(n)])"
    assert python("-c", code, folder=tmp_path, path="").stdout == "[]\n"


def test_the_version_is_told(site: Path, tmp_path: Path) -> None:
    done = python("-m", "lexhop", "--version", folder=tmp_path, path=str(site))
    assert done.stdout.startswith("lexhop 0."), done.stderr


def test_an_sdist_and_a_checkout_without_links_make_the_same_wheel(
    wheel: Path, tmp_path: Path
) -> None:
    def built(folder: Path, target: str, out: str) -> Path:
        command = [
            sys.executable,
            "-m",
            "hatchling",
            "build",
            "-t",
            target,
            "-d",
            str(tmp_path / out),
        ]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        return next((tmp_path / out).iterdir())

    with tarfile.open(built(ROOT, "sdist", "sdist")) as packed:
        packed.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    assert sorted(path.name for path in (unpacked / "src" / "lexhop").iterdir()) == [
        "__init__.py", "__main__.py", "py.typed",
    ]  # fmt: skip
    for name in ("cli", "app.py"):  # what git leaves where it can't make links
        (unpacked / "src" / "lexhop" / name).write_text(f"../../{name}")
    with ZipFile(wheel) as ours, ZipFile(built(unpacked, "wheel", "wheel")) as theirs:
        assert sorted(theirs.namelist()) == sorted(ours.namelist())
