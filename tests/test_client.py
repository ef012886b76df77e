"""lexhop as a library: over a folder, with an event loop and without one, and in LangChain."""

import asyncio
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lexhop
from lexhop import AsyncLexhop, BadInput, Lexhop, LexhopRetriever, Options, ask_tool
from lexhop.state.plan import GroundedSentence
from lexhop.state.records import Answer
from tests.conftest import ROOT
from tests.corpus.amendments.made import amending, consolidated, instruction, section

CITED = "Hvad siger CPL § 6, stk. 1?"


@pytest.fixture
def folder(tmp_path: Path, example_folder: Path) -> Path:
    """A data folder whose default collection is the bundled example."""
    shutil.copytree(example_folder, tmp_path / "data" / "collections" / "default")
    return tmp_path / "data"


@pytest.fixture
def law(folder: Path) -> Iterator[Lexhop]:
    with Lexhop(folder) as law:
        yield law


def without_run(answer: Answer) -> dict[str, Any]:
    return {
        name: getattr(answer, name)
        for name in ("question", "text", "status", "citations", "gaps", "corpus_version", "preset")
    }


def test_all_public_names_are_there() -> None:
    assert {name for name in lexhop.__all__ if getattr(lexhop, name) is None} == set()
    with pytest.raises(AttributeError, match="no attribute 'ask'"):
        _ = lexhop.ask


def test_a_question_is_answered_with_its_citation(law: Lexhop) -> None:
    answer = law.ask(CITED, preset="single_hop")
    assert (answer.status, answer.preset) == ("answered", "single_hop")
    assert answer.citations[0].citation == "cykelpuljeloven § 6, stk. 1"


async def test_both_clients_give_the_same(folder: Path) -> None:
    def without_a_loop() -> Answer:
        with Lexhop(folder) as law:
            return law.ask(CITED)

    async with AsyncLexhop(folder) as law:
        here = await law.ask(CITED)
    assert without_run(here) == without_run(await asyncio.to_thread(without_a_loop))


def test_a_stream_ends_with_the_answer(law: Lexhop) -> None:
    steps = list(law.stream(CITED))
    nodes = [step[0] for step in steps if isinstance(step, tuple)]
    assert nodes == ["decompose", "retrieve", "reason", "answer"]
    assert any(isinstance(step, GroundedSentence) for step in steps)
    assert isinstance(steps[-1], Answer)


def test_a_stream_may_be_left(law: Lexhop) -> None:
    for _ in law.stream(CITED):
        break
    assert law.ask(CITED).status == "answered"


def test_a_batch_keeps_order_and_goes_on_behind_what_fails(law: Lexhop) -> None:
    items = list(law.batch([CITED, "", "Hvad siger CPL § 17?"], concurrency=2))
    assert [item.answer is None for item in items] == [False, True, False]
    assert "the question is empty" in items[1].error


def test_search_looks_up_what_is_cited(law: Lexhop) -> None:
    hits = law.search("CPL § 18", limit=2)
    assert hits[0].passage.provision == "cykelpuljeloven § 18"
    assert hits[0].origin.kind == "citation"


def test_a_provision_comes_whole_with_who_refers_to_it(law: Lexhop) -> None:
    provision = law.provision("grønstøttelovens § 16")
    assert provision.citation == "grønstøtteloven § 16"
    assert "0,6 pct." in provision.text
    assert "cykelpuljeloven § 18" in provision.cited_by
    assert law.provision("CPL § 999").passages == ()


def test_documents_are_loaded(tmp_path: Path) -> None:
    with Lexhop(tmp_path / "mine", collection="laws") as law:
        report = law.ingest(ROOT / "examples" / "acts")
        assert (report.added, report.skipped) == (3, [])
        assert law.ingest(ROOT / "examples" / "acts").passages_written == 0
        assert law.ask(CITED).status == "answered"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"preset": "x"}, "preset: unknown preset 'x'"),
        ({"hops": 3}, "hops: no such option; there are preset, deadline_s"),
        ({"as_of": "now"}, "as_of: 'now' is no day"),
    ],
)
def test_bad_options_are_said_in_a_line(law: Lexhop, options: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message) as refused:
        law.ask(CITED, **options)
    assert "\n" not in str(refused.value)


def test_options_and_their_fields_go_together(law: Lexhop) -> None:
    answer = law.ask(CITED, Options(deadline_s=30), preset="precise")
    assert answer.preset == "precise"


def test_what_can_not_be_done_is_said(law: Lexhop, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cites no provision"):
        law.provision("gaver")
    with pytest.raises(BadInput, match="as_of: 'x' is no day"):
        law.search("gave", as_of="x")
    for wrong in (
        lambda: law.ask(""),
        lambda: law.search("\ud83d"),
        lambda: law.search("a", limit=0),
    ):
        with pytest.raises(BadInput):
            wrong()
    for wrong in (lambda: list(law.batch([CITED], concurrency=0)), lambda: list(law.batch("ab"))):
        with pytest.raises(BadInput, match="several questions"):
            wrong()
    with pytest.raises(BadInput, match="name a file"):
        law.ingest()
    with Lexhop(tmp_path / "nothing") as empty, pytest.raises(BadInput, match="is empty"):
        empty.ask(CITED)
    empty.close()
    with pytest.raises(BadInput, match="it is closed"):
        empty.ask(CITED)
    with pytest.raises(BadInput, match="LEXHOP_MODEL"):
        Lexhop(tmp_path, model="big")


def test_a_client_that_nobody_closes_lets_the_program_end(folder: Path) -> None:
    code = (
        "import sys; from lexhop import Lexhop; law = Lexhop(sys.argv[1]);"
        f"steps = law.stream({CITED!r}); next(steps); raise SystemExit(3)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(folder)], timeout=60, check=False)
    assert done.returncode == 3


def test_what_was_loaded_since_is_known(tmp_path: Path) -> None:
    def act(name: str) -> Path:
        path = tmp_path / f"{name}.md"
        path.write_text(
            f"---\nshort_title: {name}loven\nabbreviations: [{name[:2].upper()}XL]\n---\n\n"
            f"§ 1. En {name} er åben for alle.\n"
        )
        return path

    with Lexhop(tmp_path / "data") as law:
        law.ingest(act("bro"))
        assert law.ask("Hvad siger BRXL § 1?").citations[0].citation == "broloven § 1"
        law.ingest(act("tunnel"))
        assert law.ask("Hvad siger TUXL § 1?").citations[0].citation == "tunnelloven § 1"


def test_a_batch_that_nobody_reads_is_not_worked_through(law: Lexhop) -> None:
    items = law.batch([f"{CITED} {number}" for number in range(5000)])
    assert next(items).answer
    started = time.monotonic()
    law.close()
    assert time.monotonic() - started < 30
    with pytest.raises(BadInput, match="it is closed"):
        next(law.stream(CITED))


async def test_first_questions_at_once_open_one_graph(folder: Path) -> None:
    async with AsyncLexhop(folder) as law:
        answers = await asyncio.gather(
            *(law.ask(CITED, preset=name) for name in ("fast", "precise"))
        )
        assert {answer.status for answer in answers} == {"answered"}


async def test_it_has_to_be_opened(folder: Path) -> None:
    with pytest.raises(BadInput, match="async with"):
        await AsyncLexhop(folder).ask(CITED)


def test_the_readmes_python_runs(law: Lexhop, folder: Path, capsys: Any) -> None:
    law.close()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    for block in blocks:
        code = block.replace('"my-law"', repr(str(folder)))
        code = code.replace('"path/to/acts"', repr(str(ROOT / "examples" / "acts")))
        names: dict[str, Any] = {}
        exec(code, names)  # noqa: S102 - what the README tells people to run
    assert len(blocks) == 2
    assert "ligningsloven er ikke indlæst" in capsys.readouterr().out


def test_a_retriever_for_langchain(law: Lexhop) -> None:
    retriever = LexhopRetriever(law=law, k=3)
    documents = retriever.invoke("tilskud til cykelveje")
    assert len(documents) == 3
    assert documents == asyncio.run(retriever.ainvoke("tilskud til cykelveje"))
    assert set(documents[0].metadata) >= {"citation", "provision", "url", "score", "via"}


def test_a_tool_for_agents(law: Lexhop) -> None:
    tool = ask_tool(law, preset="fast")
    call = {"type": "tool_call", "id": "1", "name": "ask_law", "args": {"question": CITED}}
    message = tool.invoke(call)
    assert message.content.startswith("answered: cykelpuljeloven § 6, stk. 1: ")
    assert "\n[1] cykelpuljeloven § 6, stk. 1: »§ 6." in message.content
    assert isinstance(message.artifact, Answer)
    assert asyncio.run(tool.ainvoke(call)).content == message.content


def test_an_agent_is_told_what_is_pending_and_what_made_a_text(tmp_path: Path) -> None:
    base = consolidated(
        section("1", "Prisen er 7 kr."), section("2", "Alle betaler."), signed="2020-02-01"
    )
    act = amending(
        instruction(1, "I § 1 ændres »7 kr.« til: »8 kr.«"),
        instruction(2, "I § 2 ændres »Ingen« til: »Ejere«."),
        lead="I robådsloven, jf. lovbekendtgørelse nr. 12 af 1. februar 2020, foretages følgende "
        "ændringer:",
        rules=("Loven træder i kraft den 1. januar 2021.",),
        signed="2020-12-10",
    )
    (tmp_path / "base.xml").write_text(base, encoding="utf-8")
    (tmp_path / "act.xml").write_text(act, encoding="utf-8")
    label = "lov nr. 345 af 10. december 2020, § 1, nr."
    with Lexhop(tmp_path / "data") as law:
        law.ingest(tmp_path / "base.xml", tmp_path / "act.xml")
        tool = ask_tool(law)
        assert f"uofficiel tekst, LBK nr. 12 af 2020-02-01 med ændringer ved {label} 1" in (
            tool.invoke({"question": "Hvad siger robådsloven § 1?"})
        )
        assert f"er ændret ved {label} 2, ikke indarbejdet" in (
            tool.invoke({"question": "Hvad siger robådsloven § 2?"})
        )
        first, *_ = LexhopRetriever(law=law, k=3).invoke("robådsloven § 1")
        assert first.metadata["changed_by"] == [f"{label} 1"]
        assert (first.metadata["pending"], first.metadata["valid_from"]) == ([], "2021-01-01")
        [then] = law.batch(["Hvad siger robådsloven § 1?"], as_of="2020-06-01")
    assert then.answer
    assert then.answer.citations[0].quote == "§ 1. Prisen er 7 kr."


def test_an_instruction_ranks_below_the_law_with_the_same_words(tmp_path: Path) -> None:
    base = consolidated(
        section("1", "Havneafgiften for joller fastsættes af kommunen og betales af ejeren.")
    )
    act = amending(instruction(1, "I § 1 ændres »havneafgiften for joller« til: »jollegebyret«."))
    (tmp_path / "base.xml").write_text(base, encoding="utf-8")
    (tmp_path / "act.xml").write_text(act, encoding="utf-8")
    with Lexhop(tmp_path / "data") as law:
        law.ingest(tmp_path / "base.xml", tmp_path / "act.xml")
        hits = law.search("havneafgiften for joller")
    assert [hit.passage.kind for hit in hits][:2] == ["provision", "note"]
    assert hits[1].score <= 0.6 * hits[0].score
