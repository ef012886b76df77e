"""`lexhop ask`, `search` and `graph`."""

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lexhop.cli.services import (
    AsJson,
    BadInput,
    CollectionName,
    Quiet,
    Services,
    err,
    loaded_store,
    options_of,
    out,
    question_of,
    services_of,
)

if TYPE_CHECKING:
    from lexhop.retrieval.ports import Hit
    from lexhop.state.options import Options
    from lexhop.state.records import Answer


def ask(
    context: typer.Context,
    question: Annotated[str, typer.Argument(help="In Danish or English.")],
    preset: Annotated[
        str | None,
        typer.Option(help="precise, fast, exploratory, comprehensive or single_hop."),
    ] = None,
    collection: CollectionName = "default",
    deadline: Annotated[
        float, typer.Option(help="Seconds; what was found by then is the answer.")
    ] = 0.0,
    as_of: Annotated[str, typer.Option(help="The law of a day, as 2019-01-01.")] = "",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Answer a question with quoted, cited provisions, or say that it can't be answered."""
    from lexhop.cli import as_json as js
    from lexhop.cli import show

    options = options_of(preset=preset, deadline_s=deadline, as_of=as_of)
    services = services_of(context)
    given = asyncio.run(_ask(services, question, options, collection, quiet=quiet or as_json))
    if as_json:
        print(js.dumps(js.answer(given)))  # noqa: T201
    else:
        show.answer(out, given)


async def _ask(
    services: Services, question: str, options: "Options", collection: str, *, quiet: bool
) -> "Answer":
    from lexhop.cli.trace import hop_tree
    from lexhop.state.plan import Said
    from lexhop.state.records import Answer

    question = question_of(question)
    store = await loaded_store(services, collection)
    with hop_tree(err, question, quiet=quiet) as tree:
        async with services.asking(store) as asking:
            answer: Answer | None = None
            async for step in asking.stream(question, options):
                if isinstance(step, Answer):
                    answer = step
                elif isinstance(step, Said):
                    tree.say(step)
                else:
                    tree.update(*step)
    if answer is None:
        raise RuntimeError("the graph ended without an answer")
    return answer


def search(
    context: typer.Context,
    query: Annotated[str, typer.Argument(help="Words, or a citation such as 'LL § 33 A'.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Hits at most.")] = 10,
    collection: CollectionName = "default",
    as_json: AsJson = False,
) -> None:
    """Find provisions and passages, best first."""
    from lexhop.cli import as_json as js
    from lexhop.cli import show

    found, took_ms = asyncio.run(_search(services_of(context), query, limit, collection))
    if as_json:
        print(js.dumps(js.search(query, found, took_ms)))  # noqa: T201
    elif found:
        show.hits(out, found)
    else:
        err.print("nothing found")


async def _search(
    services: Services, query: str, limit: int, collection: str
) -> "tuple[list[Hit], float]":
    from lexhop.retrieval.finder import Finder
    from lexhop.retrieval.query.parsing import plan_of

    query = question_of(query)
    store = await loaded_store(services, collection)
    names = await services.act_names(store)
    started = time.perf_counter()
    plan = plan_of(query, names, [act.name for act in await store.acts()])
    finder = Finder(store, missed=_words_only)
    found = await finder.find(plan.queries[0], limit=limit)
    return found, round((time.perf_counter() - started) * 1000, 2)


def _words_only(failure: Exception) -> None:
    err.print(f"searched by words only: {failure}", markup=False, soft_wrap=True)


def graph(
    context: typer.Context,
    png: Annotated[Path | None, typer.Option(help="Write a picture here; needs Graphviz.")] = None,
) -> None:
    """Print the graph's diagram (Mermaid)."""
    asyncio.run(_graph(services_of(context), png))


async def _graph(services: Services, png: Path | None) -> None:
    from lexhop.cli.diagram import NoRenderer, write_png

    async with services.graph(services.store("default")) as compiled:
        drawn = compiled.get_graph()
    if png is None:
        print(drawn.draw_mermaid())  # noqa: T201
        return
    try:
        await asyncio.to_thread(write_png, drawn, png)
    except NoRenderer as error:
        raise BadInput(str(error)) from error
