"""A stress set for grounding: plausible sentences over invented law, true ones and false ones.

`acts/` has the law and `items/` a file for each act: rows of a kind, a sentence, and the quotes
that it comes with, each group a section and the words of it. The rules of grounding were made on
the "seen" part; the "hidden" half of the first files was written with it, but not looked at; the
"blind" part was written when the rules stood.
"""

import asyncio
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from lexhop.corpus.citations.act_names import known_acts
from lexhop.corpus.ingest.pipeline import Ingest
from lexhop.corpus.text.tokens import token_counter
from lexhop.reasoning.grounding.check import Violation, ground
from lexhop.state.plan import Draft, Quote, Sentence
from lexhop.state.records import Evidence, Origin, Passage
from tests.memory_store import MemoryStore

FOLDER = Path(__file__).parent
Part = Literal["seen", "hidden", "blind"]


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence of an answer with its quotes, and whether they bear it out."""

    holds: bool
    kind: str
    language: str
    sentence: Sentence
    part: Part

    def __str__(self) -> str:
        quotes = " / ".join(quote.text for quote in self.sentence.quotes)
        return f"{self.language} {self.kind}: {self.sentence.text}  [{quotes}]"


@cache
def law() -> dict[str, Passage]:
    """The passages of all acts by provision; none is so long that it is split."""
    return asyncio.run(_ingested())


async def _ingested() -> dict[str, Passage]:
    store = MemoryStore()
    ingest = Ingest(collection=store, acts=known_acts(), tokens=token_counter())
    await ingest([FOLDER / "acts"])
    return {passage.provision: passage async for passage in store.passages()}


def evidence() -> list[Evidence]:
    return [
        Evidence(passage=passage, span="", score=1.0, hop=1, origin=Origin("words"))
        for passage in law().values()
    ]


@cache
def items(folder: str = "items") -> tuple[Item, ...]:
    return tuple(item for file in sorted((FOLDER / folder).glob("*.toml")) for item in _of(file))


def _of(file: Path) -> Iterator[Item]:
    given = tomllib.loads(file.read_text(encoding="utf-8"))
    for key in ("true_da", "false_da", "true_en", "false_en"):
        truth, _, language = key.partition("_")
        for kind, text, *groups in given.get(key, ()):
            quotes = tuple(quote for group in groups for quote in _quotes(given["act"], group))
            yield Item(
                holds=truth == "true",
                kind=kind,
                language=language,
                sentence=Sentence(text=text, quotes=quotes),
                part=given.get("part") or _half(text),
            )


def _half(text: str) -> Part:
    return "seen" if blake2b(text.encode()).digest()[0] % 2 else "hidden"


def _quotes(act: str, group: Sequence[str]) -> Iterator[Quote]:
    section, *words = group
    passage = law()[f"{act} § {section}"]
    for text in words:
        if text not in passage.text:
            raise ValueError(f"{passage.provision} doesn't say: {text}")
        yield Quote(passage_id=passage.id, text=text)


def violations_of(item: Item) -> tuple[Violation, ...]:
    draft = Draft(sentences=(item.sentence,))
    return ground(draft, evidence(), item.language).violations
