"""LanceDB is imported without its REST client, which is there all the same for who wants it."""

import subprocess
import sys
from pathlib import Path

CLIENT = "lance_namespace_urllib3_client"


def python(code: str, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def test_the_rest_client_is_not_imported_with_the_store(tmp_path: Path) -> None:
    code = (
        "import sys, lexhop.retrieval.stores.lance.store;"
        f"print(sum(name.startswith('{CLIENT}.api') for name in sys.modules))"
    )
    assert python(code, tmp_path) == ["0"]


def test_it_is_there_when_it_is_asked_for(tmp_path: Path) -> None:
    code = (
        "import lexhop.retrieval.stores.lance.store;"
        f"import {CLIENT} as client; from {CLIENT}.models import QueryTableRequest as model;"
        "print(client.TableApi.__name__, client.QueryTableRequest is model);"
        "print(hasattr(client, 'nothing_of_the_kind'))"
    )
    assert python(code, tmp_path) == ["TableApi", "True", "False"]


def test_a_client_that_was_imported_before_stays(tmp_path: Path) -> None:
    code = (
        f"import {CLIENT} as before; import lexhop.retrieval.stores.lance.store;"
        f"import {CLIENT} as after; print(before is after, type(after).__name__)"
    )
    assert python(code, tmp_path) == ["True", "module"]
