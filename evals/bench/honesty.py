"""`python -m lexhop.evals.bench.honesty COLLECTION [QUESTIONS]`: is what is called an answer one?

For each split of the questions: how many are answered, partly answered and not answered, and how
many of these have a key fact in a quote from a gold provision; those without gold should not be
answered. `dev` and `held_out` were written together, rules and lists with `dev` in view; the author
of these had not seen the questions of `second`.
"""

import asyncio
import json
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from lexhop.client import AsyncLexhop
from lexhop.state.records import Answer

EVERYDAY = Path(__file__).with_name("everyday.jsonl")


def has_fact(item: Mapping[str, Any], answer: Answer) -> bool:
    """Whether a key fact stands, as a whole figure, in a quote from a gold provision."""
    quotes = [cited.quote for cited in answer.citations if cited.provision in item["gold"]]
    facts = [re.compile(rf"(?<![\w.,]){re.escape(_plain(fact))}") for fact in item["key_facts"]]
    return any(fact.search(_plain(quote)) for fact in facts for quote in quotes)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def counted(pairs: Sequence[tuple[Mapping[str, Any], Answer]]) -> list[str]:
    """A line for each split and status."""
    lines = []
    for split in dict.fromkeys(item["split"] for item, _ in pairs):
        mine = [pair for pair in pairs if pair[0]["split"] == split]
        asked = [pair for pair in mine if pair[0]["gold"]]
        beside = Counter(answer.status for item, answer in mine if not item["gold"])
        for status in ("answered", "partial", "abstained"):
            of_status = [pair for pair in asked if pair[1].status == status]
            facts = sum(has_fact(*pair) for pair in of_status)
            lines.append(
                f"{split:<9} {status:<10} {len(of_status):>4} of {len(asked):<4} "
                f"with the fact {facts:>4};  without gold {beside[status]:>3}"
            )
    return lines


async def measure(collection: str, questions: Path = EVERYDAY) -> list[str]:
    """The lines of `counted`, asked without a model."""
    text = await asyncio.to_thread(questions.read_text, "utf-8")
    async with AsyncLexhop(collection=collection, model="extractive") as law:
        return counted(
            [(item, await law.ask(item["question"])) for item in map(json.loads, text.splitlines())]
        )


def main() -> None:
    """Print the lines."""
    if len(sys.argv) not in (2, 3):
        sys.exit("name the collection, and a file of questions if not the everyday ones")
    for line in asyncio.run(measure(sys.argv[1], *map(Path, sys.argv[2:]))):
        print(line)  # noqa: T201


if __name__ == "__main__":
    main()
