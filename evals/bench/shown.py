"""`python -m lexhop.evals.bench.shown QUESTIONS COLLECTION`: what a model is shown of what decides.

Plans are recorded (plans.jsonl), so that no model is needed: the real retrieval finds evidence for
them in one hop, code's references in another, and the real packing selects what a model would read.
A dataset line has beside `gold` the subsections of each provision that an answer needs: "stk".
"""

import asyncio
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from lexhop.composition.loaded import loaded_store
from lexhop.composition.opening import open_services
from lexhop.corpus.citations.citation import provision_key
from lexhop.corpus.citations.locators import part_of
from lexhop.corpus.citations.references import own_keys
from lexhop.corpus.text.tokens import estimate_model_tokens
from lexhop.models.prices import Prices, known_prices
from lexhop.nodes.retrieve import Retrieve
from lexhop.prompts import Prompt, prompt
from lexhop.reasoning.chat.shared_context import SharedContext, shared_context
from lexhop.reasoning.extractive.reasoner import ExtractiveReasoner
from lexhop.retrieval.query.expansion import bundled_terms
from lexhop.retrieval.query.parsing import plan_of
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.retrieval.search import StoreSearch
from lexhop.state.options import PRESETS, Options
from lexhop.state.plan import Plan, Query
from lexhop.state.records import Evidence
from lexhop.state.reducers import merge_evidence
from lexhop.state.research import Research

PLANS = Path(__file__).with_name("plans.jsonl")
MODEL = "gpt-4.1-mini"
REPLY_TOKENS = {"assess": 150, "write": 500}
"""About what a model replies; replies are the smaller part of the cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Of one question: gold subsections that were retrieved and shown, and what is sent."""

    retrieved: int
    shown: int
    context_tokens: int
    sent_tokens: int
    cost_usd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """The services of one collection."""

    code: ExtractiveReasoner
    retrieve: Retrieve
    prices: Prices

    async def measured(self, item: Mapping[str, Any], planned: Sequence[str], preset: str) -> Shown:
        plan = self._plan(item["question"], planned)
        evidence = await self._evidence(plan, item["question"], Options(preset=preset))
        words = " ".join((item["question"], *(query.text for query in plan.queries)))
        about = QueryTerms(words, plan.language, self.code.terms)
        start = Research(question=item["question"], options=Options(preset=preset), plan=plan)
        context = shared_context(start.task, plan, evidence, about, date.today().isoformat())  # noqa: DTZ011
        retrieved, shown = _gold(item, evidence, context)
        sent = [
            context.prompt.then(prompt(plan.language, "assess", asked="-")),
            context.prompt.then(prompt(plan.language, "write", missing="-")),
        ]
        tokens = [_tokens(one) for one in sent]
        return Shown(
            retrieved=retrieved,
            shown=shown,
            context_tokens=sum(
                estimate_model_tokens(passage.text) for passage in context.packed.shown
            ),
            sent_tokens=sum(tokens),
            cost_usd=sum(
                self.prices.cost(MODEL, input_tokens=count, output_tokens=reply)
                for count, reply in zip(tokens, REPLY_TOKENS.values(), strict=True)
            ),
        )

    def _plan(self, question: str, planned: Sequence[str]) -> Plan:
        plan = plan_of(question, self.code.acts, self.code.loaded)
        queries = (plan.queries[0], *(Query(text=text, trust=0.8) for text in planned))
        return replace(plan, form="open", queries=queries)

    async def _evidence(self, plan: Plan, question: str, options: Options) -> tuple[Evidence, ...]:
        start = Research(question=question, options=options, plan=plan, queries=plan.queries)
        evidence = merge_evidence((), (await self.retrieve(start))["evidence"])
        if options.hops == 1:
            return evidence
        found = await self.code.assess(start.task, plan, evidence)
        leads = tuple(query for query in found.queries if query.via)
        again = replace(start, queries=leads, evidence=evidence)
        return merge_evidence(evidence, (await self.retrieve(again))["evidence"])


def _tokens(sent: Prompt) -> int:
    return estimate_model_tokens(sent.system) + estimate_model_tokens(sent.user)


def _gold(
    item: Mapping[str, Any], evidence: Sequence[Evidence], context: SharedContext
) -> tuple[int, int]:
    """How many gold subsections the evidence has, and how many of these are shown whole."""
    shown = {passage.passage.id: passage for passage in context.packed.shown}
    retrieved = in_full = 0
    for found, (start, end) in _parts(item, evidence):
        retrieved += 1
        passage = shown.get(found.passage.id)
        in_full += passage is not None and passage.shows(start, end)
    return retrieved, in_full


def _parts(
    item: Mapping[str, Any], evidence: Sequence[Evidence]
) -> Iterator[tuple[Evidence, tuple[int, int]]]:
    for provision, numbers in zip(item["gold"], item["stk"], strict=True):
        act, _, section = provision.rpartition(" § ")
        key = provision_key(act, section)
        mine = [found for found in evidence if key in own_keys(found.passage)]
        for number in numbers or [""]:
            locator = f"stk. {number}" if number else ""
            parts = ((found, part_of(found.passage, locator)) for found in mine)
            yield from [(found, part) for found, part in parts if part][:1]


async def _bench(collection: str) -> Bench:
    services = open_services(given={"model": "extractive"})
    store = await loaded_store(services, collection)
    acts, names = await store.acts(), await services.act_names(store)
    for act in acts:
        names.add(act.name, act.names)
    terms = await bundled_terms()
    code = ExtractiveReasoner(acts=names, loaded=frozenset(act.name for act in acts), terms=terms)
    return Bench(
        code=code,
        retrieve=Retrieve(search=StoreSearch(store, terms)),
        prices=await asyncio.to_thread(known_prices),
    )


async def measure(
    questions: Path, collection: str, plans: Path = PLANS
) -> dict[str, tuple[int, list[Shown]]]:
    """The figures of each preset, with its budget of tokens."""
    bench = await _bench(collection)
    lines = await asyncio.to_thread(questions.read_text, "utf-8")
    items = {item["id"]: item for item in map(json.loads, lines.splitlines())}
    recorded = await asyncio.to_thread(plans.read_text, "utf-8")
    planned = [json.loads(line) for line in recorded.splitlines()]
    return {
        preset: (
            given.context_tokens,
            [
                await bench.measured(items[plan["id"]], plan["queries"], preset)
                for plan in planned
                if plan["id"] in items
            ],
        )
        for preset, given in PRESETS.items()
    }


def main() -> None:
    """Print a line for each preset."""
    if len(sys.argv) != 3:
        sys.exit("name the questions (.jsonl) and the collection that they are about")
    figures = asyncio.run(measure(Path(sys.argv[1]), sys.argv[2]))
    print("preset         budget  gold subsections shown  context  sent  dollars a question")  # noqa: T201
    for preset, (budget, results) in figures.items():
        retrieved = sum(result.retrieved for result in results)
        shown = sum(result.shown for result in results)
        count = len(results) or 1
        print(  # noqa: T201
            f"{preset:<14} {budget:>6}  {shown:>4} of {retrieved:<4} = "
            f"{shown / (retrieved or 1):.3f}    "
            f"{sum(result.context_tokens for result in results) / count:>7.0f}  "
            f"{sum(result.sent_tokens for result in results) / count:>5.0f}  "
            f"{sum(result.cost_usd for result in results) / count:.4f}"
        )


if __name__ == "__main__":
    main()
