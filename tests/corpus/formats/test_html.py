"""A page gives what its reader sees, divided as its author divided it, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lexhop.corpus.documents import Document, UnreadableDocument
from lexhop.corpus.formats import read_documents

Read = Callable[..., Document]
PAGE = """<!DOCTYPE html><html lang="da-DK"><head><title>Kajer - a site</title>
<link rel="canonical" href="https://example.org/kajer"></head>
<body><nav>Forside <a href="/">Love</a></nav><main>{}</main></body></html>"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(page: str | bytes, name: str = "page.html") -> Document:
        path = tmp_path / name
        path.write_bytes(page if isinstance(page, bytes) else page.encode())
        (document,) = read_documents(path)
        return document

    return read


def text_of(document: Document) -> str:
    return "\n\n".join(block.text for block in document.blocks)


def test_an_act_on_a_page_is_an_act(read: Read) -> None:
    act = read(
        PAGE.format(
            "<h1>Lov om kajer (kajloven)</h1><h2>Kapitel 1</h2>"
            "<p><b>§ 1.</b> En kaj er <i>lang</i>,<sup> </sup>jf. § 2.</p>"
            "<p>Stk. 2. Den er af:<ol><li value=3>sten</li><li>træ</li></ol></p>"
            "<div><span>§ 2.</span> Den er&nbsp;høj.</div>"
        )
    )
    assert (act.form, act.short_title, act.url) == (
        "statute",
        "kajloven",
        "https://example.org/kajer",
    )
    assert [(one.section, one.headings) for one in act.provisions] == [
        ("1", ("Kapitel 1",)),
        ("2", ("Kapitel 1",)),
    ]
    first = act.provisions[0].subsections
    assert [one.text for one in first] == [
        "En kaj er lang, jf. § 2.",
        "Stk. 2. Den er af:\n3. sten\n4. træ",
    ]
    assert act.provisions[1].subsections[0].text == "Den er høj."


def test_prose_keeps_its_headings_and_lists(read: Read) -> None:
    guide = read(
        PAGE.format(
            "<h1>Kajer</h1><p>Om kajer.<br>Kort.</p><h2>Brug</h2><ul><li>Læg <b>til</b></li>"
            "<li>Gå i land<ol type=a><li>først</li><li>så</li></ol></li></ul>"
            "<h3>Tom</h3><h2>Slut</h2>Farvel."
        )
    )
    assert (guide.id, guide.title, guide.language) == ("page", "Kajer", "da")
    assert [(tuple(one.headings), one.text) for one in guide.blocks] == [
        ((), "Om kajer.\nKort."),
        (("Brug",), "- Læg til\n- Gå i land\na. først\nb. så"),
        (("Brug",), "Tom"),
        (("Slut",), "Farvel."),
    ]


def test_only_the_first_heading_is_the_title(read: Read) -> None:
    guide = read("<h1>Kajer</h1><p>Før.</p><h1>Kajer</h1><p>Efter.</p>")
    assert [tuple(one.headings) for one in guide.blocks] == [(), ("Kajer",)]


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>EVIL</script>",
        "<style>EVIL</style>",
        "<template><p>EVIL</p></template>",
        "<noscript>EVIL</noscript>",
        "<div hidden><p>EVIL</p></div>",
        '<p aria-hidden="true">EVIL</p>',
        '<p style="color:red; display : none">EVIL</p>',
        "<select><option>EVIL</option></select>",
        "<!-- EVIL -->",
        "<nav>EVIL</nav>",
        "<svg><text>EVIL</text></svg>",
        "<h2>Løn<script>EVIL</script></h2>",
        "<table><tr><td>a<td style='display:none'>EVIL<tr><td>b<td>c</table>",
    ],
)
def test_what_no_reader_sees_is_no_text(read: Read, unseen: str) -> None:
    text = str(read(f"<p>Før.</p>{unseen}<p>Efter.</p>"))
    assert "EVIL" not in text
    assert "Før." in text
    assert "Efter." in text


def test_what_follows_something_hidden_is_read(read: Read) -> None:
    assert text_of(read("<p>En <span hidden>ond</span>god <script>1</script>kaj.")) == "En god kaj."


def test_a_table_is_a_row_a_line_and_one_that_lays_out_a_page_is_none(read: Read) -> None:
    data = "<table><caption>Takster<tr><th>Art<th>Kr.<tr><td>Båd<td>3<br>kr.<tr></table>"
    assert text_of(read(data)) == "Takster\n\n| Art | Kr. |\n| Båd | 3 kr. |"
    assert text_of(read(f"<table><tr><td>Menu<td>{data}<tr><td>a<td>b</table>")).startswith("Menu")
    assert (
        text_of(read("<table><tr><td>Et.</td></tr><tr><td>To.</td></tr></table>")) == "Et.\n\nTo."
    )


@pytest.mark.parametrize(
    "page",
    [
        "<p>En å.".encode("utf-16"),
        "<p>En å.".encode("utf-8-sig"),
        '<meta charset="iso-8859-1"><p>En å.'.encode("latin-1"),
        "<p>En å.".encode("cp1252"),
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
        "<body><p>En å.</p></body></html>".encode(),
        '<meta charset="no-such"><p>En å.'.encode(),
    ],
)
def test_any_encoding_that_a_browser_takes_is_read(read: Read, page: bytes) -> None:
    assert text_of(read(page, "a.htm")) == "En å."


def test_text_under_the_wrong_ending_is_read_as_text(read: Read) -> None:
    act = read("Lov om kajer (kajloven)\n\n§ 1. En kaj.\n\n§ 2. To kajer, 1 < 2.\n")
    assert [one.section for one in act.provisions] == ["1", "2"]


def test_most_of_a_page_is_never_left_out_for_its_main_part(read: Read) -> None:
    page = f"<main>Kort.</main><p>{'Lang tekst. ' * 9}</p>"
    assert "Lang tekst." in text_of(read(page))


@pytest.mark.parametrize(
    ("page", "problem"),
    [
        ("<div>" * 5000 + "x", "page.html: HTML that nests too deeply to be read; save it as text"),
        ("<script>1</script>", "page.html: no text in it; remove it or give the text itself"),
        ("<p>å</p>" * 2, ""),
    ],
)
def test_a_page_that_cannot_be_read_is_named(read: Read, page: str, problem: str) -> None:
    if not problem:
        assert read(page)
        return
    with pytest.raises(UnreadableDocument) as refused:
        read(page)
    assert str(refused.value) == problem


def test_entities_declared_by_a_page_stand_for_nothing(read: Read) -> None:
    bomb = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    text = text_of(read(f"<!DOCTYPE html [<!ENTITY a0 'x'>{bomb}]><p>&a11; En kaj.</p>"))
    assert len(text) < 2000
    assert "En kaj." in text
