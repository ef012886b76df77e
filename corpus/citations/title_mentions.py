"""References of prose: where a passage mentions the title of another document."""

import re
from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from lexhop.corpus.text.names import LONGEST_TITLE, is_telling, name_words, title_keys
from lexhop.state.records import Reference

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


class TitleIndex:
    """Finds any number of titles in a text in one linear pass (Aho & Corasick, 1975).

    A title matches in each of its forms (`title_keys`), accents and case aside, as whole words of
    which the first has a capital or is a number. Of overlapping titles the longest counts.
    """

    def __init__(self, titles: Iterable[tuple[str, str]]) -> None:
        """`titles` are (document id, title) pairs; documents may share a title."""
        self._documents: dict[str, list[str]] = {}
        self._keys: dict[str, tuple[str, ...]] = {}
        for document_id, title in titles:
            if title == document_id:
                continue
            self._keys[document_id] = title_keys(title)
            for key in self._keys[document_id]:
                if is_telling(key) and key.count(" ") < LONGEST_TITLE:
                    self._documents.setdefault(key, []).append(document_id)
        patterns = [f" {key} " for key in self._documents]
        self._automaton = AhoCorasick(patterns, matchkind=MatchKind.Standard)

    def mentions(self, text: str, own_document: str) -> tuple[Reference, ...]:
        """A reference for each other document whose title stands in `text`."""
        own = self._keys.get(own_document, ())
        found: dict[str, Reference] = {}
        for key, printed in self._longest(text):
            if key in own:
                continue
            for document_id in self._documents[key]:
                if document_id != own_document:
                    found.setdefault(document_id, Reference(text=printed, target=document_id))
        return tuple(found.values())

    def _longest(self, text: str) -> Iterator[tuple[str, str]]:
        """(key, as printed) of the titles in `text`, left to right, without overlaps."""
        places = list(_WORD.finditer(text))
        bare = [" ".join(name_words(place[0])) for place in places]
        joined = f" {' '.join(bare)} "
        matches = self._automaton.find_matches_as_indexes(joined, overlapping=True)
        taken = 0
        starts = {}
        offset = 0
        for number, word in enumerate(bare):
            starts[offset] = number
            offset += len(word) + 1
        for _, start, end in sorted(matches, key=lambda match: (match[1], -match[2])):
            first = starts.get(start)
            if first is None or start < taken:
                continue
            opening = places[first][0][0]
            if not (opening.isupper() or opening.isdigit()):
                continue
            key = joined[start + 1 : end - 1]
            last = first + key.count(" ")
            yield key, text[places[first].start() : places[last].end()]
            taken = end - 1
