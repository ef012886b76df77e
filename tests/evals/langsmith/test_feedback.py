"""`lexhop dataset from-feedback`: questions whose answers users disliked, as a draft."""

import json
import uuid
from pathlib import Path

import pytest
from langsmith import Client
from langsmith.utils import get_env_var

from tests.fake_langsmith.client import FakeLangSmith
from tests.in_process import lexhop

BAD, GOOD, UNSCORED = "Hvad siger CPL § 6, stk. 1?", "Hvad siger CPL § 9?", "Hvad siger GSTL § 18?"
CPR = "010190-1234"


def ask(question: str) -> str:
    done = lexhop("ask", question, "--json")
    assert done.code == 0, done.err
    run_id: str = json.loads(done.out)["run_id"]
    return run_id


def score(run_id: str, score: str, *more: str) -> None:
    done = lexhop("feedback", run_id, "--score", score, *more)
    assert done.code == 0, done.err


def drafted(path: Path, *more: str) -> list[dict[str, object]]:
    done = lexhop("dataset", "from-feedback", "--out", str(path), *more)
    assert (done.code, done.out) == (0, ""), done.err
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert done.err == f'{len(rows)} questions in {path}: write "gold" into each\n'
    return rows


@pytest.mark.usefixtures("collection")
def test_what_users_disliked_is_drafted_once_and_waits_for_its_gold(
    traced: FakeLangSmith, tmp_path: Path
) -> None:
    first = ask(BAD)
    score(first, "0", "--comment", f"Nej, siger {CPR}.")
    score(ask(BAD), "0.25")
    score(ask(GOOD), "1")
    ask(UNSCORED)
    [draft] = drafted(tmp_path / "draft")
    assert draft == {
        "id": first,
        "question": BAD,
        "lang": "da",
        "type": "feedback",
        "cited": ["cykelpuljeloven § 6"],
        "comments": ["Nej, siger [CPR]."],
    }
    assert drafted(tmp_path / "none", "--key", "another") == []
    assert drafted(tmp_path / "low", "--below", "0.1")[0]["comments"] != []
    assert len(drafted(tmp_path / "all", "--below", "1.1")) == 2
    done = lexhop("eval", str(tmp_path / "draft"))
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert 'line 1: "gold" is missing' in done.err
    done = lexhop("dataset", "from-feedback", "--out", str(tmp_path / "draft"))
    assert done.code == 2
    assert "is there already" in done.err
    assert traced.unknown() == []


def test_what_others_traced_is_cleaned_or_left_out(
    langsmith: FakeLangSmith, tmp_path: Path
) -> None:
    client = Client(auto_batch_tracing=False)
    project = client.read_project(project_name="default")
    for inputs in ({"question": f"Hvem er {CPR}?"}, {"question": "[TEXT]"}, {"n": 1}):
        run_id = uuid.uuid4()
        client.create_run(
            "ask", inputs, "chain", id=run_id, project_name="default", outputs={"text": "x"}
        )
        client.create_feedback(run_id, "user_score", score=0, session_id=project.id)
    langsmith.wait_for(lambda: len(langsmith.feedback()) == 3, "feedback")
    [draft] = drafted(tmp_path / "draft", "--project", "default")
    assert (draft["question"], draft["cited"]) == ("Hvem er [CPR]?", [])


def test_a_project_that_is_not_there_is_one_line(
    langsmith: FakeLangSmith, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    done = lexhop("dataset", "from-feedback", "--out", str(tmp_path / "x"), "--project", "nix")
    assert (done.code, done.out) == (2, "")
    assert done.err == "lexhop: LangSmith has no project 'nix'; name one: --project\n"
    monkeypatch.setenv("LANGSMITH_API_KEY", "")
    get_env_var.cache_clear()
    done = lexhop("dataset", "from-feedback", "--out", str(tmp_path / "x"))
    assert (done.code, done.err.count("\n")) == (2, 1)
