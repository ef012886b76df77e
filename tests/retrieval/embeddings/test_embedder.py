"""Embedders by the name that a setting gives."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import pytest

from lexhop.resilience.errors import Permanent, Transient
from lexhop.retrieval.embeddings.embedder import KINDS, EmbedderKind, EmbedderSpec, embedder
from tests.fakes import LetterEmbeddings

T = TypeVar("T")


class Made:
    """Makes embedders of letters, and remembers what was asked for."""

    def __init__(self) -> None:
        self.asked: list[EmbedderSpec] = []

    def __call__(self, asked: EmbedderSpec) -> LetterEmbeddings:
        self.asked.append(asked)
        return LetterEmbeddings(asked.model)

    @property
    def kinds(self) -> dict[str, EmbedderKind]:
        return {"letters": EmbedderKind("json", "none", self)}


async def test_one_is_made_when_the_first_text_comes_and_once() -> None:
    made = Made()
    one = embedder("letters:abc", batch=7, device="cuda:1", kinds=made.kinds)
    assert made.asked == []
    assert one.model == "letters:abc"
    vectors = await asyncio.gather(*(one.aembed_query(text) for text in ("a", "bb")))
    assert vectors == [[1.0, 0.0, 0.0], [0.0, 2.0, 0.0]]
    assert await one.aembed_documents(["c"]) == [[0.0, 0.0, 1.0]]
    assert made.asked == [EmbedderSpec(model="abc", batch=7, device="cuda:1")]


@pytest.mark.parametrize("name", ["letters", "letters:", ":abc", "other:abc"])
def test_a_name_of_no_known_form_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=rf"^'{name}' names no embedder; write letters:MODEL$"):
        embedder(name, batch=1, kinds=Made().kinds)


def test_a_package_that_is_not_there_is_named_by_its_extra() -> None:
    kinds = {"far": EmbedderKind("no_such_package_here", "far-away", Made())}
    with pytest.raises(ValueError, match=r'^far:x needs .*; pip install "lexhop\[far-away\]"$'):
        embedder("far:x", batch=1, kinds=kinds)


async def test_a_model_may_have_colons_and_slashes_in_its_name() -> None:
    made = Made()
    await embedder("letters:org/a:b", batch=1, kinds=made.kinds).aembed_query("a")
    assert made.asked[0].model == "org/a:b"


def test_the_kinds_are_those_of_the_documentation() -> None:
    assert {name: kind.extra for name, kind in KINDS.items()} == {
        "openai": "openai",
        "huggingface": "embeddings",
    }


async def test_texts_are_embedded_by_the_batch_and_each_batch_may_be_tried_again() -> None:
    tried: list[int] = []

    async def twice(call: Callable[[], Awaitable[T]]) -> T:
        tried.append(len(tried))
        try:
            return await call()
        except Transient:
            return await call()

    class Stumbling(LetterEmbeddings):
        def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
            self.largest += 1
            if self.largest == 2:
                raise Transient("busy")
            self.embedded += texts
            return [self.embed_query(text) for text in texts]

    made = Stumbling("a")
    kinds = {"letters": EmbedderKind("json", "none", lambda _: made)}
    one = embedder("letters:a", batch=2, kinds=kinds, retrying=twice)
    assert await one.aembed_documents(["a", "aa", "", "a", "a"]) == [[1], [2], [0], [1], [1]]
    assert (len(tried), made.embedded) == (3, ["a", "aa", "", "a", "a"])
    made.largest = 1
    with pytest.raises(Transient):
        await embedder("letters:a", batch=2, kinds=kinds).aembed_documents(["a"])


async def test_a_model_that_can_not_be_loaded_is_told_on_one_line() -> None:
    def missing(_: EmbedderSpec) -> LetterEmbeddings:
        raise OSError("no-such is no folder\nand no model either")

    one = embedder("far:no-such", batch=1, kinds={"far": EmbedderKind("json", "none", missing)})
    told = r"^far:no-such can't be loaded \(no-such is no folder\); check LEXHOP_EMBEDDINGS$"
    with pytest.raises(Permanent, match=told):
        await one.aembed_query("a")
