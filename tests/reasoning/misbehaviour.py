"""`python -m tests.reasoning.misbehaviour`: every fault of an endpoint, in every role, as a table.

With the models stacked as the composition root stacks them, and short patience.
"""

import asyncio
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import openai
from pydantic import SecretStr

from lexhop.graph.build import build_graph
from lexhop.models.cached import CachedModel
from lexhop.models.openai_chat import OpenAIChat
from lexhop.models.ports import Model
from lexhop.models.prices import known_prices
from lexhop.models.resilient import FallbackModel, GuardedModel, RetryingModel, TimedModel
from lexhop.reasoning.chat.reasoner import ChatReasoner
from lexhop.reasoning.fallback import FallbackReasoner
from lexhop.resilience.breaker import Breaker
from lexhop.resilience.tiers import Tier, open_tiers
from lexhop.state.options import Options
from lexhop.state.records import Answer
from lexhop.state.research import Research
from tests.fake_openai import FakeOpenAI, Fault, Rule, running
from tests.fake_openai.fixtures import NO_CERTIFICATES
from tests.reasoning.played import CODE, DANISH, Shelf, Shelved

BIG, CHEAP = "gpt-4.1", "gpt-4.1-mini"
ROLES = {"decompose": "PlanReply", "assess": "AssessReply", "write": "DraftReply", "all": None}
PATIENCE_S = 2.0
"""With what only waits. All else has time enough on a busy machine, which isn't what is tried."""
PLENTY_S = 30.0
AT_ONCE = 32
WAITING = (Fault.HANG, Fault.STALL, Fault.DRIP)
PRICES = known_prices()


@dataclass(frozen=True, slots=True)
class Trial:
    """A fault in a role, with a cheaper model behind the first one or without."""

    number: int
    fault: Fault
    role: str
    stand_in: bool

    @property
    def mark(self) -> str:
        """What its requests are known by."""
        return f"sag{self.number}"

    @property
    def rule(self) -> Rule:
        return Rule(
            model=BIG,
            schema_name=ROLES[self.role],
            text=rf"\b{self.mark}\b",
            responder="honest",
            fault=self.fault,
            retry_after_s=0.02,
            pause_ms=20,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    trial: Trial
    answer: Answer
    calls: int
    took_s: float

    def row(self) -> tuple[str, ...]:
        answer = self.answer
        return (
            self.trial.fault,
            self.trial.role,
            "yes" if self.trial.stand_in else "no",
            answer.status,
            answer.stop_reason,
            answer.model,
            str(self.calls),
            f"{self.took_s:.2f}",
            "; ".join(one.rpartition(": ")[2] for one in answer.notices) or "-",
        )


HEAD = ("fault", "role", "stand-in", "status", "stop", "model", "calls", "s", "notices")


def trials() -> list[Trial]:
    """Those that only wait come first: the others have the processor to themselves meanwhile."""
    faults = sorted(Fault, key=lambda fault: fault not in WAITING)
    each = product(faults, ROLES, (False, True))
    return [Trial(number, *one) for number, one in enumerate(each)]


def stacked(
    name: str, tier: Tier, pool: openai.DefaultAsyncHttpxClient, patience_s: float
) -> Model:
    """The endpoint is the one that OPENAI_BASE_URL names."""
    endpoint = OpenAIChat(
        name=name,
        prices=PRICES,
        timeout_s=patience_s,
        key=SecretStr("sk-fake"),
        connections=pool,
    )
    timed = TimedModel(inner=endpoint, timeout_s=patience_s)
    guarded = GuardedModel(inner=timed, breaker=Breaker(f"model {name}"))
    return CachedModel(inner=RetryingModel(inner=guarded, wait_s=0.01), tier=tier)


def reasoner(
    pool: openai.DefaultAsyncHttpxClient,
    tier: Tier,
    *,
    stand_in: bool = True,
    patience_s: float = PATIENCE_S,
    together_s: float = 25.0,
) -> FallbackReasoner:
    first = stacked(BIG, tier, pool, patience_s)
    if stand_in:
        first = FallbackModel(models=(first, stacked(CHEAP, tier, pool, PLENTY_S)))
    chat = ChatReasoner(model=first, small=first, code=CODE, patience_s=together_s)
    return FallbackReasoner(first=chat, last=CODE)


async def suffered(given: Sequence[Trial], fake: FakeOpenAI) -> list[Outcome]:
    """What became of each trial; `AT_ONCE` at once, each with breakers and a cache of its own."""
    await asyncio.to_thread(fake.add, *(one.rule for one in given))
    await asyncio.to_thread(fake.add, Rule(responder="honest"))
    room = asyncio.Semaphore(AT_ONCE)
    async with openai.DefaultAsyncHttpxClient(verify=NO_CERTIFICATES) as pool:

        async def suffer(trial: Trial) -> tuple[Trial, Answer, float]:
            async with room:
                tiers = open_tiers()
                patience_s = PATIENCE_S if trial.fault in WAITING else PLENTY_S
                mind = reasoner(
                    pool,
                    tiers.replies,
                    stand_in=trial.stand_in,
                    patience_s=patience_s,
                    together_s=4 * PLENTY_S,
                )
                graph = build_graph(Shelved(), mind, search=Shelf())
                started = time.monotonic()
                start = Research(
                    question=f"{DANISH} ({trial.mark})", options=Options(deadline_s=8 * PLENTY_S)
                )
                state = await graph.ainvoke(start)
                await tiers.aclose()
                return trial, state["answer"], time.monotonic() - started

        done = await asyncio.gather(*map(suffer, given))
    bodies = [str(one.body) for one in await asyncio.to_thread(fake.requests)]
    return [
        Outcome(trial, answer, sum(f"({trial.mark})" in one for one in bodies), took)
        for trial, answer, took in done
    ]


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).strip()


def main() -> None:
    with running() as fake:
        os.environ["OPENAI_BASE_URL"] = fake.base_url
        outcomes = asyncio.run(suffered(trials(), fake))
    for line in table([HEAD, *(one.row() for one in outcomes)]):
        sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
