"""`lexhop dataset`, as the sink sees it and as a user does."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from langsmith import Client
from langsmith.utils import get_env_var

from lexhop.evals.harness.datasets import EvalQuestion, read_questions, row_of
from tests.conftest import ROOT
from tests.fake_langsmith.client import FakeLangSmith
from tests.in_process import Done, lexhop

QUESTIONS = ROOT / "examples" / "questions.jsonl"
CPR, PHONE, MAIL = "010190-1234", "20 30 40 50", "mette@example.dk"


def question(number: int, text: str = "", **more: Any) -> EvalQuestion:
    return EvalQuestion(
        id=f"Q{number}", question=text or f"Hvad er {number}?", gold=("x § 1",), **more
    )


def write(path: Path, *questions: EvalQuestion) -> Path:
    path.write_text("".join(json.dumps(row_of(one)) + "\n" for one in questions), "utf-8")
    return path


def push(path: Path, *more: str) -> dict[str, Any]:
    done = lexhop("dataset", "push", str(path), "--name", "tax", "--json", *more)
    assert (done.code, done.err) == (0, "")
    pushed: dict[str, Any] = json.loads(done.out)
    return pushed


def pull(path: Path, *more: str) -> list[EvalQuestion]:
    done = lexhop("dataset", "pull", "tax", "--out", str(path), *more)
    assert (done.code, done.out) == (0, "")
    return read_questions(path)


def counts(pushed: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(pushed[name] for name in ("added", "changed", "removed", "unchanged"))


def test_a_set_comes_back_as_it_was_and_a_second_push_sends_nothing(
    langsmith: FakeLangSmith, tmp_path: Path
) -> None:
    assert counts(push(QUESTIONS)) == (24, 0, 0, 0)
    before = len(langsmith.calls())
    assert counts(push(QUESTIONS)) == (0, 0, 0, 24)
    again = langsmith.calls()[before:]
    assert {call.partition(" ")[0] for call in again} == {"GET"}
    assert pull(tmp_path / "back") == read_questions(QUESTIONS)
    first = (tmp_path / "back").read_bytes()
    assert counts(push(tmp_path / "back")) == (0, 0, 0, 24)
    pull(tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == first
    assert langsmith.unknown() == []


def test_old_deployments_hold_the_same(langsmith: FakeLangSmith, tmp_path: Path) -> None:
    langsmith.be_old()
    asked = [question(1, language="da", type="a"), question(2, answers=("ja",), key_facts=("j",))]
    assert counts(push(write(tmp_path / "q", *asked))) == (2, 0, 0, 0)
    assert counts(push(tmp_path / "q")) == (0, 0, 0, 2)
    changed = [question(1, "Hvorfor?"), asked[1]]
    assert counts(push(write(tmp_path / "q", *changed))) == (0, 1, 0, 1)
    assert pull(tmp_path / "back") == changed


@dataclass(frozen=True)
class Case:
    """What a push of `after` does to a dataset that holds questions 1, 2 and 3."""

    name: str
    after: tuple[EvalQuestion, ...]
    counts: tuple[int, ...]
    options: tuple[str, ...] = ()
    holds: tuple[EvalQuestion, ...] = ()


ONE, TWO, THREE = question(1), question(2), question(3)
OTHER = question(2, "Hvad ellers?", type="other")
CASES = (
    Case("one more", (ONE, TWO, THREE, question(4)), (1, 0, 0, 3)),
    Case("one changed", (ONE, OTHER, THREE), (0, 1, 0, 2)),
    Case("one gone", (ONE, THREE), (0, 0, 1, 2)),
    Case("one kept", (ONE, THREE), (0, 0, 0, 2), ("--keep",), holds=(ONE, TWO, THREE)),
    Case("one between", (ONE, question(4), TWO, THREE), (1, 2, 0, 1)),
    Case("moved", (THREE, ONE, TWO), (0, 2, 0, 1)),
    Case("only the type", (ONE, TWO, question(3, type="b")), (0, 1, 0, 2)),
)


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.name)
def test_only_what_differs_is_sent(langsmith: FakeLangSmith, tmp_path: Path, case: Case) -> None:
    push(write(tmp_path / "q", ONE, TWO, THREE))
    assert counts(push(write(tmp_path / "q", *case.after), *case.options)) == case.counts
    assert pull(tmp_path / "back") == list(case.holds or case.after)


def test_versions_are_named_by_tag_or_time(langsmith: FakeLangSmith, tmp_path: Path) -> None:
    first = push(write(tmp_path / "q", ONE), "--tag", "v1")["version"]
    assert push(write(tmp_path / "q", OTHER))["version"] > first
    assert pull(tmp_path / "back", "--as-of", "v1") == [ONE]
    assert pull(tmp_path / "back", "--as-of", first) == [ONE]
    assert pull(tmp_path / "back") == [OTHER]
    done = lexhop("dataset", "pull", "tax", "--out", str(tmp_path / "b"), "--as-of", "v2")
    assert (done.code, done.err) == (2, "lexhop: the dataset 'tax' has no version 'v2'\n")


def test_what_was_made_by_hand_is_taken_up(langsmith: FakeLangSmith, tmp_path: Path) -> None:
    client = Client(auto_batch_tracing=False)
    made = client.create_dataset("tax")
    by_hand = client.create_example({"question": "Hvem?"}, dataset_id=made.id)
    [pulled] = pull(tmp_path / "back")
    assert pulled == EvalQuestion(id=str(by_hand.id), question="Hvem?")
    assert counts(push(tmp_path / "back")) == (0, 1, 0, 0)
    assert pull(tmp_path / "again") == [pulled]
    client.create_example({"n": 1}, dataset_id=made.id)
    done = lexhop("dataset", "pull", "tax", "--out", str(tmp_path / "back"))
    assert done.code == 2
    assert 'langsmith:tax, line 2: "question" is missing' in done.err


def test_personal_data_stays_here(langsmith: FakeLangSmith, tmp_path: Path) -> None:
    asked = question(
        1,
        f"Skal jeg, {CPR}, betale?",
        type=f"fra {MAIL}",
        answers=(f"Ring {PHONE}.",),
        key_facts=(CPR,),
    )
    push(write(tmp_path / "q", asked))
    assert counts(push(tmp_path / "q")) == (0, 0, 0, 1)
    raw = langsmith.raw()
    assert b"Skal jeg" in raw
    assert not [one for one in (CPR, PHONE, MAIL) if one.encode() in raw]
    [pulled] = pull(tmp_path / "back")
    assert (pulled.question, pulled.key_facts) == ("Skal jeg, [CPR], betale?", ("[CPR]",))
    named = EvalQuestion(id=CPR, question="Hvad?", gold=("x",))
    done = lexhop("dataset", "push", str(write(tmp_path / "q", named)), "--name", "tax")
    assert done.code == 2
    assert "looks like personal data; rename it" in done.err
    assert CPR not in done.err


def test_without_text_no_dataset_leaves(
    langsmith: FakeLangSmith, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEXHOP_TRACE_TEXT", "none")
    done = lexhop("dataset", "push", str(QUESTIONS), "--name", "tax")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "LEXHOP_TRACE_TEXT=none" in done.err
    assert not [call for call in langsmith.calls() if "datasets" in call]


def no_key(_: FakeLangSmith, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LANGSMITH_API_KEY")
    get_env_var.cache_clear()


def broken(langsmith: FakeLangSmith, _: pytest.MonkeyPatch) -> None:
    langsmith.misbehave("500")


def gone(langsmith: FakeLangSmith, _: pytest.MonkeyPatch) -> None:
    langsmith.misbehave("drop")


def refusing(langsmith: FakeLangSmith, _: pytest.MonkeyPatch) -> None:
    langsmith.misbehave("401")


def fine(_: FakeLangSmith, __: pytest.MonkeyPatch) -> None:
    pass


@dataclass(frozen=True)
class Trouble:
    what: Any
    code: int
    says: str


TROUBLES = (
    Trouble(no_key, 2, "LANGSMITH_API_KEY is not set"),
    Trouble(broken, 1, "see LANGSMITH_ENDPOINT"),
    Trouble(gone, 1, "(ConnectionError); see LANGSMITH_ENDPOINT"),
    Trouble(refusing, 1, "(AuthError); see LANGSMITH_ENDPOINT and LANGSMITH_API_KEY"),
    Trouble(fine, 2, "LangSmith has no dataset 'tax'; make it: lexhop dataset push"),
)


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda one: one.what.__name__)
def test_trouble_is_one_line(
    langsmith: FakeLangSmith, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, trouble: Trouble
) -> None:
    trouble.what(langsmith, monkeypatch)
    out = str(tmp_path / "out")
    commands = [("dataset", "pull", "tax", "--out", out), ("eval", "langsmith:tax")]
    if trouble.what is not fine:
        commands.append(("dataset", "push", str(QUESTIONS), "--name", "tax"))
        commands.append(("dataset", "from-feedback", "--out", out))
    for command in commands:
        done: Done = lexhop(*command)
        assert (done.code, done.out, done.err.count("\n")) == (trouble.code, "", 1), done.err
        assert trouble.says in done.err
    assert not (tmp_path / "out").exists()
