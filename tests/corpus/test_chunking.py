"""Documents are cut along their own joints: whole, cited and with nothing lost."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexhop.corpus.chunking import ChunkSizes, passages_of, provision_label
from lexhop.corpus.documents import Document, Note, Provision, Subsection, TextBlock
from lexhop.corpus.text.sentences import sentence_spans
from lexhop.corpus.text.tokens import TokenCounter
from lexhop.state.records import Passage

WORDS = TokenCounter("words", lambda text: len(text.split()))


def act(*provisions: Provision, blocks: Sequence[TextBlock] = ()) -> Document:
    return Document(
        id="baenke",
        title="Lov om bænke",
        form="statute",
        short_title="bænkeloven",
        url="https://example.org/baenke",
        valid_from="2031-01-01",
        provisions=provisions,
        blocks=blocks,
    )


def provision(*texts: str, section: str = "2", **more: object) -> Provision:
    subsections = tuple(
        Subsection(number=str(number), text=text) for number, text in enumerate(texts, start=1)
    )
    marker = f"§ {section}."
    return Provision(section=section, marker=marker, subsections=subsections, **more)  # type: ignore[arg-type]


def prose(*blocks: TextBlock) -> Document:
    return Document(id="handbook", title="Handbook", form="prose", language="en", blocks=blocks)


def cut(document: Document, **sizes: float) -> list[Passage]:
    return list(passages_of(document, ChunkSizes(**sizes), WORDS))  # type: ignore[arg-type]


def test_a_provision_that_fits_is_one_passage() -> None:
    (passage,) = cut(
        act(provision("Bænke males.", "Stk. 2. De tørres.", headings=("Kap. 1", "Maling")))
    )
    assert passage.id == "baenke/§2"
    assert passage.provision == passage.citation == "bænkeloven § 2"
    assert passage.text == "§ 2. Bænke males.\n\nStk. 2. De tørres."
    assert passage.heading == "Kap. 1 > Maling"
    assert (passage.act, passage.url, passage.valid_from) == (
        "bænkeloven",
        "https://example.org/baenke",
        "2031-01-01",
    )


def test_a_provision_without_text_gives_no_passage() -> None:
    assert cut(act(provision())) == []


def test_repealed_provisions_are_marked() -> None:
    (passage,) = cut(act(provision("(Ophævet)", section="22", last="27", repealed=True)))
    assert (passage.citation, passage.repealed) == ("bænkeloven §§ 22-27", True)
    assert passage.id == "baenke/§22-27"


def test_a_long_provision_is_cut_at_its_subsections() -> None:
    texts = ("Bænke males grønne.", "Stk. 2. De tørres.", "Stk. 3. De sættes ud om foråret.")
    passages = cut(act(provision(*texts)), provision=10)
    assert [(one.citation, one.id) for one in passages] == [
        ("bænkeloven § 2, stk. 1-2", "baenke/§2/stk1-2"),
        ("bænkeloven § 2, stk. 3", "baenke/§2/stk3"),
    ]


def test_a_long_subsection_is_cut_at_its_items() -> None:
    text = "Stk. 2. Bænke skal: 1) slibes med papir, 2) males med pensel, 2 a) vendes og 3) tørres."
    passages = cut(act(provision("Bænke er grønne.", text)), provision=8)
    assert [(one.citation, one.text) for one in passages] == [
        ("bænkeloven § 2, stk. 1", "§ 2. Bænke er grønne."),
        ("bænkeloven § 2, stk. 2, nr. 1", "Stk. 2. Bænke skal: 1) slibes med papir,"),
        ("bænkeloven § 2, stk. 2, nr. 2-2 a", "2) males med pensel, 2 a) vendes og"),
        ("bænkeloven § 2, stk. 2, nr. 3", "3) tørres."),
    ]


def test_a_long_item_is_cut_at_its_sentences() -> None:
    text = "Bænke skal:\n1) Slibes med papir. Papiret skal være fint. Det kastes bort.\n2) Tørres."
    passages = cut(act(provision(text)), provision=6)
    assert [(one.citation, one.text) for one in passages] == [
        ("bænkeloven § 2, stk. 1", "§ 2. Bænke skal:"),
        ("bænkeloven § 2, stk. 1, nr. 1, 1. pkt.", "1) Slibes med papir."),
        ("bænkeloven § 2, stk. 1, nr. 1, 2. pkt.", "Papiret skal være fint."),
        ("bænkeloven § 2, stk. 1, nr. 1-2", "Det kastes bort.\n2) Tørres."),
    ]


def test_a_subsection_may_begin_with_its_items() -> None:
    passages = cut(act(provision("Bænke.", "1) slibes med papir 2) males med pensel")), provision=4)
    assert [one.citation for one in passages[1:]] == [
        "bænkeloven § 2, stk. 2, nr. 1",
        "bænkeloven § 2, stk. 2, nr. 2",
    ]


def test_neighbouring_sentences_stay_together() -> None:
    passages = cut(
        act(provision("Bænke males. De tørres. De sættes ud. Alle sidder ned.")), provision=7
    )
    assert [(one.citation, one.id) for one in passages] == [
        ("bænkeloven § 2, stk. 1, 1.-2. pkt.", "baenke/§2/stk1/1-2pkt"),
        ("bænkeloven § 2, stk. 1, 3.-4. pkt.", "baenke/§2/stk1/3-4pkt"),
    ]


def test_provisions_of_the_same_number_have_ids_of_their_own() -> None:
    passages = cut(act(provision("Bænke."), provision("Borde."), provision("Stole.")))
    assert [one.id for one in passages] == ["baenke/§2", "baenke/§2~2", "baenke/§2~3"]
    assert [one.position for one in passages] == [0, 1, 2]


def test_a_note_stands_with_its_provision() -> None:
    _, note = cut(act(provision("Bænke.", notes=(Note(mark="1)", text="Indsat i 2031."),))))
    assert (note.id, note.kind) == ("baenke/§2/note1", "note")
    assert (note.provision, note.citation) == ("bænkeloven § 2", "bænkeloven § 2, note 1)")


def test_a_note_is_cited_on_its_subsection_and_without_a_mark_it_has_not() -> None:
    notes = (Note(mark="1)", text="Ny.", subsection="2"), Note(mark="", text="Gammel."))
    _, *found = cut(act(provision("En.", "Stk. 2. To.", notes=notes)))
    assert [(each.id, each.citation) for each in found] == [
        ("baenke/§2/note1", "bænkeloven § 2, stk. 2, note 1)"),
        ("baenke/§2/note", "bænkeloven § 2, note"),
    ]


def test_other_parts_of_an_act_are_cited_by_label() -> None:
    blocks = (
        TextBlock(text="Herved kundgøres.", label="indledning", kind="note"),
        TextBlock(text="Rød. Grøn. Blå. Gul.", label="bilag 1", kind="note", headings=("Farver",)),
        TextBlock(text="Uden navn.", kind="note"),
    )
    passages = cut(act(blocks=blocks), general=2)
    assert [(one.citation, one.id) for one in passages] == [
        ("bænkeloven, indledning", "baenke/indledning"),
        ("bænkeloven, bilag 1, 1", "baenke/bilag_1,_1"),
        ("bænkeloven, bilag 1, 2", "baenke/bilag_1,_2"),
        ("bænkeloven", "baenke/text"),
    ]
    assert {one.provision for one in passages[1:3]} == {"bænkeloven, bilag 1"}
    assert passages[1].heading == "Farver"


def test_a_text_that_fits_is_one_passage() -> None:
    care = ("Care",)
    blocks = [
        TextBlock(text="Paint benches.", headings=care),
        TextBlock(text=" "),
        TextBlock(text="Dry them."),
    ]
    (passage,) = cut(prose(*blocks))
    assert passage.id == passage.citation == passage.provision == "handbook"
    assert passage.text == "Paint benches.\n\nDry them."
    assert (passage.heading, passage.language, passage.kind) == ("Care", "en", "prose")


def test_pieces_of_a_text_overlap() -> None:
    text = "One bench here. Two benches here. Three benches here. Four benches here."
    passages = cut(prose(TextBlock(text=text)), general=6, overlap=0.5)
    assert [one.text for one in passages] == [
        "One bench here. Two benches here.",
        "Two benches here. Three benches here.",
        "Three benches here. Four benches here.",
    ]
    assert [one.citation for one in passages] == ["handbook, 1", "handbook, 2", "handbook, 3"]


def test_a_code_block_is_never_cut() -> None:
    code = "```\npaint()\ndry()\nsit()\n```"
    texts = [
        one.text
        for one in cut(
            prose(TextBlock(text=f"Do this.\n\n{code}\n\nThen rest.")), code=3, general=3
        )
    ]
    assert sum(code in text for text in texts) == 1


def test_code_and_technical_text_have_sizes_of_their_own() -> None:
    code = "\n".join(["```", "paint();"] + ["dry();"] * 6 + ["```", "sit();", "rest();"])
    technical = "Set the `paint` parameter. Call the API server. Read the config. Send HTTP."
    general = "Paint the bench. Dry the bench. Sit on it. Rest on it."
    sizes = {"general": 100, "technical": 6, "code": 1, "overlap": 0.0}
    assert len(cut(prose(TextBlock(text=code)), **sizes)) > 1
    assert len(cut(prose(TextBlock(text=technical)), **sizes)) > 1
    assert len(cut(prose(TextBlock(text=general)), **sizes)) == 1


def test_a_changed_text_has_another_hash() -> None:
    (before,) = cut(act(provision("Bænke males.")))
    (same,) = cut(act(provision("Bænke males.")))
    (after,) = cut(act(provision("Bænke males ikke.")))
    assert before.content_hash == same.content_hash != after.content_hash


def test_labels_name_ranges() -> None:
    assert provision_label(provision(section="33 A")) == "§ 33 A"
    assert provision_label(provision(section="22", last="27")) == "§§ 22-27"


sentences = st.lists(st.integers(1, 6), min_size=1, max_size=4)
items = st.lists(sentences, max_size=3)
laws = st.lists(st.tuples(sentences, items), min_size=1, max_size=4)


def written(
    law: Sequence[tuple[Sequence[int], Sequence[Sequence[int]]]],
) -> tuple[Provision, dict[str, tuple[int, int]]]:
    """A provision with a word of its own for each sentence, and where each word stands."""
    places: dict[str, tuple[int, int]] = {}
    texts = []
    for stk, (lead, numbered) in enumerate(law, start=1):
        lines = []
        for nr, lengths in enumerate([lead, *numbered]):
            line = f"{nr})" if nr else f"Stk. {stk}." if stk > 1 else ""
            for length in lengths:
                word = f"Ord{len(places)}"
                places[word] = (stk, nr)
                line += f" {word}{' males' * length}."
            lines.append(line.strip())
        texts.append("\n".join(lines))
    return provision(*texts), places


def covers(citation: str, stk: int, nr: int) -> bool:
    place = re.search(r"stk\. (\d+)(?:-(\d+))?(?:, nr\. (\d+)(?:-(\d+))?)?", citation)
    if not place:
        return True
    low, high, first, last = (int(number) if number else 0 for number in place.groups())
    if not low <= stk <= max(low, high):
        return False
    return not first or max(nr, 1) in range(first, max(first, last) + 1)


@given(laws, st.integers(3, 30))
def test_cut_law_loses_nothing_and_is_cited_where_it_stands(
    law: list[tuple[list[int], list[list[int]]]], limit: int
) -> None:
    whole, places = written(law)
    passages = cut(act(whole), provision=limit)
    (uncut,) = cut(act(whole))
    assert " ".join(one.text for one in passages).split() == uncut.text.split()
    assert len({one.id for one in passages}) == len(passages)
    sentences_left = [uncut.text[start:end] for start, end in sentence_spans(uncut.text)]
    for sentence in sentences_left:
        assert sum(sentence in one.text for one in passages) == 1
    for passage in passages:
        for word in re.findall(r"Ord\d+", passage.text):
            assert covers(passage.citation, *places[word])


@given(
    st.lists(st.lists(st.integers(1, 8), min_size=1, max_size=6), min_size=1, max_size=4),
    st.integers(2, 20),
    st.floats(0, 0.5),
)
def test_cut_prose_loses_nothing(blocks: list[list[int]], limit: int, overlap: float) -> None:
    number = iter(range(1000))
    texts = [
        " ".join(f"Word{next(number)}{' paint' * length}." for length in block) for block in blocks
    ]
    passages = cut(prose(*(TextBlock(text=text) for text in texts)), general=limit, overlap=overlap)
    found = [re.findall(r"Word\d+[^.]*\.", one.text) for one in passages]
    assert list(dict.fromkeys(word for words in found for word in words)) == [
        sentence for text in texts for sentence in re.findall(r"Word\d+[^.]*\.", text)
    ]
    assert all(before[-1] != after[-1] for before, after in pairwise(found))
    assert len({one.id for one in passages}) == len(passages)


@pytest.mark.parametrize("data", ["9f86d081" * 16_000, "1,25," * 30_000, "bænke " * 30_000])
def test_what_has_no_sentences_is_cut_all_the_same(data: str) -> None:
    passages = cut(act(provision(data)), provision=1200)
    assert "".join(one.text for one in passages).replace(" ", "").endswith(data.replace(" ", ""))
    assert max(len(one.text) for one in passages) <= 17_000


def test_each_piece_of_a_table_begins_with_its_header() -> None:
    rows = [f"| Bench {n}. Old one | {n} kr. |" for n in range(1, 20)]
    table = ["| Kind | Price |", "| --- | --- |", *rows]
    text = "\n".join(["Prices are:", "", *table, "", "All benches cost more. They are sold."])
    texts = [one.text for one in cut(prose(TextBlock(text=text)), general=44, overlap=0.0)]
    assert len(texts) > 3
    assert texts[0].startswith("Prices are:\n\n| Kind | Price |")
    for piece in texts[1:]:
        assert piece.startswith("| Kind | Price |\n| --- | --- |\n| Bench") == ("Bench" in piece)
    for row in rows:
        assert sum(row in piece for piece in texts) == 1
    assert all(len(piece.split()) <= 44 for piece in texts)


def test_a_header_that_would_fill_the_pieces_is_not_repeated() -> None:
    table = "\n".join([f"| {'Long ' * 9}|", *(f"| row {n} |" for n in range(9))])
    texts = [one.text for one in cut(prose(TextBlock(text=table)), general=12, overlap=0.0)]
    assert sum("Long" in text for text in texts) == 1


def test_prose_is_cited_by_its_pages() -> None:
    first = TextBlock(text="Paint benches. Dry them. Sit down.", pages=((0, 3), (15, 4)))
    second = TextBlock(text="Rest well.", pages=((0, 6),))
    (whole,) = cut(prose(first, second))
    assert (whole.citation, whole.provision, whole.id) == ("handbook, s. 3-6",) + ("handbook",) * 2
    pieces = cut(prose(first, second), general=2, overlap=0.0)
    assert [one.citation for one in pieces] == [
        "handbook, 1, s. 3",
        "handbook, 2, s. 4",
        "handbook, 3, s. 4",
        "handbook, 4, s. 6",
    ]
    assert [one.id for one in pieces] == [f"handbook#{n}" for n in range(1, 5)]
    (note,) = cut(prose(TextBlock(text="Old.", kind="note", label="note 1", pages=((0, 9),))))
    assert note.citation == "handbook, note 1, s. 9"


def test_a_piece_ends_with_its_page_unless_it_would_be_small() -> None:
    page = "Paint the old benches. Dry them in the sun. "
    block = TextBlock(text=page * 4, pages=tuple((len(page) * n, n + 1) for n in range(4)))
    exact = cut(prose(block), general=30, overlap=0.5)
    assert [one.citation for one in exact] == [f"handbook, {n}, s. {n}" for n in range(1, 5)]
    (whole,) = cut(prose(block), general=300)
    assert whole.citation == "handbook, s. 1-4"
    shifted = TextBlock(text=page * 4, pages=((0, 1), (len(page) + 3, 2)))
    assert [one.citation for one in cut(prose(shifted), general=30, overlap=0.0)] == [
        "handbook, 1, s. 1-2",
        "handbook, 2, s. 2",
    ]


def test_a_table_of_a_provision_is_cited_as_one_and_keeps_its_header() -> None:
    rows = [f"Zone {n} | {n}. Kr. | 2 år" for n in range(1, 13)]
    text = "Afgiften er høj. Den er:\n" + "\n".join(["Zone | Afgift | Frist", *rows])
    passages = cut(act(provision(text + "\nDen betales. Straks efter.")), provision=40)
    assert [one.citation for one in passages] == [
        "bænkeloven § 2, stk. 1",
        "bænkeloven § 2, stk. 1, tabel",
        "bænkeloven § 2, stk. 1",
    ]
    assert passages[0].text.startswith(
        "§ 2. Afgiften er høj. Den er:\nZone | Afgift | Frist\nZone 1 |"
    )
    for later in passages[1:]:
        assert later.text.startswith("Zone | Afgift | Frist\nZone ")
    assert passages[2].text.endswith(" år\nDen betales. Straks efter.")
    lines = "\n".join(one.text for one in passages).split("\n")
    assert [line for line in lines if line in rows] == rows
    last = cut(act(provision(text + "\nDen betales. Straks efter.")), provision=6)[-1]
    assert (last.text, last.citation) == (
        "Den betales. Straks efter.",
        "bænkeloven § 2, stk. 1, 3.-4. pkt.",
    )
