"""A Word document gives what its reader sees on paper, with the numbers that Word adds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lexhop.corpus.chunking import ChunkSizes, passages_of
from lexhop.corpus.documents import Document
from lexhop.corpus.formats import read_documents
from lexhop.corpus.text.tokens import TokenCounter
from tests.corpus.formats.office import paragraph, row, write_docx

Read = Callable[..., Document]
STYLES = """
<w:style w:styleId="Overskrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Afsnit"><w:name w:val="Afsnit"/><w:basedOn w:val="Overskrift1"/></w:style>
<w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:styleId="Lov"><w:name w:val="Lov"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>
</w:style>"""


def level(depth: int, form: str, text: str, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = f"""
<w:abstractNum w:abstractNumId="7">{level(0, "decimal", "§ %1.")}{level(1, "decimal", "%2)")}
{level(2, "lowerLetter", "%3)")}</w:abstractNum>
<w:abstractNum w:abstractNumId="8">{level(0, "bullet", "o")}{level(1, "upperRoman", "%1.%2", 4)}
{level(2, "none", "")}</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="1">
<w:startOverride w:val="5"/></w:lvlOverride></w:num>"""


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def listed(number: int, depth: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(*body: str, **parts: str) -> Document:
        (document,) = read_documents(write_docx(tmp_path / "kaj.docx", "".join(body), **parts))
        return document

    return read


def texts(document: Document) -> list[tuple[tuple[str, ...], str, str]]:
    return [(tuple(one.headings), one.text, one.label) for one in document.blocks]


def test_an_act_has_the_numbers_that_word_adds(read: Read) -> None:
    act = read(
        paragraph("Lov om kajer (kajloven)", style("Titel")),
        paragraph("Kapitel 1", style("Afsnit")),
        paragraph("En kaj har:", style("Lov")),
        paragraph("sten,", listed(1, 1)),
        paragraph("træ:", listed(1, 1)),
        paragraph("eg.", listed(1, 2)),
        paragraph("Stk. 2. Den er lang."),
        paragraph("Den er høj.", style("Lov")),
        paragraph("Top.", listed(1, 1)),
        paragraph("Bund.", listed(3, 1)),
        styles=STYLES,
        numbering=NUMBERING,
    )
    assert (act.title, act.short_title) == ("Lov om kajer (kajloven)", "kajloven")
    first, second = act.provisions
    assert (first.section, first.headings) == ("1", ("Kapitel 1",))
    assert [one.text for one in first.subsections] == [
        "En kaj har:\n1) sten,\n2) træ:\na) eg.",
        "Stk. 2. Den er lang.",
    ]
    assert second.subsections[0].text == "Den er høj.\n1) Top.\n5) Bund."


def test_other_numbers_look_as_word_shows_them(read: Read) -> None:
    guide = read(
        paragraph("Kajer", style("Overskrift1")),
        *(paragraph(text, listed(2, depth)) for text, depth in (("a", 0), ("b", 1), ("c", 1))),
        paragraph("d", listed(2, 2)),
        paragraph("e", listed(9)),
        styles=STYLES,
        numbering=NUMBERING,
    )
    assert texts(guide) == [((), "- a\n1.IV b\n1.V c\n\nd\n\ne", "")]


def test_headings_are_known_by_style_or_outline_and_not_by_look(read: Read) -> None:
    guide = read(
        paragraph("Om kajer", style("Titel")),
        paragraph("Brug", style("Afsnit")),
        paragraph("Læg til.", '<w:outlineLvl w:val="9"/>'),
        paragraph("Fortøjning", '<w:outlineLvl w:val="1"/>'),
        paragraph("<w:r><w:rPr><w:b/></w:rPr><w:t>Bind fast.</w:t></w:r>"),
        styles=STYLES,
    )
    assert texts(guide) == [
        (("Brug",), "Læg til.", ""),
        (("Brug", "Fortøjning"), "Bind fast.", ""),
    ]


def test_footnotes_are_notes_and_no_part_of_the_text(read: Read) -> None:
    mark = '<w:r><w:t>En kaj</w:t></w:r><w:r><w:footnoteReference w:id="{}"/></w:r>'
    end = '<w:r><w:t> er høj.</w:t><w:endnoteReference w:id="1"/></w:r>'
    document = read(
        paragraph(mark.format(3) + end),
        paragraph(mark.format(2)),
        footnotes='<w:footnote w:id="0" w:type="separator">'
        + paragraph("----")
        + f'</w:footnote><w:footnote w:id="2">{paragraph("Ny.")}</w:footnote>'
        + f'<w:footnote w:id="3">{paragraph("Gammel.")}{paragraph("Meget.")}</w:footnote>',
        endnotes=f'<w:endnote w:id="1">{paragraph("Slut.")}</w:endnote>',
    )
    assert texts(document) == [
        ((), "En kaj er høj.\n\nEn kaj", ""),
        ((), "Gammel.\nMeget.", "note 1"),
        ((), "Slut.", "note 2"),
        ((), "Ny.", "note 3"),
    ]
    words = TokenCounter("words", lambda text: len(text.split()))
    passages = list(passages_of(document, ChunkSizes(), words))
    assert [(one.kind, one.citation) for one in passages] == [
        ("prose", "kaj"),
        *(("note", f"kaj, note {number}") for number in (1, 2, 3)),
    ]


def test_a_footnote_of_an_act_is_a_note_on_its_subsection(read: Read) -> None:
    mark = '<w:r><w:t>{}</w:t></w:r><w:r><w:footnoteReference w:id="{}"/></w:r>'
    document = read(
        paragraph(mark.format("Kajloven", 2)),
        paragraph("<w:r><w:t>§ 1. En kaj er høj.</w:t></w:r>"),
        paragraph(mark.format("Stk. 2. Den er", 3) + "<w:r><w:t> lang.</w:t></w:r>"),
        paragraph("<w:r><w:t>§ 2. Slut.</w:t></w:r>"),
        footnotes=f'<w:footnote w:id="2">{paragraph("Ny.")}</w:footnote>'
        + f'<w:footnote w:id="3">{paragraph("Gammel.")}{paragraph("Meget.")}</w:footnote>',
    )
    first, _ = document.provisions
    assert document.short_title == "kajloven"
    assert [one.text for one in first.subsections] == ["En kaj er høj.", "Stk. 2. Den er lang."]
    assert [(one.text, one.subsection) for one in first.notes] == [("Gammel. Meget.", "2")]
    assert [(one.label, one.text) for one in document.blocks] == [("note 1)", "Ny.")]


@pytest.mark.parametrize(
    "unseen",
    [
        "<w:del><w:r><w:delText>OND</w:delText><w:t>OND</w:t></w:r></w:del>",
        "<w:moveFrom><w:r><w:t>OND</w:t></w:r></w:moveFrom>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>OND</w:t></w:r>",
        "<w:r><w:instrText>OND</w:instrText></w:r>",
        "<w:r><mc:AlternateContent xmlns:mc='x'><mc:Fallback><w:t>OND</w:t></mc:Fallback>"
        "</mc:AlternateContent></w:r>",
        "<!-- OND --><?OND OND?>",
    ],
)
def test_what_no_reader_sees_is_no_text(read: Read, unseen: str) -> None:
    runs = "<w:ins><w:r><w:t>En god </w:t></w:r></w:ins>{}<w:r><w:t>kaj.</w:t></w:r>"
    assert texts(read(paragraph(runs.format(unseen)))) == [((), "En god kaj.", "")]


def test_text_that_is_not_hidden_after_all_is_read(read: Read) -> None:
    run = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>En</w:t><w:tab/><w:t>kaj.</w:t></w:r>'
    assert texts(read(paragraph(run))) == [((), "En kaj.", "")]


def test_tables_boxes_and_content_controls_are_read_in_their_place(read: Read) -> None:
    box = f"<w:txbxContent>{paragraph('I en boks.')}</w:txbxContent>"
    document = read(
        f"<w:sdt><w:sdtContent>{paragraph('Først.')}</w:sdtContent></w:sdt>",
        f"<w:tbl>{row('Art', 'Kr.')}{row('Båd | lang', '3')}</w:tbl>",
        f"<w:tbl>{row('Kun', 'layout')}</w:tbl>",
        paragraph(f"<w:r><w:t>Efter.</w:t><w:drawing>{box}</w:drawing></w:r>"),
    )
    assert texts(document) == [
        (
            (),
            "Først.\n\n| Art | Kr. |\n| Båd / lang | 3 |\n\nKun\n\nlayout\n\nEfter.\n\nI en boks.",
            "",
        )
    ]
