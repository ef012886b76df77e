"""LexDania XML becomes provisions, notes and blocks, however its divisions are nested."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from lxml import etree

from lexhop.corpus.amendments.instructions import changes_of
from lexhop.corpus.documents import Document, Note, Provision, TextBlock, UnreadableDocument
from lexhop.corpus.formats import AmendingActError, read_documents
from lexhop.corpus.formats.source import printable

META = """
<DocumentType>LBK H#LOKDOK03</DocumentType>
<DocumentTitle>Bekendtgørelse af parkloven</DocumentTitle>
<Year>2031</Year><DiesSigni>2031-03-04</DiesSigni><StartDate>2031-04-01</StartDate>
<EndDate>2099-01-01</EndDate><Status>Valid</Status><Number>77</Number>
<AnnouncedIn>Lovtidende A</AnnouncedIn><Number>not the act's</Number>
"""


def act(content: str, *, meta: str = META, after: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<Dokument><Meta>{meta}</Meta>'
        f"<DokumentIndhold>{content}</DokumentIndhold>{after}</Dokument>"
    )


def exitus(*sentences: str) -> str:
    lines = "".join(f"<Linea>\n  <Char>{each}</Char>\n</Linea>" for each in sentences)
    return f"<Exitus>{lines}</Exitus>"


def rubrica(title: str) -> str:
    return f"<Rubrica><Linea><Char>{title}</Char></Linea></Rubrica>"


def paragraf(marker: str, *subsections: str) -> str:
    stks = "".join(
        f"<Stk>{f'<Explicatus>Stk. {number}.</Explicatus>' if number > 1 else ''}{each}</Stk>"
        for number, each in enumerate(subsections, start=1)
    )
    return f"<Paragraf><Explicatus>{marker}</Explicatus>{stks}</Paragraf>"


def index(*items: tuple[str, str]) -> str:
    inner = "".join(
        f"<Indentatio><Explicatus>{mark}</Explicatus>{text}</Indentatio>" for mark, text in items
    )
    return f"<Exitus><Index>{inner}</Index></Exitus>"


def nota(mark: str, text: str) -> str:
    return f"<Nota><Explicatus>{mark}</Explicatus>{exitus(text)}</Nota>"


Read = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(xml: str, name: str = "park.xml") -> Document:
        path = tmp_path / name
        path.write_text(xml, encoding="utf-8")
        (document,) = read_documents(path)
        return document

    return read


def only(document: Document) -> Provision:
    (provision,) = document.provisions
    return provision


def texts(provision: Provision) -> list[str]:
    return [subsection.text for subsection in provision.subsections]


def test_the_metadata_names_the_act(read: Read) -> None:
    document = read(act(paragraf("§ 1.", exitus("Bænke er for alle."))))

    assert document.id == "lbk-77-2031"
    assert document.title == "Bekendtgørelse af parkloven"
    assert document.short_title == "parkloven"
    assert document.number == "LBK nr. 77 af 2031-03-04"
    assert document.url == "https://www.retsinformation.dk/eli/lta/2031/77"
    assert (document.valid_from, document.valid_to, document.historic) == ("2031-04-01", "", False)
    assert (document.form, document.language) == ("statute", "da")


@pytest.mark.parametrize(
    ("elements", "short_title"),
    [
        ("<DocumentTitle>Lov om x</DocumentTitle><PopularTitle>Bænkeloven</PopularTitle>",
         "bænkeloven"),
        ("<DocumentTitle>Bekendtgørelse af lov om bænke i parker (bænkeloven)</DocumentTitle>",
         "bænkeloven"),
        ("<DocumentTitle>Lov om bænke (Gennemførelse af bænkedirektivet)</DocumentTitle>",
         "lov om bænke (Gennemførelse af bænkedirektivet)"),
        ("<DocumentTitle>Bekendtgørelse af lov om bænke</DocumentTitle>", "lov om bænke"),
        ("<DocumentTitle>Bekendtgørelse om\u00a0eftersyn  af bænke</DocumentTitle>",
         "bekendtgørelse om eftersyn af bænke"),
        ("<DocumentTitle>SU-loven</DocumentTitle>", "SU-loven"),
    ],
)  # fmt: skip
def test_the_short_title_is_what_the_act_is_cited_by(
    read: Read, elements: str, short_title: str
) -> None:
    document = read(act(paragraf("§ 1.", exitus("Bænke.")), meta=elements))

    assert document.short_title == short_title


def test_a_historic_act_ends_at_its_historic_mark_and_has_no_address_outside_series_a(
    read: Read,
) -> None:
    meta = META.replace("Valid", "Historic").replace("Lovtidende A", "Lovtidende B")
    marked = meta + "<DateOfHistoricMark>2032-01-31</DateOfHistoricMark>"

    document = read(act(paragraf("§ 1.", exitus("Bænke.")), meta=marked))
    unmarked = read(act(paragraf("§ 1.", exitus("Bænke.")), meta=meta))

    assert (document.valid_to, document.historic, document.url) == ("2032-01-31", True, "")
    assert unmarked.valid_to == "2099-01-01"


def test_divisions_at_any_nesting_give_the_headings(read: Read) -> None:
    chapter = (
        f"<Kapitel><Explicatus>Kapitel 1</Explicatus>{rubrica('Bænke')}"
        f"{paragraf('§ 1.', exitus('En.'))}"
        f"<ParagrafGruppe>{rubrica('Maling')}{paragraf('§ 2.', exitus('To.'))}</ParagrafGruppe>"
        f"{rubrica('Slid')}{paragraf('§ 3.', exitus('Tre.'))}</Kapitel>"
    )
    content = (
        f"{paragraf('§ 0.', exitus('Nul.'))}<Bog><Afsnit>{rubrica('Almindelig del')}{chapter}"
        f"</Afsnit></Bog>{chapter.replace('Kapitel 1', 'Kapitel 2')}"
    )

    found = [(each.section, tuple(each.headings)) for each in read(act(content)).provisions]

    assert found == [
        ("0", ()),
        ("1", ("Almindelig del", "Kapitel 1 Bænke")),
        ("2", ("Almindelig del", "Kapitel 1 Bænke", "Maling")),
        ("3", ("Almindelig del", "Kapitel 1 Bænke", "Slid")),
        ("1", ("Kapitel 2 Bænke",)),
        ("2", ("Kapitel 2 Bænke", "Maling")),
        ("3", ("Kapitel 2 Bænke", "Slid")),
    ]


def test_group_titles_in_a_row_follow_each_other(read: Read) -> None:
    content = (
        f"<ParagrafGruppe>{rubrica('Lys')}{paragraf('§ 1.', exitus('En.'))}"
        f"{rubrica('Mørke')}{paragraf('§ 2.', exitus('To.'))}</ParagrafGruppe>"
    )

    assert [each.headings for each in read(act(content)).provisions] == [("Lys",), ("Mørke",)]


def test_a_chapter_with_nothing_in_it_is_kept_as_a_note(read: Read) -> None:
    empty = f"<Kapitel><Explicatus>Kapitel 4</Explicatus>{rubrica('(Ophævet)')}<Afsnit /></Kapitel>"

    document = read(act(paragraf("§ 1.", exitus("En.")) + empty))

    assert [(each.text, each.label) for each in document.blocks] == [
        ("Kapitel 4 (Ophævet)", "kapitel 4 (ophævet)")
    ]


@pytest.mark.parametrize(
    ("marker", "section", "last"),
    [
        ("§ 33\u00a0A.", "33 A", ""),
        ("§  2 a. ", "2 a", ""),
        ("§ 7Å.", "7 Å", ""),
        ("§§\u00a028-30.", "28", "30"),
        ("§§ 28 – 33 B.", "28", "33 B"),
        ("§ 41-43.", "41", "43"),
        ("§§ 5 og 6.", "5", "6"),
        ("§§ 5, 6 og 7.", "5", "7"),
        ("§§ 3 A-D.", "3 A", "3 D"),
        ("§ 9", "9", ""),
        ("§ ukendt.", "ukendt", ""),
    ],
)
def test_a_marker_gives_the_section_or_the_range(
    read: Read, marker: str, section: str, last: str
) -> None:
    provision = only(read(act(paragraf(marker, exitus("Bænke.")))))

    assert (provision.section, provision.last) == (section, last)
    assert provision.marker == " ".join(marker.split())


def test_sentences_share_a_line_and_white_space_is_evened(read: Read) -> None:
    content = paragraf("§ 1.", exitus("Bænke\u00a0er\n   grønne.", "De males\u00ad om\u00a0året."))

    assert texts(only(read(act(content)))) == ["Bænke er grønne. De males om året."]


def test_items_stand_on_lines_of_their_own_however_deep(read: Read) -> None:
    letters = index(("a)", exitus("rød")), ("b)", exitus("blå") + index(("aa)", exitus("lys")))))
    items = exitus("Farven er") + index(("1)", exitus("mat,") + letters), ("2)", exitus("blank")))
    content = paragraf("§ 1.", items + exitus("efter valg."), exitus("Andet."))

    provision = only(read(act(content)))

    assert texts(provision) == [
        "Farven er\n1) mat,\na) rød\nb) blå\naa) lys\n2) blank\nefter valg.",
        "Stk. 2. Andet.",
    ]
    assert [each.number for each in provision.subsections] == ["1", "2"]


def test_a_table_is_a_line_a_row_without_empty_cells_at_its_ends(read: Read) -> None:
    rows = [["", "Bænk", "Pris", ""], ["", "", "", ""], ["Lang", "", "9 kr."], ["Kort", "", ""]]
    table = "".join(
        f"<Tr>{''.join(f'<Td>{exitus(cell)}</Td>' if cell else '<Td />' for cell in row)}</Tr>"
        for row in rows
    )
    content = paragraf(
        "§ 1.",
        f"{exitus('Priser:')}<Exitus><Table>{rubrica('Skala')}<Tbody>{table}</Tbody></Table></Exitus>",
        f"<Exitus><Table>{table}</Table></Exitus>",
    )

    assert texts(only(read(act(content)))) == [
        "Priser:\nSkala\nBænk | Pris\nLang | | 9 kr.\nKort",
        "Stk. 2.\nBænk | Pris\nLang | | 9 kr.\nKort",
    ]


def test_a_paragraph_without_subsection_elements_is_its_first_subsection(read: Read) -> None:
    bare = (
        f"<Paragraf><Explicatus>§ 1.</Explicatus>{exitus('Bænke')}{exitus('og borde.')}</Paragraf>"
    )

    assert texts(only(read(act(bare)))) == ["Bænke\nog borde."]


def test_unmarked_and_joint_subsections_are_counted_on(read: Read) -> None:
    content = (
        "<Paragraf><Explicatus>§ 1.</Explicatus>"
        f"<Stk>{exitus('En.')}</Stk><Stk>{exitus('To.')}</Stk>"
        f"<Stk><Explicatus>Stk. 3 og 4.</Explicatus>{exitus('(Udelades)')}</Stk>"
        f"<Stk>{exitus('Fem.')}</Stk></Paragraf>"
    )

    provision = only(read(act(content)))

    assert [each.number for each in provision.subsections] == ["1", "2", "3-4", "5"]
    assert not provision.repealed


@pytest.mark.parametrize(
    "text",
    ["(Ophævet)", "(Ophævet).", "(ophævet)", "Ophævet.", "(Udelades)", "(Bortfaldet)",
     "(Ophævet ved lov nr. 3 af 1. maj 2030)", "Ophævet ved lov nr. 3"],
)  # fmt: skip
def test_a_provision_that_is_only_repealed_is_marked(read: Read, text: str) -> None:
    assert only(read(act(paragraf("§ 1.", exitus(text))))).repealed
    assert only(read(act(paragraf("§ 1.", exitus(text), exitus(text))))).repealed


@pytest.mark.parametrize(
    "text", ["Ophævet er kun retten til bænke.", "(Ophævet) Bænke.", "Retten bortfalder.", ""]
)
def test_a_provision_that_says_something_is_not_repealed(read: Read, text: str) -> None:
    assert not only(read(act(paragraf("§ 1.", exitus(text))))).repealed


def test_one_repealed_subsection_leaves_the_provision_in_force(read: Read) -> None:
    provision = only(read(act(paragraf("§ 1.", exitus("Bænke."), exitus("(Ophævet)")))))

    assert not provision.repealed
    assert texts(provision) == ["Bænke.", "Stk. 2. (Ophævet)"]


def test_a_footnote_leaves_the_sentence_whole(read: Read) -> None:
    between = (
        f"<Exitus><Linea><Char>Parkrådet</Char></Linea>{nota('1)', 'Før: Bænkerådet.')}"
        "<Linea><Char>, der vælges,</Char></Linea></Exitus>"
    )
    within = f"<Linea><Char>bestemmer</Char>{nota('2)', 'Straks.')}<Char>.</Char></Linea>"
    content = paragraf("§ 1.", f"{between}<Exitus>{within}</Exitus>")

    provision = only(read(act(content)))

    assert texts(provision) == ["Parkrådet, der vælges,\nbestemmer."]
    assert list(provision.notes) == [
        Note(mark="1)", text="Før: Bænkerådet."),
        Note(mark="2)", text="Straks."),
    ]


def test_footnotes_outside_provisions_are_notes_of_the_document(read: Read) -> None:
    title = rubrica("Lov").replace("</Rubrica>", f"{nota('1)', 'Om titlen.')}</Rubrica>")
    title = f"<TitelGruppe>{title.replace('Rubrica', 'Titel')}</TitelGruppe>"
    chapter = (
        f"<Kapitel>{rubrica('Lys').replace('</Rubrica>', nota('1)', 'Om lys.') + '</Rubrica>')}"
        f"{paragraf('§ 1.', exitus('En.'))}</Kapitel>"
    )

    document = read(act(chapter).replace("<DokumentIndhold>", f"{title}<DokumentIndhold>"))

    assert list(document.blocks) == [
        TextBlock(text="Om titlen.", label="note 1)", kind="note"),
        TextBlock(text="Om lys.", label="note 1) (2)", kind="note", headings=("Lys",)),
    ]
    assert only(document).headings == ("Lys",)


def test_commencement_rules_of_other_acts_are_notes_and_never_provisions(read: Read) -> None:
    intro = exitus("Lov nr. 5 af 1. juni 2030 om lys").replace(
        "</Exitus>",
        f"{nota('3)', 'Om § 1.')}<Linea><Char>fastsætter:</Char></Linea></Exitus>",
    )
    rule = paragraf("§ 2", exitus("Loven træder i kraft i maj."))
    commencement = (
        f"<Ikraft>{intro}{rule.replace('Paragraf', 'IkraftCentreretParagraf')}"
        f"{paragraf('§ 9.', exitus('Ni.'), exitus('Ti.'))}</Ikraft>"
    )

    document = read(act(paragraf("§ 1.", exitus("En.")) + commencement))

    headings = ("Ikrafttrædelse", "Lov nr. 5 af 1. juni 2030 om lys fastsætter:")
    label = "ikrafttrædelse, lov nr. 5 af 1. juni 2030, §"
    assert only(document).section == "1"
    assert [(each.label, each.text) for each in document.blocks] == [
        ("note 3)", "Om § 1."),
        (f"{label} 2", "§ 2 Loven træder i kraft i maj."),
        (f"{label} 9", "§ 9. Ni.\nStk. 2. Ti."),
    ]
    assert {(each.kind, tuple(each.headings)) for each in document.blocks} == {("note", headings)}


def test_a_commencement_rule_without_an_act_or_without_paragraphs_is_kept(read: Read) -> None:
    lone = (
        f"<IkraftCentreretParagraf><Explicatus>§ 2</Explicatus>{exitus('I maj.')}"
        f"</IkraftCentreretParagraf><Ikraft>{exitus('I juni.')}</Ikraft>"
    )

    document = read(act(paragraf("§ 1.", exitus("En.")) + lone))

    assert [(each.label, each.text, tuple(each.headings)) for each in document.blocks] == [
        ("ikrafttrædelse, § 2", "§ 2 I maj.", ("Ikrafttrædelse",)),
        ("ikrafttrædelse", "I juni.", ("Ikrafttrædelse",)),
    ]


def test_preamble_appendix_and_signature_are_notes(read: Read) -> None:
    content = f"<Hymne>{exitus('Vi, Parkrådet:')}</Hymne>{paragraf('§ 1.', exitus('En.'))}"
    after = (
        f"<UnderskriftGruppe>{exitus('Parkby, den 4. marts')}</UnderskriftGruppe>"
        f"<Bilag><Explicatus>Bilag 1</Explicatus>{rubrica('Kort')}<BilagIndhold><TekstGruppe>"
        f"{exitus('Mod nord.')}{paragraf('§ 7.', exitus('Syv.'), exitus('Otte.'))}"
        "</TekstGruppe></BilagIndhold></Bilag><Bilag><BilagIndhold /></Bilag>"
    )

    document = read(act(content, after=after))

    assert len(document.provisions) == 1
    assert [(each.label, each.text, tuple(each.headings)) for each in document.blocks] == [
        ("indledning", "Vi, Parkrådet:", ()),
        ("underskrift", "Parkby, den 4. marts", ()),
        ("bilag 1", "Mod nord.\n§ 7. Syv.\nStk. 2. Otte.", ("Bilag 1 Kort",)),
        ("bilag", "Bilag", ()),
    ]
    assert {each.kind for each in document.blocks} == {"note"}


def test_text_in_an_unknown_element_is_not_lost(read: Read) -> None:
    content = (
        f"{paragraf('§ 1.', exitus('En.') + '<Formel>a<Sup>2</Sup> + b</Formel>')}"
        f"<Nyhed>{exitus('Frit stof.')}</Nyhed>"
    )

    document = read(act(content))

    assert texts(only(document)) == ["En.\na2 + b"]
    assert [(each.label, each.text) for each in document.blocks] == [("tekst", "Frit stof.")]


def test_raised_and_lost_characters_are_joined_as_printed(read: Read) -> None:
    chars = "<Linea>\n<Char>10 m</Char>\n<Char>2</Char>\n<Char /><Char>bænk</Char> </Linea>"

    assert texts(only(read(act(paragraf("§ 1.", f"<Exitus>{chars}</Exitus>"))))) == ["10 m2 bænk"]


def test_a_guide_without_provisions_is_prose(read: Read) -> None:
    content = (
        f"<Kapitel>{rubrica('Brug')}<TekstGruppe>{rubrica('Sid')}{exitus('Sid ned.')}</TekstGruppe>"
        "</Kapitel>"
    )

    document = read(act(content))

    assert (document.form, document.short_title, document.number) == ("prose", "", "")
    assert list(document.blocks) == [TextBlock(text="Sid ned.", headings=("Brug", "Sid"))]


AMENDMENT = (
    f"<AendringCentreretParagraf><Explicatus>§ 1</Explicatus>{exitus('I parkloven ændres:')}"
    f"{paragraf('§ 3.', exitus('Nyt.'))}</AendringCentreretParagraf>"
)


@pytest.mark.parametrize("kind", ["LOV Æ#X", "BEK Æ#X", "LOV H#X"])
def test_an_amending_act_is_refused_with_the_reason(read: Read, kind: str) -> None:
    with pytest.raises(AmendingActError) as refusal:
        read(act(AMENDMENT, meta=META.replace("LBK H#LOKDOK03", kind)))

    message = str(refusal.value)
    assert message.startswith("park.xml: refused, since it is an amending act")
    assert "\n" not in message


def test_an_act_of_its_own_that_also_amends_keeps_the_amendments_apart(read: Read) -> None:
    document = read(act(paragraf("§ 1.", exitus("En.")) + AMENDMENT))

    assert only(document).section == "1"
    assert [(each.label, each.kind) for each in document.blocks] == [("ændring, § 1", "note")]


@pytest.mark.parametrize(
    ("xml", "complaint"),
    [
        ("<Dokument>\n<Meta>\n</Meat>", "bad.xml, line 3: broken XML (Opening and ending tag"),
        ("hej", "bad.xml, line 1: broken XML ("),
        ("  \n", "bad.xml: the file is empty"),
        ("<html><body/></html>", "bad.xml: XML, but not LexDania (the root is <html>)"),
        (act(""), "bad.xml: no text in the document"),
        (f"<Dokument>{'<Kapitel>' * 9000}", "bad.xml, line 1: broken XML (Excessive depth"),
        ('<!DOCTYPE Dokument [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
         + act("<Exitus>&x;</Exitus>").partition("\n")[2], "bad.xml: XML that declares entities"),
        ('<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {name} "{f"&{of};" * 10}">' for of, name in zip("abcdefgh", "bcdefghi",
            strict=True)) + ']><Dokument x="&i;"/>', "bad.xml"),
    ],
)  # fmt: skip
def test_what_is_no_lexdania_is_told_on_one_line(read: Read, xml: str, complaint: str) -> None:
    with pytest.raises(UnreadableDocument) as error:
        read(xml, "bad.xml")

    assert str(error.value).startswith(complaint)
    assert "\n" not in str(error.value)
    assert "; " in str(error.value)
    assert not isinstance(error.value, AmendingActError)


def test_bytes_that_are_not_utf_8_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.xml"
    path.write_bytes(act(f"\n{exitus('blå')}").encode("latin-1"))

    with pytest.raises(UnreadableDocument, match=r"latin.xml, line \d: broken XML \(Invalid bytes"):
        list(read_documents(path))


def test_name_spaces_comments_and_foreign_entities_do_no_harm(read: Read) -> None:
    xml = act(paragraf("§ 1.", exitus("bl&aring;<!-- x --> b<?y z?>ænk"))).replace(
        "<Dokument>",
        '<!DOCTYPE Dokument SYSTEM "http://127.0.0.1:9/x.dtd"><Dokument xmlns="urn:x">',
    )

    assert texts(only(read(xml))) == ["blå bænk"]


@pytest.mark.corpora
@pytest.mark.parametrize(
    ("name", "provisions", "repealed", "ranges", "notes", "valid_to"),
    [
        ("2024-434", 394, 37, 7, 0, "2024-11-07"),
        ("2024-62", 93, 0, 0, 1, ""),
        ("2024-1709", 30, 0, 0, 0, "2025-06-20"),
    ],
)
def test_the_real_acts_are_read_whole(  # noqa: PLR0913
    shared: Path, name: str, provisions: int, repealed: int, ranges: int, notes: int, valid_to: str
) -> None:
    (document,) = read_documents(shared / "corpora" / "lexdania" / f"{name}.xml")

    assert len(document.provisions) == provisions
    assert sum(each.repealed for each in document.provisions) == repealed
    assert sum(bool(each.last) for each in document.provisions) == ranges
    assert sum(len(each.notes) for each in document.provisions) == notes
    assert document.valid_to == valid_to
    assert len({each.label for each in document.blocks}) == len(document.blocks)
    assert len({each.section for each in document.provisions}) == provisions
    assert all(each.subsections for each in document.provisions)


@pytest.mark.corpora
@pytest.mark.parametrize(("name", "instructions"), [("2023-1547", 10), ("2020-1061", 67)])
def test_every_instruction_of_the_real_amending_acts_is_read(
    shared: Path, name: str, instructions: int
) -> None:
    (document,) = read_documents(shared / "corpora" / "lexdania" / f"{name}.xml")

    found = [each for amended in document.amends for each in amended.instructions]
    assert (document.form, document.provisions, len(found)) == ("amendment", (), instructions)
    assert all(changes_of(each) for each in found)


@pytest.mark.corpora
@pytest.mark.parametrize("name", ["2024-434", "2024-62", "2024-1709"])
def test_no_word_of_the_real_acts_is_lost_or_doubled(shared: Path, name: str) -> None:
    path = shared / "corpora" / "lexdania" / f"{name}.xml"
    (document,) = read_documents(path)
    body = [part for part in etree.parse(path).getroot() if part.tag not in {"Meta", "TitelGruppe"}]

    expected = words(
        "".join(char.text or " " for char in line) if len(line) else line.text or ""
        for part in body
        for line in part.iter("Linea", "Explicatus")
    )
    found = words(printed(document))
    del found["Ikrafttrædelse"]  # the one word of ours
    assert found == expected


def words(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in re.findall(r"\w+", printable(text)))


def printed(document: Document) -> Iterator[str]:
    """Everything a document says, a heading once where it begins."""
    seen: set[tuple[str, ...]] = set()
    for part in (*document.provisions, *document.blocks):
        for depth in range(1, len(part.headings) + 1):
            path = tuple(part.headings[:depth])
            if path not in seen:
                seen.add(path)
                yield path[-1]
        if isinstance(part, Provision):
            yield part.marker
            yield from (each.text for each in part.subsections)
            yield from (f"{note.mark} {note.text}" for note in part.notes)
        else:
            yield part.label.removeprefix("note ") if part.label.startswith("note ") else ""
            yield part.text
