"""How many instructions of amending acts are read, and how many apply exactly.

    python -m lexhop.evals.bench.amendments FILE_OR_FOLDER...

Consolidated acts among the files get the changes that aren't in them. Prints counts, a line for
each instruction that isn't read, and one for each that is pending.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from lexhop.composition.opening import stores_in
from lexhop.corpus.amendments.citing import instruction_name
from lexhop.corpus.amendments.instructions import changes_of
from lexhop.corpus.citations.act_names import known_acts
from lexhop.corpus.documents import Document, UnreadableDocument
from lexhop.corpus.formats import read_documents
from lexhop.corpus.ingest.files import files_under
from lexhop.corpus.ingest.pipeline import Ingest
from lexhop.corpus.text.tokens import TokenCounter, estimate_tokens


def amending_acts(paths: list[Path]) -> list[Document]:
    """The amending acts in the files, without what can't be read."""
    found: list[Document] = []
    for file in files_under(paths, _silent):
        try:
            found += [one for one in read_documents(file) if one.form == "amendment"]
        except UnreadableDocument as error:
            sys.stderr.write(f"{error}\n")
    return found


def _silent(_file: str, _reason: str) -> None:
    """The ingest tells of it."""


async def _applied(paths: list[Path], folder: Path) -> None:
    store = stores_in(folder).store("acts")
    ingest = Ingest(
        collection=store, acts=known_acts(), tokens=TokenCounter("estimate", estimate_tokens)
    )
    made = (await ingest(paths)).unofficial
    print(f"versions\t{made.versions}\napplied\t{made.applied}\npending\t{made.pending}")  # noqa: T201
    for version in await store.loaded_documents():
        if version.base:
            for passage in await store.document(version.id):
                for label in passage.pending:
                    print(f"pending\t{passage.citation}\t{label}")  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("paths", type=Path, nargs="+")
    paths = parser.parse_args().paths
    acts = amending_acts(paths)
    instructions = [
        (instruction_name(act, amended, instruction), instruction)
        for act in acts
        for amended in act.amends
        for instruction in amended.instructions
    ]
    unread = [(name, one) for name, one in instructions if changes_of(one) is None]
    print(f"acts\t{len(acts)}\ninstructions\t{len(instructions)}")  # noqa: T201
    print(f"read\t{len(instructions) - len(unread)}")  # noqa: T201
    for name, instruction in unread:
        print(f"unread\t{name}\t{instruction.text[:200]}")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_applied(paths, Path(folder)))


if __name__ == "__main__":
    main()
