"""The signals of a search, each of which can be switched off to measure what it adds."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True)
class Channels:
    """The signals that count in a ranking.

    `words`: BM25 over stems. Off, they still bring in the candidates for n-grams (which have no
    index) and the seeds of the graph, and `Hit.coverage` still counts them.
    `ngrams`: parts of words. Off, words count only whole.
    `citations`: lookup of what the question names, a provision by its citation or a text by its
    title. Off, it's searched for by its words only.
    `graph`: references and neighbouring provisions in law, mentioned titles and shared names in
    prose. Off, nothing is followed. With neither words nor n-grams it still starts from the best by
    words, but a passage scores only what others pass on to it.
    `vectors`: similarity by embedding, of candidates by words and of others. Off, no question is
    embedded.
    """

    words: bool = True
    ngrams: bool = True
    citations: bool = True
    graph: bool = True
    vectors: bool = True

    @property
    def texts(self) -> bool:
        """Whether a passage's own text counts."""
        return self.words or self.ngrams


ALL = Channels()
NONE = Channels(words=False, ngrams=False, citations=False, graph=False, vectors=False)


def one_by_one(*, vectors: bool) -> Iterator[tuple[str, Channels]]:
    """(name, channels) of each channel alone, all, and all but each; `vectors` are optional."""
    names = [channel.name for channel in fields(Channels) if vectors or channel.name != "vectors"]
    shown = {name: "n-grams" if name == "ngrams" else name for name in names}
    for name in names:
        yield shown[name], replace(NONE, **{name: True})
    yield "all", ALL
    for name in names:
        yield f"all but {shown[name]}", replace(ALL, **{name: False})
