"""Vectors that are kept in a file."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lexhop.retrieval.embeddings.kept import PersistentEmbedder
from lexhop.retrieval.ports import StoreUnavailable
from tests.fakes import LetterEmbeddings


def kept(embeddings: LetterEmbeddings, file: Path, model: str = "letters") -> PersistentEmbedder:
    return PersistentEmbedder(embeddings, file, model=model)


async def test_a_text_is_embedded_once_and_a_question_each_time(tmp_path: Path) -> None:
    file = tmp_path / "data" / "vectors.sqlite"
    first, again = LetterEmbeddings("ab"), LetterEmbeddings("ab")
    vectors = await kept(first, file).aembed_documents(["a", "bb", "a"])
    assert vectors == [[1.0, 0.0], [0.0, 2.0], [1.0, 0.0]]
    assert first.embedded == ["a", "bb"]
    assert await kept(again, file).aembed_documents(["bb", "b", "a"]) == [[0, 2], [0, 1], [1, 0]]
    assert again.embedded == ["b"]
    assert await kept(again, file).aembed_query("ab") == [1.0, 1.0]
    assert await kept(again, file).aembed_documents([]) == []


async def test_more_texts_than_a_query_takes_keep_their_order(tmp_path: Path) -> None:
    texts = ["a" * number for number in range(1234)]
    one = kept(LetterEmbeddings("a"), tmp_path / "v")
    await one.aembed_documents(texts[::2])
    assert await one.aembed_documents(texts) == [[float(len(text))] for text in texts]


async def test_vectors_of_another_model_are_none_of_this_one(tmp_path: Path) -> None:
    await kept(LetterEmbeddings("ab"), tmp_path / "v").aembed_documents(["ab"])
    other = LetterEmbeddings("b")
    assert await kept(other, tmp_path / "v", "other").aembed_documents(["ab"]) == [[1.0]]


async def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "vectors.sqlite"
    file.write_bytes(b"no database at all, but long enough to be looked into")
    with pytest.raises(StoreUnavailable, match=r"vectors\.sqlite: can't be used .*; remove it"):
        await kept(LetterEmbeddings(), file).aembed_documents(["a"])


@pytest.mark.parametrize("blob", [b"abc", b"", b"abcd", "text", 7])
@pytest.mark.parametrize("spoilt", [1, 2])
async def test_what_is_no_vector_of_the_model_is_made_anew(
    tmp_path: Path, blob: object, spoilt: int
) -> None:
    file = tmp_path / "v"
    texts = ["a", "bb", "ab"]
    made = await kept(LetterEmbeddings("ab"), file).aembed_documents(texts)
    with closing(sqlite3.connect(file)) as database, database:
        some = "SELECT key FROM vectors LIMIT ?"
        database.execute(f"UPDATE vectors SET vector = ? WHERE key IN ({some})", (blob, spoilt))  # noqa: S608
    for _ in range(2):
        again = await kept(LetterEmbeddings("ab"), file).aembed_documents([*texts, "b"])
        assert again == [*made, [0.0, 1.0]]


async def test_what_the_embedder_raises_is_let_through(tmp_path: Path) -> None:
    class Failing(LetterEmbeddings):
        def embed_documents(self, texts: object) -> list[list[float]]:
            raise TimeoutError("slow")

    with pytest.raises(TimeoutError, match="slow"):
        await kept(Failing(), tmp_path / "v").aembed_documents(["a"])
