"""`langgraph dev` as a developer starts it: the real process, driven through langgraph_sdk.

Needs the extra `server`. Its queue looks for runs twice a second, so a run takes up to a second.
"""

import asyncio
import os
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from lexhop.corpus.citations.act_names import known_acts
from lexhop.corpus.ingest.pipeline import Ingest
from lexhop.corpus.text.tokens import token_counter
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.options import Options
from tests.conftest import ROOT

pytest.importorskip("langgraph_api", reason="langgraph dev is in the extra `server`")

from langgraph_sdk import get_client
from langgraph_sdk.client import LangGraphClient
from langgraph_sdk.errors import ConflictError

GRAPH = "lexhop"
LOOKUP = "Hvad siger CPL § 6, stk. 1?"
TWO_HOPS = (
    "Hvor meget skal der betales i rente, når Puljestyrelsen kræver et tilskud fra "
    "cykelpuljen tilbagebetalt?"
)


@dataclass(frozen=True)
class Server:
    url: str
    log: Path
    called: list[str]
    """What it sent to other machines: the first line of each request."""


@contextmanager
def proxy() -> Iterator[tuple[int, list[str]]]:
    """A proxy that lets nothing through and notes what was asked of it."""
    called: list[str] = []

    class Note(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            called.append(self.rfile.readline().decode(errors="replace").strip())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Note) as listener:
        thread = threading.Thread(target=listener.serve_forever, daemon=True)
        thread.start()
        yield listener.server_address[1], called
        listener.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server keeps files where it is started, so that is a folder with links to ours."""
    folder = tmp_path_factory.mktemp("langgraph")
    for name in ("app.py", "graph", "langgraph.json"):
        (folder / name).symlink_to(ROOT / name)
    store = LanceStore(folder / "data" / "collections" / "default")
    ingest = Ingest(collection=store, acts=known_acts(), tokens=token_counter())
    asyncio.run(ingest([ROOT / "examples" / "acts", ROOT / "examples" / "handbook"]))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, log = f"http://127.0.0.1:{port}", folder / "log"
    command = [Path(sys.executable).with_name("langgraph"), "dev", "--no-browser", "--no-reload"]
    with proxy() as (outside_port, called), log.open("wb") as output:
        outside = f"http://127.0.0.1:{outside_port}"
        process = subprocess.Popen(
            [*command, "--port", str(port), "--n-jobs-per-worker", "4"],
            cwd=folder,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(folder),
                "PYTHONPATH": str(ROOT),
                "LEXHOP_DATA_DIR": str(folder / "data"),
                "LANGGRAPH_CLI_NO_ANALYTICS": "1",
                "HTTP_PROXY": outside,
                "HTTPS_PROXY": outside,
                "NO_PROXY": "127.0.0.1,localhost",
            },
        )
        try:
            wait_until_up(url, process, log)
            yield Server(url, log, called)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up and process.poll() is None:
        try:
            httpx.get(f"{url}/ok", timeout=5, trust_env=False).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"langgraph dev did not start:\n{log.read_text()[-4000:]}")


@pytest.fixture
async def client(server: Server) -> AsyncIterator[LangGraphClient]:
    async with get_client(url=server.url, api_key=None) as client:
        yield client


async def on_thread(client: LangGraphClient, question: str, **options: Any) -> tuple[str, Any]:
    """A new thread and what its first run gave."""
    thread = (await client.threads.create())["thread_id"]
    given = {"question": question, "options": options}
    return thread, await client.runs.wait(thread, GRAPH, input=given)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "localhost:2024"}, 200),
        ({"host": "evil.example"}, 400),
        ({"host": "evil.example:2024"}, 400),
        ({"host": "127.0.0.1.evil.example"}, 400),
    ],
)
def test_only_by_this_machines_names(server: Server, headers: dict[str, str], status: int) -> None:
    for path in ("/ok", "/info", "/assistants/search"):
        call = "POST" if path.startswith("/assistants") else "GET"
        given = httpx.request(
            call, server.url + path, headers=headers, json={}, trust_env=False, timeout=10
        )
        assert given.status_code == status, path


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://smith.langchain.com", True),
        ("https://evil.example", False),
        ("https://smith.langchain.com.evil.example", False),
        ("null", False),
        ("http://localhost:3000", False),
    ],
)
def test_only_studio_may_read_from_a_browser(server: Server, origin: str, allowed: bool) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-api-key"}
    before = httpx.options(
        f"{server.url}/threads", headers={"Origin": origin, **asked}, trust_env=False
    )
    plain = httpx.get(f"{server.url}/info", headers={"Origin": origin}, trust_env=False)
    for given in (before, plain):
        told = given.headers.get("access-control-allow-origin")
        assert told == (origin if allowed else None)
        assert "access-control-allow-credentials" not in given.headers


async def test_no_question_is_kept_on_disk(server: Server, client: LangGraphClient) -> None:
    await on_thread(client, LOOKUP)
    kept = [path for path in server.log.parent.rglob("*") if path.suffix == ".pckl"]
    assert kept == []


@pytest.mark.parametrize("node", ["decompose", "answer"])
async def test_an_answer_cannot_be_planted(client: LangGraphClient, node: str) -> None:
    thread, outcome = await on_thread(client, LOOKUP)
    planted = {
        "answer": {**outcome["answer"], "text": "PLANTED"},
        "evidence": [{"text": "PLANTED"}],
    }
    await client.threads.update_state(thread, planted, as_node=node)
    assert "PLANTED" not in str((await client.threads.get_state(thread))["values"])
    command: Any = {"update": planted, "goto": "__end__"}
    ended = await client.runs.wait(thread, GRAPH, command=command, raise_error=False)
    assert "PLANTED" not in str(ended)
    again = await client.runs.wait(thread, GRAPH, input={"question": LOOKUP})
    assert isinstance(again, dict)
    assert again["answer"]["citations"] == outcome["answer"]["citations"]


async def test_wait_gives_the_answer_and_its_hops(client: LangGraphClient) -> None:
    thread, outcome = await on_thread(client, LOOKUP, preset="precise")
    assert set(outcome) == {"answer", "hops", "messages"}
    answer = outcome["answer"]
    assert (answer["status"], answer["preset"]) == ("answered", "precise")
    assert answer["citations"][0]["citation"] == "cykelpuljeloven § 6, stk. 1"
    assert set(answer) >= {
        "question", "text", "status", "citations", "hops", "gaps", "stop_reason", "preset",
        "model", "usage", "took_ms", "run_id", "corpus_version",
    }  # fmt: skip
    (run,) = await client.runs.list(thread)
    assert answer["run_id"] == run["run_id"]


async def test_the_form_of_a_question_is_small(client: LangGraphClient) -> None:
    (assistant,) = await client.assistants.search()
    schemas = await client.assistants.get_schemas(assistant["assistant_id"])
    form = schemas["input_schema"]
    assert form is not None
    assert set(form["properties"]) == {"question", "messages", "options"}
    assert set(form["$defs"]["Options"]["properties"]) == set(Options.model_fields)
    assert schemas["output_schema"] is not None
    assert set(schemas["output_schema"]["properties"]) == {"answer", "hops", "messages"}


async def test_bad_input_ends_the_run_with_one_clear_line(client: LangGraphClient) -> None:
    wrong: list[tuple[Any, str]] = [
        ({"question": " "}, "the question is empty; ask something"),
        ({"question": 7}, "the question is empty; ask something"),
        ({"options": {}}, "the question is empty; ask something"),
        ({"question": "?", "options": {"preset": "turbo"}}, "options.preset: unknown preset"),
        ({"question": "?", "options": {"as_off": "2019"}}, "options.as_off: no such option"),
        ({"question": "?", "options": "fast"}, "options: write them as an object"),
    ]
    ended = await asyncio.gather(
        *(client.runs.wait(None, GRAPH, input=given, raise_error=False) for given, _ in wrong)
    )
    for (given, start), outcome in zip(wrong, ended, strict=True):
        message = outcome["__error__"]["message"]  # type: ignore[call-overload, index]
        assert message.startswith(start), given
        assert "\n" not in message


async def test_a_stream_has_each_hop_before_the_answer(client: LangGraphClient) -> None:
    seen: dict[str, list[Any]] = {}
    modes: Any = ["updates", "values", "messages-tuple", "custom"]
    async for part in client.runs.stream(
        None, GRAPH, input={"question": TWO_HOPS}, stream_mode=modes
    ):
        seen.setdefault(part.event, []).append(part.data)
    assert "error" not in seen
    steps = [next(iter(update)) for update in seen["updates"]]
    assert steps == ["decompose", "retrieve", "reason", "retrieve", "reason", "answer"]
    hops = [update["reason"]["hops"] for update in seen["updates"] if "reason" in update]
    assert [hop["number"] for (hop,) in hops] == [1, 2]
    assert seen["values"][-1]["answer"] == seen["updates"][-1]["answer"]["answer"]


async def test_a_second_question_on_a_thread_starts_clean(client: LangGraphClient) -> None:
    thread, first = await on_thread(client, TWO_HOPS, preset="comprehensive", as_of="2026-01-01")
    second = await client.runs.wait(thread, GRAPH, input={"question": LOOKUP})
    assert isinstance(second, dict)
    assert len(first["hops"]) > len(second["hops"]) == 1
    assert second["answer"]["preset"] == "fast"
    values: Any = (await client.threads.get_state(thread))["values"]
    assert values["options"]["as_of"] == ""
    assert {one["hop"] for one in values["evidence"]} == {1}
    assert values["evidence"][0]["passage"]["citation"] == "cykelpuljeloven § 6"
    assert values["plan"]["queries"][0]["keys"] == ["cykelpuljeloven§6"]
    history: Any = await client.threads.get_history(thread, limit=30)
    assert [one["next"] for one in history][:6] == [
        [], ["answer"], ["reason"], ["retrieve"], ["decompose"], ["__start__"],
    ]  # fmt: skip


async def test_a_run_goes_on_after_an_interruption(client: LangGraphClient) -> None:
    thread = (await client.threads.create())["thread_id"]
    given = {"question": TWO_HOPS, "options": {"preset": "comprehensive"}}
    await client.runs.wait(thread, GRAPH, input=given, interrupt_after=["reason"])
    stopped: Any = await client.threads.get_state(thread)
    assert (stopped["next"], len(stopped["values"]["hops"])) == (["retrieve"], 1)
    outcome: Any = await client.runs.wait(thread, GRAPH, input=None)
    assert len(outcome["hops"]) > 1
    assert outcome["answer"]["preset"] == "comprehensive"
    assert "grønstøtteloven § 16" in {one["provision"] for one in outcome["answer"]["citations"]}


async def test_runs_are_rejected_cancelled_and_joined(client: LangGraphClient) -> None:
    thread = (await client.threads.create())["thread_id"]
    question = {"question": LOOKUP}
    later = await client.runs.create(thread, GRAPH, input=question, after_seconds=600)
    with pytest.raises(ConflictError):
        await client.runs.create(thread, GRAPH, input=question, multitask_strategy="reject")
    await client.runs.cancel(thread, later["run_id"], wait=True)
    assert (await client.runs.get(thread, later["run_id"]))["status"] == "interrupted"
    now = await client.runs.create(thread, GRAPH, input=question, multitask_strategy="reject")
    values = await client.runs.join(thread, now["run_id"])
    assert values["answer"]["status"] == "answered"
    assert (await client.runs.get(thread, now["run_id"]))["status"] == "success"


async def test_runs_side_by_side_keep_apart(client: LangGraphClient) -> None:
    sections = [1, 2, 5, 6, 8, 9, 10, 18]
    asked = [{"question": f"Hvad siger CPL § {number}?"} for number in sections]
    outcomes: Any = await asyncio.gather(
        *(client.runs.wait(None, GRAPH, input=one) for one in asked)
    )
    cited = [{one["provision"] for one in each["answer"]["citations"]} for each in outcomes]
    assert cited == [{f"cykelpuljeloven § {number}"} for number in sections]


async def test_nothing_blocked_the_loop_and_nothing_left_this_machine(
    server: Server, client: LangGraphClient
) -> None:
    await client.runs.wait(None, GRAPH, input={"question": LOOKUP})
    log = server.log.read_text()
    assert "BlockingError" not in log
    assert "Blocked deserialization" not in log
    assert "unregistered type" not in log
    assert server.called == []
