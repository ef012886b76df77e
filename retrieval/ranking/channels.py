"""What a search goes by, each part of which can be switched off to see what it's worth."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Channels:
    """What counts in a ranking.

    `words`: BM25 over stems. Off, they still bring the candidates that n-grams are compared in
    (there is no index of n-grams) and the passages that the graph starts from, and cover what
    `Hit.coverage` says, but are worth nothing in the ranking.
    `ngrams`: parts of words. Off, words count only whole.
    `citations`: what the question itself names, a provision by its citation or a text by its
    title. Off, it's looked for by its words like any other.
    `graph`: what a passage is tied to: references and the provisions beside it in law, mentioned
    titles and shared names in prose. Off, nothing is followed. With neither words nor n-grams it
    still starts from the best by words, and of a passage only what others offer it counts.
    `vectors`: nearness by embedding, of what words bring and of what they don't. Off, no question
    is embedded.
    """

    words: bool = True
    ngrams: bool = True
    citations: bool = True
    graph: bool = True
    vectors: bool = True

    @property
    def texts(self) -> bool:
        """Whether what a passage says itself counts."""
        return self.words or self.ngrams


ALL = Channels()
NONE = Channels(words=False, ngrams=False, citations=False, graph=False, vectors=False)


def one_by_one(*, vectors: bool) -> Iterator[tuple[str, Channels]]:
    """Each channel alone, all, and all but each; `vectors` says whether there are any."""
    names = [one.name for one in fields(Channels) if vectors or one.name != "vectors"]
    shown = {name: "n-grams" if name == "ngrams" else name for name in names}
    for name in names:
        yield shown[name], replace(NONE, **{name: True})
    yield "all", ALL
    for name in names:
        yield f"all but {shown[name]}", replace(ALL, **{name: False})
