"""Acts written as Markdown or plain text keep every word, divided as the law divides it."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexhop.corpus.documents import Document, Provision, UnreadableDocument
from lexhop.corpus.formats import AmendingActError, read_documents
from lexhop.corpus.formats.description import Description
from lexhop.corpus.formats.source import printable
from lexhop.corpus.formats.statute import read_statute

FRONT_MATTER = """---
title: Bekendtgørelse af lov om bænke i parker (bænkeloven)
short_title: bænkeloven
number: LBK nr. 12 af 2031-02-03
date: 2031-02-03
url: https://example.org/12
language: da
---

"""
Read = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(text: str, name: str = "baenke.md") -> Document:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        (document,) = read_documents(path)
        return document

    return read


def divided(document: Document) -> list[tuple[str, list[str]]]:
    return [
        (each.section, [subsection.text for subsection in each.subsections])
        for each in document.provisions
    ]


def headings(document: Document) -> dict[str, tuple[str, ...]]:
    return {each.section: tuple(each.headings) for each in document.provisions}


def notes(document: Document) -> list[tuple[str, str]]:
    assert {each.kind for each in document.blocks} <= {"note"}
    return [(each.label, each.text) for each in document.blocks]


def test_the_front_matter_describes_the_act(read: Read) -> None:
    text = FRONT_MATTER.replace(
        "language: da",
        "abbreviations: [BL, NO]\nvalid_from: 2031-03-01\nvalid_to: 2032-01-01\nstatus: Historic",
    )

    document = read(f"{text}§ 1. Bænke er for alle.")

    assert document.id == "lbk-12-2031"
    assert document.form == "statute"
    assert document.title == "Bekendtgørelse af lov om bænke i parker (bænkeloven)"
    assert (document.short_title, document.number) == ("bænkeloven", "LBK nr. 12 af 2031-02-03")
    assert (document.url, document.language) == ("https://example.org/12", "da")
    assert (document.valid_from, document.valid_to) == ("2031-03-01", "2032-01-01")
    assert document.historic
    assert document.abbreviations == ("BL", "NO")


def test_the_date_is_the_first_day_where_no_other_is_given(read: Read) -> None:
    document = read(f"{FRONT_MATTER}§ 1. Bænke.")

    assert (document.valid_from, document.valid_to, document.historic) == ("2031-02-03", "", False)


@pytest.mark.parametrize(
    ("text", "name", "identity"),
    [
        ("# Bænkeloven\n\n§ 1. Bænke.", "a.md", ("bænkeloven", "Bænkeloven", "bænkeloven")),
        ("Lov om bænke\n\n§ 1. Bænke.", "a.txt", ("lov-om-bænke", "Lov om bænke", "lov om bænke")),
        ("Lov om træ\n\nI dag:\n\n§ 1. Y.", "a.txt", ("lov-om-træ", "Lov om træ", "lov om træ")),
        ("## Kapitel 1\n\n§ 1. Bænke.", "Parkloven.md", ("parkloven", "Parkloven", "parkloven")),
        ("§ 1. Bænke.\n\n# Sidst", "parkloven.txt", ("parkloven", "parkloven", "parkloven")),
        ("---\nshort_title: X-loven\n---\n§ 1. Bænke.", "f.md", ("x-loven", "f", "X-loven")),
        (
            "---\nid: min\ntitle: Lov om x\n---\n§ 1. Bænke.",
            "f.md",
            ("min", "Lov om x", "lov om x"),
        ),
    ],
)
def test_an_act_without_a_number_is_named_by_what_it_has(
    read: Read, text: str, name: str, identity: tuple[str, str, str]
) -> None:
    document = read(text, name)

    assert (document.id, document.title, document.short_title) == identity
    assert len(document.provisions) == 1


def test_provisions_and_subsections_begin_at_their_marks(read: Read) -> None:
    document = read(
        f"{FRONT_MATTER}§ 1. Bænke er for alle, jf. § 2.\n\nStk. 2. De males 1) om foråret og 2) om"
        "\u00a0efteråret.\n\n1) Grønt.\na) Lyst.\n\nRådet bestemmer.\n\n"
        "§ 2 A. Rådet har tre medlemmer.\n\n"
        "**§ 3.** Tak.\n\n*Stk. 2.* Farvel.\n\nStk. 3-5. (Udelades)\n\nStk. 6. Slut."
    )

    assert divided(document) == [
        (
            "1",
            [
                "Bænke er for alle, jf. § 2.",
                "Stk. 2. De males 1) om foråret og 2) om efteråret.\n1) Grønt.\na) Lyst.\n"
                "Rådet bestemmer.",
            ],
        ),
        ("2 A", ["Rådet har tre medlemmer."]),
        ("3", ["Tak.", "Stk. 2. Farvel.", "Stk. 3-5. (Udelades)", "Stk. 6. Slut."]),
    ]
    assert [each.marker for each in document.provisions] == ["§ 1.", "§ 2 A.", "§ 3."]
    assert [each.number for each in document.provisions[2].subsections] == ["1", "2", "3-5", "6"]
    assert document.blocks == ()


def test_ranges_and_repealed_provisions_are_marked(read: Read) -> None:
    document = read("§ 1. (Ophævet)\n\n§§ 2-4 B. (Udelades).\n\n§ 5-6. Ophævet\n\n§ 7. I kraft.")

    found = [(each.section, each.last, each.repealed) for each in document.provisions]
    assert found == [("1", "", True), ("2", "4 B", True), ("5", "6", True), ("7", "", False)]


def test_markdown_headings_stack_by_level(read: Read) -> None:
    document = read(
        f"{FRONT_MATTER}# Bænkeloven\n\n## Afsnit I\n\n### Kapitel 1. Mål\n\n§ 1. En.\n\n"
        "### Kapitel 2. Farver ###\n\n#### Maling\n\n§ 2. To.\n\n## Afsnit II\n\n§ 3. Tre."
    )

    assert headings(document) == {
        "1": ("Afsnit I", "Kapitel 1. Mål"),
        "2": ("Afsnit I", "Kapitel 2. Farver", "Maling"),
        "3": ("Afsnit II",),
    }
    assert document.blocks == ()


def test_bare_chapter_lines_and_titles_between_provisions_are_headings(read: Read) -> None:
    document = read(
        "Afsnit I\nFælles regler\n\nKapitel 1\n\nMål m.v.\n\n§ 1. En.\n\nSærlige bænke\n\n"
        "§ 2. To\n\nuden punktum\n\n§ 3. Tre.\n\nKapitel 2 a. Farver\n\n"
        "§ 4. Fire.\n\n3. kapitel\n\n§ 5. Fem."
    )

    first = ("Afsnit I Fælles regler", "Kapitel 1 Mål m.v.")
    assert headings(document) == {
        "1": first,
        "2": (*first, "Særlige bænke"),
        "3": (*first, "Særlige bænke"),
        "4": ("Afsnit I Fælles regler", "Kapitel 2 a. Farver"),
        "5": ("Afsnit I Fælles regler", "3. kapitel"),
    }
    assert divided(document)[1] == ("2", ["To\nuden punktum"])


def test_provisions_may_stand_in_headings(read: Read) -> None:
    document = read(
        "# Bænkeloven\n\n## Fælles\n\n## § 1. Mål\n\nEn.\n\n### Note\n\n"
        "## § 2 A\n\nTo.\nStk. 2. Tre."
    )

    assert divided(document) == [("1", ["En."]), ("2 A", ["To.", "Stk. 2. Tre."])]
    assert headings(document) == {"1": ("Fælles", "Mål"), "2 A": ("Fælles",)}
    assert notes(document) == [("fælles", "Note")]


def test_text_outside_the_provisions_becomes_notes(read: Read) -> None:
    document = read(
        f"{FRONT_MATTER}Vi har vedtaget:\n\nAlle skal sidde.\n\n§ 1. En.\n\n## Kapitel 9\n\n"
        "(Ophævet)\n\n## Kapitel 10 (Ophævet)\n\n## Overgang\n\nGamle bænke bliver.\n\n"
        "## Bilag 1\n\n§ 1. I bilaget.\n\nStk. 2. Også.\n\n## Bilag 1\n\nIgen."
    )

    assert divided(document) == [("1", ["En."])]
    assert notes(document) == [
        ("indledning", "Vi har vedtaget:\nAlle skal sidde."),
        ("kapitel 9", "(Ophævet)"),
        ("kapitel 10", "Kapitel 10 (Ophævet)"),
        ("overgang", "Gamle bænke bliver."),
        ("bilag 1", "§ 1. I bilaget.\nStk. 2. Også."),
        ("bilag 1 (2)", "Igen."),
    ]


WRAPPED = """Lov om bænke i parker

§ 1. Bænke stilles op i alle parker, hvor der er plads til dem, jf.
§ 3. Kommunen bestemmer farven, og den kan i særlige tilfælde, jf. dog
§ 2. Det gælder ikke for bænke, som er skænket af en forening eller af
12. afdeling i Kapitel
Stk. 2. En bænk har
1) et sæde, der kan bære tre voksne personer og som er højst en halv
meter over jorden, og
2) et ryglæn.
Sædet skal være tørt.
Kommunen ser hvert år efter, om bænkene er hele og rene og til at finde.
§ 2. Kommunen
fører tilsyn.
"""


def test_hard_wrapped_lines_are_joined_and_do_not_begin_provisions(read: Read) -> None:
    assert divided(read(WRAPPED, "lov.txt")) == [
        (
            "1",
            [
                "Bænke stilles op i alle parker, hvor der er plads til dem, jf. § 3. Kommunen "
                "bestemmer farven, og den kan i særlige tilfælde, jf. dog § 2. Det gælder ikke for "
                "bænke, som er skænket af en forening eller af 12. afdeling i Kapitel",
                "Stk. 2. En bænk har\n1) et sæde, der kan bære tre voksne personer og som er højst "
                "en halv meter over jorden, og\n2) et ryglæn.\nSædet skal være tørt.\n"
                "Kommunen ser hvert år efter, om bænkene er hele og rene og til at finde.",
            ],
        ),
        ("2", ["Kommunen fører tilsyn."]),
    ]


def test_a_heading_is_never_joined_with_the_wrapped_line_below(read: Read) -> None:
    wrapped = "Bænke stilles op i alle parker, hvor der er plads til\ndem."

    document = read(f"## § 1. Mål\n{wrapped}\n\nKapitel 1\n{wrapped}")

    assert headings(document) == {"1": ("Mål",)}
    assert divided(document) == [("1", [wrapped.replace("\n", " ")])]
    assert notes(document) == [("kapitel 1", wrapped.replace("\n", " "))]


def test_lines_of_a_text_that_is_not_wrapped_stay_lines(read: Read) -> None:
    long = "§ 1. Bænke " + "og borde " * 20
    document = read(f"{FRONT_MATTER}{long}er\nskala\n5 kr. | 6 kr.\n§ 2. To")

    assert divided(document) == [("1", [f"{long[5:]}er\nskala\n5 kr. | 6 kr."]), ("2", ["To"])]


def test_a_reference_at_the_start_of_a_line_is_no_provision(read: Read) -> None:
    document = read("§ 1. En.\n\n§ 5 finder anvendelse.\n\n§ 4, stk. 2. Nej.\n\nStk. 2 gælder.")

    assert divided(document) == [
        ("1", ["En.\n§ 5 finder anvendelse.\n§ 4, stk. 2. Nej.\nStk. 2 gælder."])
    ]


def test_a_text_with_provisions_is_an_act_and_other_text_is_not(read: Read) -> None:
    assert read("Om bænke.\n\n§ 1. En.").form == "statute"
    assert read("Om bænke.\n\nSe § 1. En.").form == "prose"
    assert read("---\nshort_title: bænkeloven\n---\nUden bestemmelser.").form == "statute"


def test_an_act_in_english_is_told_from_a_danish_one(read: Read) -> None:
    assert read("§ 1. The bench is for all of the people in it.").language == "en"
    assert read("§ 1. Bænken er for alle og den er i parken.").language == "da"


def test_an_amending_act_is_refused(read: Read) -> None:
    with pytest.raises(AmendingActError, match=r"^baenke.md: refused, since it is an amending act"):
        read("# Lov om ændring af bænkeloven\n\n§ 1. I loven ændres:")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "baenke.md: the file is empty; "),
        ("\ufeff \n", "baenke.md: the file is empty; "),
        ("---\ntitle: a: b\n---\n§ 1. En.", "baenke.md, line 2: the front matter is not YAML; "),
        ("---\ntitle: [a, b]\n---\n§ 1. En.", 'baenke.md, line 1: "title" is not a text; '),
        ("---\ndate: 1. maj\n---\n§ 1. En.", "baenke.md, line 1: \"date\" is '1. maj'; write"),
        ("---\ntitle: a\n---\n\n", "baenke.md: no text after the front matter; "),
        (f"---\ntitle: {'[' * 9999}\n---\n§ 1.", "baenke.md, line "),
    ],
)
def test_what_is_wrong_is_told_on_one_line(read: Read, text: str, complaint: str) -> None:
    with pytest.raises(UnreadableDocument) as error:
        read(text)

    assert str(error.value).startswith(complaint)
    assert "\n" not in str(error.value)
    assert not isinstance(error.value, AmendingActError)


def test_the_encoding_is_utf_8_with_or_without_a_mark(tmp_path: Path) -> None:
    marked = tmp_path / "marked.md"
    marked.write_bytes(b"\xef\xbb\xbf" + f"{FRONT_MATTER}§ 1. Blå\r\n\r\n§ 2. To.".encode())
    latin = tmp_path / "latin.md"
    latin.write_bytes("Om parken\n§ 1. Grøn\n".encode("latin-1"))

    (document,) = read_documents(marked)

    assert divided(document) == [("1", ["Blå"]), ("2", ["To."])]
    with pytest.raises(
        UnreadableDocument,
        match=r"^latin.md, line 2: in another encoding .* \(byte 0xA7\); save",
    ):
        list(read_documents(latin))


def test_characters_that_do_not_print_are_taken_out(read: Read) -> None:
    document = read("§ 1. A\u030a be\u00adn\u200bk \x1b[31mr\u0000d.")

    assert divided(document) == [("1", ["Å benk [31mr d."])]


FRAGMENTS = st.sampled_from(
    ["§ 1.", "§ 33 A.", "§§ 2-4.", "§ 5", "Stk. 2.", "stk. 3", "Stk. 2-4.", "Kapitel 3", "Bilag 1",
     "Bilag", "# Titel", "## § 4", "### § 5. Navn", "## Kapitel 2", "1) et", "a) to", "(Ophævet)",
     "jf.", "ord", "Ord", "et ord.", "og så et langt ord til", "|", "-", "*", "\n", "\n\n", "```",
     "\u00a0", "Særlige regler", "2. kapitel", "KAPITEL 4", "---", "x" * 45]
)  # fmt: skip


@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=12)), max_size=40).map(" ".join))
def test_no_word_is_lost_doubled_or_moved_whatever_the_text(text: str) -> None:
    body = printable(text.replace(" \n ", "\n"))
    document = read_statute(Description(title="Navnet", short_title="navnet"), body, Path("f.md"))

    whole = signs(body)
    provisions = signs("".join(map(printed, document.provisions)))
    blocks = signs("".join(each.text for each in document.blocks))
    parts = (*document.provisions, *document.blocks)
    titles = signs("".join(title for each in parts for title in each.headings))
    assert in_order(provisions, whole)
    assert in_order(blocks, whole)
    assert Counter(provisions + blocks) <= Counter(whole)
    assert set(Counter(whole) - Counter(provisions + blocks)) <= set(titles)


def printed(provision: Provision) -> str:
    return provision.marker + "".join(each.text for each in provision.subsections)


def signs(text: str) -> str:
    """What must come through in its order: all but white space, Markdown's own marks and points.

    A mark that is typed without its point ("§ 5") gets one.
    """
    return re.sub(r"[\s#*_.]", "", text)


def in_order(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(sign in rest for sign in part)


@pytest.mark.corpora
def test_the_real_acts_keep_every_provision_and_every_word(shared: Path) -> None:
    paths = sorted((shared / "corpora" / "dk-tax").glob("*.md"))
    for path in paths:
        text = path.read_text(encoding="utf-8")
        body = text.split("---\n", 2)[2]
        (document,) = read_documents(path)

        assert len(document.provisions) == len(re.findall(r"^§", text, re.MULTILINE)), path.name
        assert signs("".join(map(printed, document.provisions))) == signs(printable(body)), (
            path.name
        )
        assert document.blocks == ()
        assert re.fullmatch(r"lbk-\d+-\d{4}", document.id)
        assert (document.language, document.valid_from[:2]) == ("da", "20")
        assert document.short_title.endswith("loven")
    assert len(paths) == 25
