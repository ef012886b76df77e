"""`lexhop eval --langsmith`: the same figures as without it, and what of them leaves."""

import json
import subprocess
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
from langsmith.env import get_git_info
from langsmith.utils import get_env_var

from lexhop import app
from lexhop.composition.ports import Services
from lexhop.evals.langsmith.client import open_langsmith
from lexhop.observability.redaction.export import ExportRedaction
from lexhop.resilience.errors import Transient
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.research import Research
from tests.conftest import ROOT
from tests.fake_langsmith.client import FakeLangSmith, Run, fake_langsmith
from tests.fake_openai.client import FakeOpenAI
from tests.fake_openai.rules import Fault, Rule
from tests.in_process import Done, lexhop

QUESTIONS = str(ROOT / "examples" / "questions.jsonl")
Command = tuple[str, ...]
CPR, PHONE, MAIL, CARD = "010190-1234", "20 30 40 50", "mette@example.dk", "4111 1111 1111 1111"
pytestmark = pytest.mark.usefixtures("collection")


@pytest.fixture
def ask(tmp_path: Path) -> Command:
    """Evaluates three questions."""
    three = Path(QUESTIONS).read_text("utf-8").splitlines(keepends=True)[:3]
    (tmp_path / "three.jsonl").write_text("".join(three), "utf-8")
    return ("eval", str(tmp_path / "three.jsonl"), "--target", "ask")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def figures(done: Done, code: int = 0) -> dict[str, Any]:
    """Without what two runs never share."""
    assert done.code == code, done.err
    read: dict[str, Any] = json.loads(done.out)
    return cast("dict[str, Any]", _timeless(read))


def _timeless(data: Any) -> Any:
    if isinstance(data, dict):
        own = ("latency_ms", "wall_s", "langsmith")
        return {name: _timeless(one) for name, one in data.items() if name not in own}
    return data


def experiment(sink: FakeLangSmith) -> dict[str, Any]:
    [one] = [one for one in sink.projects() if one.get("reference_dataset_id")]
    return one


def roots(sink: FakeLangSmith) -> list[Run]:
    return [run for run in sink.runs() if run.get("reference_example_id")]


def scores(sink: FakeLangSmith) -> dict[str, dict[str, float | None]]:
    """By question, what stands at the runs of the experiment."""
    asked = {run["id"]: run["inputs"]["question"] for run in roots(sink)}
    given: dict[str, dict[str, float | None]] = defaultdict(dict)
    for one in sink.feedback():
        if one["run_id"] in asked and one["key"] not in ("grounded", "abstained"):
            given[asked[one["run_id"]]][one["key"]] = one["score"]
    return given


def test_the_figures_are_those_of_an_evaluation_without_it(
    ask: Command, langsmith: FakeLangSmith, tmp_path: Path
) -> None:
    alone, there, page = tmp_path / "alone", tmp_path / "there", tmp_path / "page.html"
    gates = tmp_path / "gates.toml"
    gates.write_text("[three.ask.at_least]\ncitation_recall = 0.9\n", encoding="utf-8")
    many = ("--repetitions", "2", "--concurrency", "3", "--json")
    here = figures(lexhop(*ask, *many, "--details", str(alone)))
    done = lexhop(
        *ask, *many, "--details", str(there), "--report", str(page), "--langsmith", "mine"
    )
    assert done.err == ""
    assert figures(done) == here
    name = json.loads(done.out)["langsmith"]["experiment"]
    assert name.startswith("mine-")
    assert name in page.read_text("utf-8")
    own = ("took_ms", "answer", "scores")
    for one, other in zip(rows(alone), rows(there), strict=True):
        assert [other[key] for key in one if key not in own] == [
            one[key] for key in one if key not in own
        ]
    sent = scores(langsmith)
    assert len(sent) == 3
    for row in rows(there)[3:]:
        del row["scores"]["latency_ms"], sent[row["question"]]["latency_ms"]
        assert sent[row["question"]] == pytest.approx(row["scores"], abs=1e-4)
    assert len(roots(langsmith)) == 6
    assert langsmith.unknown() == []
    done = lexhop(*ask, "--gates", str(gates), "--langsmith", "g")
    assert (done.code, done.err) == (0, "")
    assert "1 gates hold" in done.out
    assert "in LangSmith as g-" in done.out


@pytest.fixture
def committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The commit of a repository, which is worked in."""
    git = [
        "git",
        "-C",
        str(tmp_path),
        "-c",
        "user.name=Ole Olsen",
        "-c",
        "user.email=ole@example.org",
    ]
    subprocess.run([*git, "init", "-q"], check=True)
    subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "first"], check=True)
    head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    monkeypatch.chdir(tmp_path)
    get_git_info.cache_clear()
    yield head.stdout.strip()
    get_git_info.cache_clear()


def test_an_experiment_tells_what_it_was_made_by_and_not_who_made_it(
    ask: Command, langsmith: FakeLangSmith, committed: str
) -> None:
    assert lexhop(*ask, "--langsmith", "mine").code == 0
    made = experiment(langsmith)
    metadata = made["extra"]["metadata"]
    assert metadata.items() >= {
        "target": "ask", "collection": "default", "preset": "fast", "model": "auto",
        "dataset": "three", "num_repetitions": 1,
    }.items()  # fmt: skip
    assert metadata["corpus_version"] == roots(langsmith)[0]["outputs"]["answer"]["corpus_version"]
    assert metadata["prompts"]["write.da"]
    assert metadata["machine"]["processor"]
    assert metadata["dataset_version"]
    assert metadata["git"]["commit"] == committed
    assert b"Ole Olsen" not in langsmith.raw()
    assert b"ole@example.org" not in langsmith.raw()
    assert {run["session_id"] for run in langsmith.runs()} == {made["id"]}
    kinds = [run["run_type"] for run in langsmith.runs(roots(langsmith)[0]["trace_id"])]
    assert "retriever" in kinds


def test_without_it_nothing_leaves_even_where_tracing_is_on(
    ask: Command, traced: FakeLangSmith, fake_openai: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_openai.add(Rule(responder="honest"))
    model(fake_openai, monkeypatch)
    assert lexhop(*ask).code == 0
    assert lexhop("eval", QUESTIONS, "--limit", "2").code == 0
    assert traced.calls() == []


def test_a_dataset_there_is_asked_as_it_was_at_a_version(
    ask: Command, langsmith: FakeLangSmith, tmp_path: Path
) -> None:
    lines = Path(QUESTIONS).read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "two").write_text("".join(lines[:2]), "utf-8")
    (tmp_path / "one").write_text(lines[2], "utf-8")
    push = ("dataset", "push", "--name", "some")
    assert lexhop(*push, str(tmp_path / "two"), "--tag", "v1").code == 0
    assert lexhop(*push, str(tmp_path / "one")).code == 0
    asked = ("--details", str(tmp_path / "d"), "--langsmith", "mine", "--json")
    assert figures(lexhop("eval", "langsmith:some@v1", *asked))["n"] == 2
    assert [row["id"] for row in rows(tmp_path / "d")] == ["E01", "E02"]
    assert figures(lexhop("eval", "langsmith:some", "--json"))["n"] == 1
    assert len(roots(langsmith)) == 2


@dataclass(frozen=True)
class Seeing:
    """The real services, but `seen` gets each question before it is asked, and may raise."""

    real: Services
    seen: Callable[[str], None]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    @asynccontextmanager
    async def graph(self, store: LanceStore, *, cached: bool) -> AsyncIterator["SeeingGraph"]:
        async with self.real.graph(store, cached=cached) as whole:
            yield SeeingGraph(whole, self.seen)


@dataclass(frozen=True)
class SeeingGraph:
    whole: Any
    seen: Callable[[str], None]

    async def ainvoke(self, start: Research, /) -> Any:
        self.seen(start.question)
        return await self.whole.ainvoke(start)


def seeing(seen: Callable[[str], None]) -> Services:
    return cast("Services", Seeing(app.open_services(), seen))


def test_a_question_that_fails_is_told_here_and_there(
    ask: Command, langsmith: FakeLangSmith, tmp_path: Path
) -> None:
    def fail(question: str) -> None:
        if "HBDL" in question:
            raise Transient(f"no answer for {CPR}\nat all")

    here = figures(lexhop(*ask, "--json", services=seeing(fail)), code=1)
    asked = (*ask, "--json", "--details", str(tmp_path / "d"), "--langsmith", "mine")
    done = lexhop(*asked, services=seeing(fail))
    assert figures(done, code=1) == here
    assert done.err == f"failed: E02: Transient: no answer for {CPR} at all\n"
    failed = next(run for run in roots(langsmith) if "HBDL" in run["inputs"]["question"])
    assert "Transient: no answer for [CPR] at all" in failed["error"]
    assert CPR.encode() not in langsmith.raw()
    sent = scores(langsmith)[failed["inputs"]["question"]]
    assert sent == rows(tmp_path / "d")[1]["scores"]
    assert (sent["citation_recall"], sent["abstention"], sent["latency_ms"]) == (0.0, 0.0, None)


def test_what_is_done_is_sent_and_not_asked_again(
    ask: Command, langsmith: FakeLangSmith, tmp_path: Path
) -> None:
    details = ("--details", str(tmp_path / "d"))

    def interrupt(question: str) -> None:
        if "GSTL" in question:
            raise KeyboardInterrupt

    done = lexhop(*ask, *details, services=seeing(interrupt))
    assert done.code == 130
    assert len(rows(tmp_path / "d")) == 2
    asked: list[str] = []
    again = (*ask, *details, "--resume", "--langsmith", "mine")
    done = lexhop(*again, services=seeing(asked.append))
    assert (done.code, done.err) == (0, "")
    assert len([one for one in asked if "GSTL" in one]) == 1
    assert len(asked) == 2
    assert sum(asked.count(row["question"]) for row in rows(tmp_path / "d")[1:2]) == 0
    assert len(roots(langsmith)) == 3
    assert len(scores(langsmith)) == 3


@pytest.fixture
def doomed(monkeypatch: pytest.MonkeyPatch, langsmith: FakeLangSmith) -> Iterator[FakeLangSmith]:
    """A sink of the test's own, to be killed."""
    with fake_langsmith() as sink:
        monkeypatch.setenv("LANGSMITH_ENDPOINT", sink.url)
        get_env_var.cache_clear()
        yield sink


@pytest.mark.parametrize("at_once", ["1", "3"])
def test_a_langsmith_that_dies_on_the_way_costs_no_result(
    ask: Command, doomed: FakeLangSmith, tmp_path: Path, at_once: str
) -> None:
    asked: list[str] = []

    def kill(question: str) -> None:
        asked.append(question)
        if len(asked) == 3:
            doomed.process.kill()
            doomed.process.wait()

    there = ("--details", str(tmp_path / "there"), "--langsmith", "mine")
    many = ("--concurrency", at_once, "--json")
    done = lexhop(*ask, *many, *there, services=seeing(kill))
    here = figures(lexhop(*ask, *many))
    assert figures(done, code=1) == here
    assert done.err.startswith("LangSmith lacks some of mine-")
    assert done.err.endswith("; all is here\n")
    assert done.err.count("\n") == 1
    assert [row["id"] for row in rows(tmp_path / "there")] == ["E01", "E02", "E03"]
    assert len(set(asked)) == 3


def test_scores_on_their_way_are_waited_for(langsmith: FakeLangSmith) -> None:
    there = open_langsmith(ExportRedaction())
    late = threading.Timer(
        0.2, there.client.create_feedback, (uuid4(), "late"), {"score": 1, "session_id": uuid4()}
    )
    late.start()
    assert there.settle(1) == ""
    assert [one["key"] for one in langsmith.feedback()] == ["late"]


@dataclass(frozen=True)
class Refusal:
    paths: str
    says: str


REFUSALS = (
    Refusal("/runs", "LangSmith lacks some of mine-"),
    Refusal("/sessions", "lexhop: LangSmith did not do it (APIError); see LANGSMITH_ENDPOINT"),
)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: one.paths)
def test_what_langsmith_does_not_take_is_told(
    ask: Command, langsmith: FakeLangSmith, refusal: Refusal
) -> None:
    assert lexhop("dataset", "push", ask[1], "--name", "three").code == 0
    langsmith.misbehave("500", paths=refusal.paths)
    done = lexhop(*ask, "--langsmith", "mine")
    assert done.err.startswith(refusal.says)
    assert done.code == 1
    assert (done.out.count("partial") > 0) == (refusal.paths != "/sessions"), done.out


def model(fake: FakeOpenAI, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "LEXHOP_MODEL": "gpt-4.1-mini",
        "OPENAI_API_KEY": fake.api_key,
        "OPENAI_BASE_URL": fake.base_url,
    }.items():
        monkeypatch.setenv(name, value)


def judgement(score: float, prompt: str) -> Rule:
    reply = {"reason": f"Næsten {score}.", "score": score}
    return Rule(schema_name="Judgement", text=prompt, reply=reply)


def test_a_model_judges_here_and_there(
    ask: Command,
    langsmith: FakeLangSmith,
    fake_openai: FakeOpenAI,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    fake_openai.add(judgement(0.75, "Facit:"), judgement(0.5, "Citater:"), Rule(responder="honest"))
    model(fake_openai, monkeypatch)
    here = figures(lexhop(*ask, "--judge", "--json"))
    assert (here["correctness"], here["faithfulness"]) == (0.75, 0.5)
    assert here["over"]["correctness"] == 3
    assert len(fake_openai.requests(schema_name="Judgement")) == 6
    details = tmp_path / "d"
    asked = (*ask, "--judge", "--json", "--langsmith", "mine", "--details", str(details))
    assert figures(lexhop(*asked)) == here
    first = rows(details)[0]
    assert first["made_by"]["judge"] == "gpt-4.1-mini"
    assert [(one["score"], one["comment"]) for one in first["judged"]] == [
        (0.75, "Næsten 0.75."),
        (0.5, "Næsten 0.5."),
    ]
    assert experiment(langsmith)["extra"]["metadata"]["judge"] == "gpt-4.1-mini"
    sent = scores(langsmith)
    assert {(one["correctness"], one["faithfulness"]) for one in sent.values()} == {(0.75, 0.5)}
    assert "correctness 0.750 (of 3)" in lexhop(*ask, "--judge").out


def test_a_judge_that_fails_costs_no_evaluation(
    ask: Command, fake_openai: FakeOpenAI, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_openai.add(
        Rule(schema_name="Judgement", fault=Fault.UNAUTHORIZED), Rule(responder="honest")
    )
    model(fake_openai, monkeypatch)
    read = figures(lexhop(*ask, "--judge", "--json"))
    assert "correctness" not in read
    assert read["status"] == {"answered": 3}


def test_a_judge_needs_a_model_and_an_answer(ask: Command) -> None:
    for arguments, says in (
        ((*ask, "--judge"), "no model to judge; set OPENAI_API_KEY"),
        (("eval", QUESTIONS, "--judge"), "--judge goes with --target ask"),
        (("eval", QUESTIONS, "--ablate", "--langsmith", "x"), "--langsmith goes without --ablate"),
    ):
        done = lexhop(*arguments)
        assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
        assert says in done.err


def test_nobodys_data_leaves(ask: Command, langsmith: FakeLangSmith, tmp_path: Path) -> None:
    planted = f"Mette har cpr {CPR}, telefon {PHONE}, mail {MAIL} og kort {CARD}."
    (tmp_path / "havn.md").write_text(f"# Havnen\n\nHavnen ledes af Mette. {planted}\n", "utf-8")
    assert lexhop("ingest", str(tmp_path / "havn.md"), "-c", "havn").code == 0
    row = {
        "id": "1",
        "question": f"Hvem er Mette, som har cpr {CPR} og leder havnen?",
        "gold": ["havn"],
        "answers": [f"Mette, {MAIL}"],
        "key_facts": [PHONE],
    }
    (tmp_path / "q.jsonl").write_text(json.dumps(row), "utf-8")
    details = tmp_path / "d"
    asked = ("eval", str(tmp_path / "q.jsonl"), "--target", "ask", "-c", "havn", "--details")
    done = lexhop(*asked, str(details), "--langsmith", "mine")
    assert done.code == 0, done.err
    [kept] = rows(details)
    assert CPR in kept["question"]
    assert CPR in kept["answer"]["citations"][0]["quote"]
    assert kept["scores"]["key_facts"] == 1.0
    raw = langsmith.raw()
    assert b"Havnen ledes af Mette" in raw
    assert not [one for one in (CPR, PHONE, MAIL, CARD) if one.encode() in raw]
    pressed = raw.replace(b" ", b"").replace(b"-", b"")
    assert not [one for one in (CPR, CARD) if "".join(filter(str.isdigit, one)).encode() in pressed]
    sent = scores(langsmith)
    assert [one["key_facts"] for one in sent.values()] == [1.0]


def test_without_text_scores_still_leave(
    ask: Command, langsmith: FakeLangSmith, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert lexhop("dataset", "push", ask[1], "--name", "three").code == 0
    pushed = len(langsmith.raw())
    monkeypatch.setenv("LEXHOP_TRACE_TEXT", "none")
    done = lexhop(*ask, "--langsmith", "mine")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "LEXHOP_TRACE_TEXT=none lets no text out" in done.err
    details = ("--details", str(tmp_path / "d"), "--langsmith", "mine")
    assert lexhop("eval", "langsmith:three", *ask[2:], *details).code == 0
    assert all(row["answer"]["citations"] for row in rows(tmp_path / "d"))
    given = [one["score"] for one in langsmith.feedback() if one["key"] == "citation_recall"]
    assert given == [1.0, 1.0, 1.0]
    assert b"ladcyk" in langsmith.raw()[:pushed]
    for word in (b"ladcyk", b"Godkendelsen", b"havnebad", b"cykelpulje"):
        assert word not in langsmith.raw()[pushed:]
