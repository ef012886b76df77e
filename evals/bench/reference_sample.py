"""Draw references from a folder of acts, to be checked by hand against the acts.

    python -m lexhop.evals.bench.reference_sample FOLDER --seed 7 --size 100

prints a line each, tab separated: where it stands, the printed citation, what it was read as, and
whether that is there. Citations only, so that a sample can be kept without the acts' text.
"""

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lexhop.corpus.chunking import ChunkSizes, passages_of
from lexhop.corpus.citations.act_names import known_acts, names_of
from lexhop.corpus.citations.citation import provision_key
from lexhop.corpus.citations.references import ReferenceStats, expand, with_references
from lexhop.corpus.documents import Document, UnreadableDocument
from lexhop.corpus.formats import SUFFIXES, read_documents
from lexhop.corpus.text.tokens import TokenCounter, estimate_tokens
from lexhop.state.records import Passage, Reference

_WHOLE = ChunkSizes(provision=sys.maxsize)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A reference, its passage, and "resolved" or the reason why it isn't."""

    passage: Passage
    reference: Reference
    outcome: str


def documents_under(folder: Path) -> list[Document]:
    """The documents of the folder's files, without unreadable ones."""
    found: list[Document] = []
    for path in sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES):
        try:
            found += read_documents(path)
        except UnreadableDocument as error:
            sys.stderr.write(f"{error}\n")
    return found


def references_of(documents: list[Document]) -> Iterator[Drawn]:
    """Every reference in the documents' passages, in reading order."""
    acts = known_acts()
    stats = ReferenceStats()
    for document in documents:
        acts.add(document.short_title, names_of(document.short_title, document.title))
        stats.acts.add(document.short_title.casefold().replace(" ", ""))
        for provision in document.provisions:
            for section in expand(provision.section, provision.last):
                key = provision_key(document.short_title, section)
                before = stats.in_force.get(key, False)
                stats.in_force[key] = before or not provision.repealed
    tokens = TokenCounter("estimate", estimate_tokens)
    for document in documents:
        sections = [provision.section for provision in document.provisions]
        for passage in passages_of(document, _WHOLE, tokens):
            for reference in with_references(passage, acts, sections).references:
                yield Drawn(passage, reference, _outcome(stats, reference))


def _outcome(stats: ReferenceStats, reference: Reference) -> str:
    resolved, unresolved = stats.resolved, stats.unresolved.copy()
    stats.add(reference.target)
    if stats.resolved > resolved:
        return "resolved"
    return next(iter(stats.unresolved - unresolved))


def draw(folder: Path, *, seed: int, size: int) -> list[Drawn]:
    """A uniform sample of `size` references, the same for the same seed."""
    every = list(references_of(documents_under(folder)))
    return random.Random(seed).sample(every, min(size, len(every)))  # noqa: S311 (not for secrets)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--size", type=int, default=100)
    options = parser.parse_args()
    for drawn in draw(options.folder, seed=options.seed, size=options.size):
        read_as = ", ".join(
            part for part in (drawn.reference.target, drawn.reference.locator) if part
        )
        printed = " ".join(drawn.reference.text.split())
        sys.stdout.write(f"{drawn.passage.citation}\t{printed}\t{read_as}\t{drawn.outcome}\n")


if __name__ == "__main__":
    main()
