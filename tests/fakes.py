"""Stand-ins for what the project talks to: small, deterministic, no network."""

from collections.abc import Sequence

from langchain_core.embeddings import Embeddings


class LetterEmbeddings(Embeddings):
    """A text's vector is how often it has each of some letters. Counts what it was asked for."""

    def __init__(self, letters: str = "abcdefgh", model: str = "letters") -> None:
        self.letters = letters
        self.model = model
        self.embedded: list[str] = []
        self.largest = 0

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        self.embedded += texts
        self.largest = max(self.largest, len(texts))
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return [float(text.count(letter)) for letter in self.letters]
