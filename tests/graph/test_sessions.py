"""Follow-ups: over a session by its name, and over the questions of a thread."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from lexhop.graph.build import build_graph
from lexhop.graph.server import make_checkpointer
from lexhop.resilience.file_cache import FileCache
from lexhop.resilience.sessions import TierSessions
from lexhop.resilience.tiers import Tier, open_tiers
from lexhop.state.options import Options
from lexhop.state.records import Answer
from lexhop.state.research import Research
from lexhop.state.session import KEPT_S, NO_SESSIONS
from tests.reasoning.played import ACT, CODE, DANISH, Played, Shelf, Shelved, by_role, chat, plan

THREAD: Any = {"configurable": {"thread_id": "one"}}


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def sessions(folder: Path, clock: Clock | None = None, *, collection: str = "c") -> TierSessions:
    """As another process would open them over the same folder."""
    clock = clock or Clock()
    tier = Tier(name="session", ttl=KEPT_S, cache=FileCache(folder=folder, clock=clock))
    return TierSessions(tier=tier, collection=collection, clock=clock)


async def asked(question: str, kept: Any, name: str = "mine", reasoner: Any = CODE) -> Answer:
    graph = build_graph(Shelved(), reasoner, search=Shelf(), sessions=kept)
    start = Research(question=question, options=Options(session=name))
    answer: Answer = (await graph.ainvoke(start))["answer"]
    return answer


async def test_a_later_process_goes_on_where_the_session_stands(tmp_path: Path) -> None:
    await asked(f"Hvad siger {ACT} § 4?", sessions(tmp_path))
    answer = await asked("Og stk. 2?", sessions(tmp_path))
    assert answer.question == "Og stk. 2?"
    assert answer.understood == f"{ACT} § 4, stk. 2"
    assert {citation.citation for citation in answer.citations} == {f"{ACT} § 4, stk. 2"}
    on = await asked("Og stk. 1?", sessions(tmp_path))
    assert on.understood == f"{ACT} § 4, stk. 1"


@pytest.mark.parametrize("question", ["Og stk. 2?", "og hvis det er en motorcykel?"])
async def test_nothing_is_carried_over_to_another_session_collection_or_hour(
    tmp_path: Path, question: str
) -> None:
    clock = Clock()
    await asked(f"Hvad siger {ACT} § 4?", sessions(tmp_path, clock))
    others = {
        "name": asked(question, sessions(tmp_path, clock), "yours"),
        "collection": asked(question, sessions(tmp_path, clock, collection="other")),
        "none": asked(question, sessions(tmp_path, clock), ""),
    }
    assert {name: (await answer).understood for name, answer in others.items()} == dict.fromkeys(
        others, ""
    )
    clock.now += KEPT_S + 1
    assert (await asked(question, sessions(tmp_path, clock))).understood == ""
    left = await asyncio.to_thread(lambda: list(tmp_path.glob("*.entry")))
    assert len(left) == 1, "what has expired is gone"


async def test_where_no_sessions_are_kept_each_question_stands_alone() -> None:
    await asked(f"Hvad siger {ACT} § 4?", NO_SESSIONS)
    assert (await asked("Og stk. 2?", NO_SESSIONS)).understood == ""


async def test_a_new_topic_stands_alone_in_a_session(tmp_path: Path) -> None:
    await asked(f"Hvad siger {ACT} § 4?", sessions(tmp_path))
    answer = await asked("Hvornår skal ansøgning om fritagelse indgives?", sessions(tmp_path))
    assert answer.understood == ""


async def test_nothing_of_a_session_can_be_read_by_others_or_from_a_file_s_name(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "sessions"
    await asked(f"Hvad siger {ACT} § 4?", sessions(folder), "hemmeligt navn")
    (file,) = folder.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0
    assert b"hemmeligt" not in file.read_bytes()


async def test_a_folder_that_can_not_be_written_fails_no_question(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("a file")
    answer = await asked(f"Hvad siger {ACT} § 4?", sessions(tmp_path / "sessions"))
    assert answer.citations


async def test_with_a_model_the_question_is_rewritten_in_words_of_the_conversation(
    tmp_path: Path,
) -> None:
    kept = sessions(tmp_path)
    await asked(DANISH, kept)
    meant = "Hvad er afgiften for motorcyklers passage af broen?"
    model = Played(by_role(plan=plan(understood=meant)))
    answer = await asked("Og motorcykler?", kept, reasoner=chat(model))
    assert answer.understood == meant
    assert DANISH in model.asked[0].prompt.user
    assert all(meant in request.prompt.user for request in model.asked[1:])
    lying = Played(by_role(plan=plan(understood="Bag en BANANKAGE med tre slags chokolade")))
    assert (await asked("Og cykler?", kept, reasoner=chat(lying))).understood == ""


async def test_a_thread_remembers_its_questions() -> None:
    async with make_checkpointer() as saver:
        graph = build_graph(Shelved(), CODE, search=Shelf(), checkpointer=saver, served=True)
        first: Any = {"question": f"Hvad siger {ACT} § 4?"}
        await graph.ainvoke(first, THREAD)
        second: Any = {"question": "Og stk. 2?"}
        answer = (await graph.ainvoke(second, THREAD))["answer"]
        assert answer.understood == f"{ACT} § 4, stk. 2"
        assert len(answer.hops) == 1
        nothing: Any = {"options": {}}
        with pytest.raises(ValueError, match="the question is empty"):
            await graph.ainvoke(nothing, THREAD)
        third: Any = {"question": "Og stk. 1?"}
        answer = (await graph.ainvoke(third, THREAD))["answer"]
        assert answer.understood == f"{ACT} § 4, stk. 1"


@pytest.mark.parametrize(
    "message", [{"role": "user", "content": DANISH}, HumanMessage(DANISH), ("user", DANISH)]
)
async def test_a_chat_s_last_message_is_the_question(message: Any) -> None:
    async with make_checkpointer() as saver:
        graph = build_graph(Shelved(), CODE, search=Shelf(), checkpointer=saver, served=True)
        given: Any = {"messages": [message]}
        state = await graph.ainvoke(given, THREAD)
        assert state["answer"].question == DANISH
        last = state["messages"][-1]
        assert isinstance(last, AIMessage)
        assert last.text == state["answer"].text
        given = {"messages": [{"role": "user", "content": f"Hvad siger {ACT} § 7?"}]}
        state = await graph.ainvoke(given, THREAD)
        assert state["answer"].question == f"Hvad siger {ACT} § 7?"
        assert len(state["messages"]) == 4


async def test_sessions_in_memory_are_bounded() -> None:
    tiers = open_tiers()
    kept = TierSessions(tier=tiers.session, collection="c")
    for number in range(10):
        await asked(f"Hvad siger {ACT} § {number}?", kept)
    assert len(await kept.turns("mine")) == 6
