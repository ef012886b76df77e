"""The sink against the real SDK: what it sends arrives whole, and what it asks for is there."""

import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

import pytest
from langchain_core.documents import Document
from langgraph.graph import END, START, StateGraph
from langsmith import Client, aevaluate, evaluate, traceable
from langsmith.run_helpers import get_current_run_tree, tracing_context
from langsmith.schemas import Attachment
from langsmith.utils import LangSmithConflictError, LangSmithError
from urllib3 import Retry

from tests.fake_langsmith.client import FakeLangSmith, fake_langsmith
from tests.fake_langsmith.filters import predicate


@pytest.fixture
def client(sink: FakeLangSmith) -> Iterator[Client]:
    with_sink = Client(
        api_url=sink.url, api_key="lsv2_made_up", retry_config=Retry(0), timeout_ms=5000
    )
    yield with_sink
    with_sink.cleanup()
    assert sink.unknown() == []


def asked(client: Client, **tracing: Any) -> str:
    """Traces a question with a search below it; its trace's id."""

    @traceable(run_type="retriever", name="search")
    def search(query: str) -> list[Document]:
        return [Document(page_content=f"om {query}", metadata={"provision": "lov § 1"})]

    @traceable(name="ask", tags=["fast"])
    def ask(question: str) -> str:
        tree = get_current_run_tree()
        assert tree is not None
        tree.add_event({"name": "cache hit", "time": "2026-01-01T00:00:00Z"})
        search(question)
        return str(tree.id)

    with tracing_context(enabled=True, client=client, metadata={"preset": "fast"}, **tracing):
        trace_id = ask("skat")
    client.flush()
    return trace_id


@dataclass(frozen=True)
class Deployment:
    name: str
    environment: dict[str, str]
    set_up: Callable[[FakeLangSmith], None]
    sent_by: str


DEPLOYMENTS = (
    Deployment("zstd", {}, lambda _: None, "POST /runs/multipart"),
    Deployment(
        "multipart",
        {"LANGSMITH_DISABLE_RUN_COMPRESSION": "true"},
        lambda _: None,
        "POST /runs/multipart",
    ),
    Deployment("batch", {}, FakeLangSmith.be_old, "POST /runs/batch"),
)


@pytest.mark.parametrize("deployment", DEPLOYMENTS, ids=lambda one: one.name)
def test_runs_arrive_however_they_are_sent(
    sink: FakeLangSmith, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    from langsmith.utils import get_env_var

    get_env_var.cache_clear()
    for name, value in deployment.environment.items():
        monkeypatch.setenv(name, value)
    deployment.set_up(sink)
    client = Client(api_url=sink.url, api_key="lsv2_made_up")
    sink.wait_for(lambda: "GET /info" in sink.calls(), "the SDK to ask what is supported")
    trace_id = asked(client, project_name="law")
    root, search = sink.ended_runs(2, trace_id)
    client.cleanup()
    get_env_var.cache_clear()
    assert (root["name"], root["run_type"], root["tags"]) == ("ask", "chain", ["fast"])
    assert (root["inputs"], root["outputs"]) == ({"question": "skat"}, {"output": trace_id})
    assert root["extra"]["metadata"]["preset"] == "fast"
    assert [event["name"] for event in root["events"]] == ["cache hit"]
    assert search["parent_run_id"] == root["id"]
    assert search["outputs"]["output"][0]["page_content"] == "om skat"
    assert "law" in [project["name"] for project in sink.projects()]
    assert b"om skat" in sink.raw()
    assert deployment.sent_by in sink.calls()
    assert sink.unknown() == []


class State(TypedDict, total=False):
    question: str
    found: int


async def test_a_graph_is_a_tree(client: Client, sink: FakeLangSmith) -> None:
    @traceable(run_type="retriever", name="search")
    async def search(query: str) -> list[Document]:
        return [Document(page_content=query)]

    async def retrieve(state: State) -> State:
        return {"found": len(await search(state["question"]))}

    async def answer(state: State) -> State:
        raise ValueError("no answer")

    graph = StateGraph(State)
    graph.add_node("retrieve", retrieve)
    graph.add_node("answer", answer)
    graph.add_edge(START, "retrieve")
    graph.add_edge("retrieve", "answer")
    graph.add_edge("answer", END)
    trace_id = uuid.uuid4()
    config: Any = {"run_id": trace_id, "run_name": "lexhop", "metadata": {"preset": "fast"}}
    with tracing_context(enabled=True, client=client), pytest.raises(ValueError, match="no answer"):
        await graph.compile().ainvoke({"question": "skat"}, config)
    client.flush()
    sink.ended_runs(4, trace_id)
    lines = sink.tree(trace_id).splitlines()
    assert [line.split(" ms")[0].rsplit(" ", 1)[0] for line in lines] == [
        "lexhop (chain)",
        "  retrieve (chain)",
        "    search (retriever)",
        "  answer (chain)",
    ]
    assert "langgraph_node" in lines[1]
    assert "preset" in lines[0]
    assert "error: ValueError('no answer')" in lines[3]


def test_attachments_come_along(client: Client, sink: FakeLangSmith) -> None:
    run_id = uuid.uuid4()
    client.create_run(
        "with a page",
        {"question": "skat"},
        "chain",
        id=run_id,
        trace_id=run_id,
        dotted_order=f"20260101T000000000000Z{run_id}",
        attachments={"page": Attachment("application/pdf", b"%PDF\r\n--\x00")},
    )
    client.flush()
    sink.wait_for(lambda: sink.runs(run_id), "the run")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        read = client.read_run(run_id)
    assert read.attachments["page"]["reader"].read() == b"%PDF\r\n--\x00"  # type: ignore[index]


def test_feedback_finds_the_runs_that_users_disliked(client: Client, sink: FakeLangSmith) -> None:
    good, bad = asked(client), asked(client)
    sink.ended_runs(4)
    project = client.read_project(project_name="default")
    for trace_id, score in ((good, 1), (bad, 0)):
        client.create_feedback(trace_id, "user", score=score, session_id=project.id)
    client.create_feedback(
        bad, "grounded", score=0.5, trace_id=bad, session_id=project.id, comment="half"
    )
    client.flush()
    sink.wait_for(lambda: len(sink.feedback()) == 3, "feedback")
    assert [one.score for one in client.list_feedback(run_ids=[bad], feedback_key=["user"])] == [0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        disliked = client.list_runs(
            project_name="default",
            is_root=True,
            filter='and(eq(feedback_key, "user"), lt(feedback_score, 0.5))',
        )
        assert [str(run.id) for run in disliked] == [bad]


def test_datasets_have_versions_splits_and_tags(client: Client, sink: FakeLangSmith) -> None:
    made = client.create_dataset("tax", description="questions")
    with pytest.raises(LangSmithConflictError):
        client.create_dataset("tax")
    first = client.create_examples(
        dataset_id=made.id,
        examples=[
            {"inputs": {"question": "a"}, "reference_outputs": {"answer": "1"}, "split": "test"},
            {"inputs": {"question": "b"}, "metadata": {"lang": "da"}},
        ],
    )
    version = client.read_dataset_version(dataset_id=made.id, tag="latest")
    client.update_dataset_tag(dataset_id=made.id, as_of=version.as_of, tag="v1")
    one, two = first["example_ids"]
    client.update_example(one, outputs={"answer": "2"}, dataset_id=made.id)
    client.delete_example(two)
    client.create_example({"question": "c"}, dataset_id=made.id)

    def questions(**wanted: Any) -> list[str]:
        rows = client.list_examples(dataset_id=made.id, **wanted)
        return sorted((row.inputs or {})["question"] for row in rows)

    assert questions() == ["a", "c"]
    assert questions(as_of="v1") == questions(as_of=version.as_of) == ["a", "b"]
    assert questions(as_of="v1", metadata={"lang": "da"}) == ["b"]
    assert questions(splits=["test"]) == ["a"]
    assert client.read_example(one).outputs == {"answer": "2"}
    assert len(list(client.list_dataset_versions(dataset_id=made.id))) == 4
    assert client.read_dataset(dataset_name="tax").example_count == 2
    client.delete_dataset(dataset_id=made.id)
    assert not client.has_dataset(dataset_name="tax")


def test_an_old_deployment_takes_examples_as_json(sink: FakeLangSmith) -> None:
    sink.be_old()
    client = Client(api_url=sink.url, api_key="lsv2_made_up", auto_batch_tracing=False)
    made = client.create_dataset("tax")
    client.create_examples(dataset_id=made.id, examples=[{"inputs": {"question": "a"}}])
    assert [row.inputs for row in client.list_examples(dataset_id=made.id)] == [{"question": "a"}]
    assert "POST /examples/bulk" in sink.calls()


def correct(outputs: dict[str, Any], reference_outputs: dict[str, Any]) -> dict[str, Any]:
    return {"key": "correct", "score": outputs == reference_outputs}


def mean(outputs: list[dict[str, Any]]) -> dict[str, Any]:
    return {"key": "mean", "score": sum(one["answer"] for one in outputs) / len(outputs)}


@pytest.fixture
def dataset(client: Client) -> str:
    made = client.create_dataset("sums")
    rows = [{"inputs": {"n": n}, "reference_outputs": {"answer": min(n, 2)}} for n in range(4)]
    client.create_examples(dataset_id=made.id, examples=rows)
    return made.name


def assert_experiment(sink: FakeLangSmith, name: str, repetitions: int) -> None:
    (experiment,) = (one for one in sink.projects() if one["name"] == name)
    runs = [run for run in sink.runs() if run["session_id"] == experiment["id"]]
    assert len([run for run in runs if run.get("reference_example_id")]) == 4 * repetitions
    scores = [one["score"] for one in sink.feedback() if one["key"] == "correct"]
    assert sorted(scores) == sorted([0, 1, 1, 1] * repetitions)
    assert [one["score"] for one in sink.feedback() if one["key"] == "mean"] == [1.5]
    assert experiment["extra"]["metadata"]["num_repetitions"] == repetitions
    assert datetime.fromisoformat(experiment["extra"]["metadata"]["dataset_version"])


SDK_OWN = "ignore:The following arguments are no longer used in the create_feedback"
"""The SDK's own evaluation passes such an argument."""


@pytest.mark.filterwarnings(SDK_OWN)
async def test_an_experiment_leaves_runs_and_scores(
    client: Client, sink: FakeLangSmith, dataset: str
) -> None:
    async def target(inputs: dict[str, Any]) -> dict[str, Any]:
        return {"answer": inputs["n"]}

    done = await aevaluate(
        target,
        data=dataset,
        evaluators=[correct],
        summary_evaluators=[mean],
        client=client,
        num_repetitions=2,
        max_concurrency=4,
    )
    client.flush()
    sink.wait_for(lambda: len(sink.feedback()) == 9, "all scores")
    assert_experiment(sink, done.experiment_name, repetitions=2)


@pytest.mark.filterwarnings(SDK_OWN)
def test_an_experiment_may_also_wait(client: Client, sink: FakeLangSmith, dataset: str) -> None:
    done = evaluate(
        lambda inputs: {"answer": inputs["n"]},
        data=dataset,
        evaluators=[correct],
        summary_evaluators=[mean],
        client=client,
    )
    client.flush()
    sink.wait_for(lambda: len(sink.feedback()) == 5, "all scores")
    assert_experiment(sink, done.experiment_name, repetitions=1)


@pytest.mark.parametrize("mode", ["500", "drop"])
def test_a_sink_that_misbehaves_keeps_nothing(
    client: Client, sink: FakeLangSmith, mode: str
) -> None:
    client.create_dataset("before")
    sink.misbehave(mode, paths="/datasets")
    with pytest.raises(LangSmithError):
        client.create_dataset("never")
    assert sink.faults() > 0
    sink.behave()
    client.create_dataset("after")
    assert b"never" not in sink.raw()
    assert b"after" in sink.raw()


def test_a_sink_that_hangs_answers_nothing_until_it_is_let_go(sink: FakeLangSmith) -> None:
    impatient = Client(
        api_url=sink.url,
        api_key="lsv2_made_up",
        retry_config=Retry(0),
        timeout_ms=200,
        auto_batch_tracing=False,
    )
    sink.misbehave("hang", paths="/sessions", times=1)
    started = time.monotonic()
    with pytest.raises(OSError, match="timed out"):
        impatient.create_project("p")
    assert time.monotonic() - started >= 0.2
    impatient.create_project("p")


def test_a_sink_can_be_killed_and_the_caller_lives_on() -> None:
    with fake_langsmith() as doomed:
        client = Client(
            api_url=doomed.url, api_key="lsv2_made_up", retry_config=Retry(0), timeout_ms=500
        )
        trace_id = asked(client)
        doomed.ended_runs(2, trace_id)
        doomed.process.kill()
        doomed.process.wait()
        assert asked(client)
        client.cleanup()


def test_what_the_sink_does_not_know_is_refused_and_told(sink: FakeLangSmith) -> None:
    client = Client(api_url=sink.url, api_key="x", retry_config=Retry(0), auto_batch_tracing=False)
    with pytest.raises(LangSmithError):
        list(client.list_annotation_queues())
    assert sink.unknown() == ["GET /annotation-queues"]
    with pytest.raises(ValueError, match="isn't known here"):
        predicate('gt(latency, "5s") > 1')
