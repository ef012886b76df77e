"""An OpenDocument text gives what its reader sees, with the numbers of its lists."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lexhop.corpus.documents import Document, UnreadableDocument
from lexhop.corpus.formats import read_documents
from tests.corpus.formats.office import write_zip

Read = Callable[..., Document]
SPACES = " ".join(f'xmlns:{name}="urn:{name}"' for name in "otsbd")
STYLES = """
<t:list-style s:name="L"><t:list-level-style-number t:level="1" s:num-format="1" s:num-suffix=")"
 t:start-value="2"/><t:list-level-style-number t:level="2" s:num-format="a" s:num-prefix="("
 s:num-suffix=")"/><t:list-level-style-bullet t:level="3"/></t:list-style>
<s:style s:name="H"><s:text-properties t:display="none"/></s:style>"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(*body: str, **more: str) -> Document:
        content = (
            f"<o:document-content {SPACES}><o:automatic-styles>{STYLES}</o:automatic-styles>"
            f"<o:body><o:text>{''.join(body)}</o:text></o:body></o:document-content>"
        )
        parts = {name.replace("_", "/", 1) + ".xml": text for name, text in more.items()}
        path = write_zip(tmp_path / "kaj.odt", {"content.xml": content, **parts})
        (document,) = read_documents(path)
        return document

    return read


def texts(document: Document) -> list[tuple[tuple[str, ...], str, str]]:
    return [(tuple(one.headings), one.text, one.label) for one in document.blocks]


def p(text: str, style: str = "") -> str:
    return f'<t:p t:style-name="{style}">{text}</t:p>'


def h(text: str, level: int) -> str:
    return f'<t:h t:outline-level="{level}">{text}</t:h>'


def items(*contents: str, more: str = 't:style-name="L"') -> str:
    inside = "".join(f"<t:list-item>{content}</t:list-item>" for content in contents)
    return f"<t:list {more}>{inside}</t:list>"


def test_an_act_is_an_act(read: Read) -> None:
    act = read(
        h("Lov om kajer (kajloven)", 1),
        h("Kapitel 1", 2),
        p("§ 1. En kaj<t:s t:c='2'/>har:"),
        items(p("sten,"), p("træ:") + items(p("eg."), p("bøg."), more="")),
        p("Stk. 2.<t:tab/>Den er lang."),
        p("§ 2. Den er høj."),
    )
    assert (act.short_title, act.provisions[0].headings) == ("kajloven", ("Kapitel 1",))
    assert [one.text for one in act.provisions[0].subsections] == [
        "En kaj har:\n2) sten,\n3) træ:\n(a) eg.\n(b) bøg.",
        "Stk. 2. Den er lang.",
    ]
    assert act.provisions[1].section == "2"


def test_prose_has_its_headings_lists_and_tables(read: Read) -> None:
    row = (
        "<b:table-row><b:table-cell>{}</b:table-cell><b:table-cell>{}</b:table-cell></b:table-row>"
    )
    guide = read(
        p("Om kajer", "Title"),
        h("Brug", 1),
        f"<t:section>{p('Først.')}</t:section>",
        items(p("et")) + p("Mellem.") + items(p("to"), more='t:style-name="L" t:continue-list="x"'),
        f"<b:table><b:table-header-rows>{row.format(p('Art'), p('Kr.'))}</b:table-header-rows>"
        f"{row.format(p('Båd'), p('3'))}</b:table>",
        f"<b:table>{row.format(p('Kun'), p('layout'))}</b:table>",
        p("Boks:<d:frame><d:text-box>" + p("I boks.") + "</d:text-box></d:frame>"),
    )
    assert texts(guide) == [
        (
            ("Brug",),
            "Først.\n\n2) et\n\nMellem.\n\n3) to\n\n| Art | Kr. |\n| Båd | 3 |\n\nKun\n\nlayout"
            "\n\nBoks:\n\nI boks.",
            "",
        )
    ]


def test_notes_are_apart(read: Read) -> None:
    note = "<t:note><t:note-citation>1</t:note-citation><t:note-body>{}</t:note-body></t:note>"
    document = read(
        p(f"En kaj{note.format(p('Gammel.'))} er høj."), p(f"To{note.format(p('Ny.'))}")
    )
    assert texts(document) == [
        ((), "En kaj er høj.\n\nTo", ""),
        ((), "Gammel.", "note 1"),
        ((), "Ny.", "note 2"),
    ]


@pytest.mark.parametrize(
    "unseen",
    [
        "<o:annotation>" + p("OND") + "</o:annotation>",
        "<t:hidden-text>OND</t:hidden-text>",
        '<t:span t:style-name="H">OND</t:span>',
        "<!-- OND -->",
    ],
)
def test_what_no_reader_sees_is_no_text(read: Read, unseen: str) -> None:
    deleted = f"<t:tracked-changes>{p('OND')}</t:tracked-changes>"
    document = read(deleted, p(f"En {unseen}god<t:line-break/>kaj."), p("OND", "H"))
    assert texts(document) == [((), "En god\nkaj.", "")]


def test_a_locked_document_is_named(read: Read) -> None:
    manifest = "<m><file-entry><encryption-data/></file-entry></m>"
    with pytest.raises(UnreadableDocument, match=r"^kaj.odt: locked by a password"):
        read(p("x"), **{"META-INF_manifest": manifest})


def test_a_sheet_under_the_wrong_ending_is_named(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "ark.odt", {"content.xml": "<o><body><spreadsheet/></body></o>"})
    with pytest.raises(UnreadableDocument, match=r"^ark.odt: no OpenDocument text in it"):
        list(read_documents(path))
