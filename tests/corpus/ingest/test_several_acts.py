"""Acts of one file come and go each by itself."""

from tests.corpus.ingest.library import Library

ACTS = (
    "Lov om joller (jolleloven)\n\n§ 1. En jolle er lille.\n\n§ 2. Den er af træ.",
    "Lov om kanoer (kanoloven)\n\n§ 1. En kano er smal, jf. jollelovens § 2.",
)


async def test_acts_of_one_file_come_and_go_each_by_itself(library: Library) -> None:
    library.write("både.txt", "\n\n".join(ACTS))
    first = await library.ingest()
    again = await library.ingest()

    assert (first.files, first.added, again.unchanged) == (1, 2, 2)
    assert sorted(await library.texts()) == ["jolleloven/§1", "jolleloven/§2", "kanoloven/§1"]

    library.write("både.txt", ACTS[1])
    less = await library.ingest()

    assert (less.removed, less.unchanged + less.changed) == (1, 1)
    assert sorted(await library.texts()) == ["kanoloven/§1"]
