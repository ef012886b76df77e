"""Embedders by the name that a setting gives."""

import asyncio

import pytest

from retrieval.embedders import KINDS, Asked, Kind, embedder
from tests.fakes import LetterEmbeddings


class Made:
    """Makes embedders of letters, and remembers what was asked for."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    def __call__(self, asked: Asked) -> LetterEmbeddings:
        self.asked.append(asked)
        return LetterEmbeddings(asked.model)

    @property
    def kinds(self) -> dict[str, Kind]:
        return {"letters": Kind("json", "none", self)}


async def test_one_is_made_when_the_first_text_comes_and_once() -> None:
    made = Made()
    one = embedder("letters:abc", batch=7, device="cuda:1", kinds=made.kinds)
    assert made.asked == []
    assert one.model == "letters:abc"
    vectors = await asyncio.gather(*(one.aembed_query(text) for text in ("a", "bb")))
    assert vectors == [[1.0, 0.0, 0.0], [0.0, 2.0, 0.0]]
    assert await one.aembed_documents(["c"]) == one.embed_documents(["c"]) == [[0.0, 0.0, 1.0]]
    assert one.embed_query("a") == vectors[0]
    assert made.asked == [Asked(model="abc", batch=7, device="cuda:1")]


@pytest.mark.parametrize("name", ["letters", "letters:", ":abc", "other:abc"])
def test_a_name_of_no_known_form_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=rf"^'{name}' names no embedder; write letters:MODEL$"):
        embedder(name, batch=1, kinds=Made().kinds)


def test_a_package_that_is_not_there_is_named_by_its_extra() -> None:
    kinds = {"far": Kind("no_such_package_here", "far-away", Made())}
    with pytest.raises(ValueError, match=r'^far:x needs .*; pip install "lexhop\[far-away\]"$'):
        embedder("far:x", batch=1, kinds=kinds)


def test_a_model_may_have_colons_and_slashes_in_its_name() -> None:
    made = Made()
    embedder("letters:org/a:b", batch=1, kinds=made.kinds).embed_query("a")
    assert made.asked[0].model == "org/a:b"


def test_the_kinds_are_those_of_the_documentation() -> None:
    assert {name: kind.extra for name, kind in KINDS.items()} == {
        "openai": "openai",
        "huggingface": "embeddings",
    }
