"""One process answers many at once: no step of the event loop takes long, without a model."""

import asyncio
import gc
import statistics
import time
from asyncio import events
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lexhop.corpus.citations.act_names import ActNames, known_acts
from lexhop.corpus.ingest.pipeline import Ingest
from lexhop.corpus.text.tokens import TokenCounter, estimate_tokens
from lexhop.graph.build import build_graph
from lexhop.reasoning.extractive.reasoner import ExtractiveReasoner
from lexhop.retrieval.query.expansion import bundled_terms
from lexhop.retrieval.search import StoreSearch
from lexhop.retrieval.stores.lance.store import LanceStore
from lexhop.state.options import Options
from lexhop.state.research import Research

LONGEST_MS = 2.0
QUESTION = "Hvor meget skal ejeren af en bro betale i afgift, og hvornår skal afgiften betales?"
SUBSECTION = (
    "Ejeren af bro nummer {n} skal betale {n} kr. i afgift for hver påbegyndt måned, jf. § {other},"
    " stk. 2, hvis broen er åben for færdsel, og afgiften ikke er betalt efter § {third}, stk. 1. "
    "Broafgiften skal betales senest den {n}. marts, medmindre ejeren har fået udsættelse. "
)


@contextmanager
def steps_timed() -> Iterator[list[float]]:
    """Milliseconds of CPU that this thread spends in each callback of the loop.

    CPU and not the clock, so that other work on the machine doesn't count; without the garbage
    collector, which comes when it likes.
    """
    took: list[float] = []
    run = events.Handle._run  # noqa: SLF001 - what every step goes through

    def timed(handle: events.Handle) -> None:
        started = time.thread_time()
        run(handle)
        took.append((time.thread_time() - started) * 1000)

    gc.collect()
    gc.disable()
    patch = pytest.MonkeyPatch()
    patch.setattr(events.Handle, "_run", timed)
    try:
        yield took
    finally:
        patch.undo()
        gc.enable()


async def broad_law(folder: Path, acts: ActNames) -> LanceStore:
    """An invented act of long sections that refer to each other: much to judge and to quote."""
    lines = ["---", "short_title: broafgiftsloven", "---"]
    for n in range(1, 41):
        places = {"n": n, "other": n % 40 + 1, "third": n * 7 % 40 + 1}
        lines.append(f"\n§ {n}. {SUBSECTION.format(**places) * 2}")
        lines += [f"\nStk. {stk}. {SUBSECTION.format(**places) * 2}" for stk in range(2, 7)]
    act = folder / "broafgiftsloven.md"
    await asyncio.to_thread(act.write_text, "\n".join(lines), "utf-8")
    store = LanceStore(folder / "store")
    await Ingest(collection=store, acts=acts, tokens=TokenCounter("estimate", estimate_tokens))(
        [act]
    )
    return store


async def test_no_step_of_the_loop_takes_long(tmp_path: Path) -> None:
    terms, acts = await bundled_terms(), await asyncio.to_thread(known_acts)
    store = await broad_law(tmp_path, acts)
    acts.add("broafgiftsloven", ())
    code = ExtractiveReasoner(acts=acts, loaded=frozenset({"broafgiftsloven"}), terms=terms)
    graph = build_graph(store, code, search=StoreSearch(store, terms))

    async def longest(number: int) -> float:
        start = Research(question=f"{QUESTION} ({number})", options=Options(preset="comprehensive"))
        with steps_timed() as took:
            answer = (await graph.ainvoke(start))["answer"]
        assert answer.citations
        return max(took)

    await longest(0)  # what is loaded and compiled once isn't a question's
    assert statistics.median([await longest(number) for number in range(1, 6)]) < LONGEST_MS
