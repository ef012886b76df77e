"""A mail is prose under its subject; what was sent along is read as files are."""

import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from lexhop.corpus.documents import Document, UnreadableDocument
from lexhop.corpus.formats import read_documents
from tests.corpus.formats.office import paragraph, write_docx

Read = Callable[..., list[Document]]


def mail(
    text: str = "Kære Åse,\n\nHusk kajen.\n\n§ 1. er citeret.", subject: str = "Om kajen"
) -> EmailMessage:
    message = EmailMessage(policy=email.policy.SMTP)
    message["Subject"] = subject
    message["From"] = "Bo Å <bo@example.org>"
    message["To"] = "aase@example.org"
    message["Date"] = "Mon, 03 Feb 2031 10:00:00 +0100"
    message.set_content(text)
    return message


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(message: EmailMessage | bytes, told: list[str] | None = None) -> list[Document]:
        path = tmp_path / "post.eml"
        path.write_bytes(message if isinstance(message, bytes) else bytes(message))
        if told is None:
            return list(read_documents(path))
        return list(read_documents(path, lambda problem: told.append(str(problem))))

    return read


def test_a_mail_says_who_wrote_what_when_and_is_never_an_act(read: Read) -> None:
    [document] = read(mail())
    assert (document.id, document.title, document.form) == ("post", "Om kajen", "prose")
    [block] = document.blocks
    assert block.text == (
        "Fra: Bo Å <bo@example.org>\nTil: aase@example.org\nDato: Mon, 03 Feb 2031 10:00:00 +0100"
        "\n\nKære Åse,\n\nHusk kajen.\n\n§ 1. er citeret."
    )


def test_what_was_shown_is_read_where_a_mail_has_two_bodies(read: Read) -> None:
    message = mail("Se HTML.")
    message.add_alternative("<p>Kajen er <b>høj</b>.<p hidden>OND</p>", subtype="html")
    [document] = read(message)
    assert document.blocks[0].text.endswith("+0100\n\nKajen er høj.")
    assert "OND" not in str(document)


def test_attachments_are_documents_of_their_own(read: Read, tmp_path: Path) -> None:
    message = mail()
    act = write_docx(tmp_path / "a.docx", paragraph("Lov om kajer") + paragraph("§ 1. En kaj."))
    message.add_attachment(act.read_bytes(), "application", "x", filename="../../lov/kaj.docx")
    message.add_attachment(b"\x89PNG", "image", "png", filename="kort.png")
    message.add_attachment(mail("Svar.", "Re: Om kajen"))
    told: list[str] = []
    first, attached, inner = read(message, told)
    assert "Vedhæftet: ../../lov/kaj.docx, kort.png, Re: Om kajen.eml" in first.blocks[0].text
    assert (attached.id, attached.form) == ("lov-om-kajer", "statute")
    assert inner.blocks[0].text.endswith("Svar.")
    assert told == []
    assert not (tmp_path.parent / "lov").exists()


def test_what_was_sent_along_does_not_speak_for_an_act(read: Read) -> None:
    xml = (
        "<Dokument><Meta><PopularTitle>kajloven</PopularTitle></Meta><DokumentIndhold><Paragraf>"
        "<Explicatus>§ 1.</Explicatus><Stk><Exitus><Linea><Char>En kaj.</Char></Linea></Exitus>"
        "</Stk></Paragraf></DokumentIndhold></Dokument>"
    )
    message = mail()
    message.add_attachment(xml.encode(), "application", "xml", filename="lov.xml")
    _, act = read(message)
    assert (act.form, act.official) == ("statute", False)


def test_a_bad_attachment_is_named_and_the_rest_is_read(read: Read) -> None:
    message = mail()
    message.add_attachment(b"no zip", "application", "x", filename="kaj.docx")
    message.add_attachment(b"En kaj.", "text", "plain", filename="kaj.txt")
    message.add_attachment(b"To kajer.", "text", "plain", filename="sub/kaj.md")
    told: list[str] = []
    assert [one.id for one in read(message, told)] == ["post", "kaj"]
    assert told == [
        "post.eml: kaj.docx: not what .docx says (File is not a zip file); get it again",
        "post.eml: the document 'kaj' is in it twice (sub/kaj.md); rename one",
    ]


def test_mails_within_mails_end_somewhere(read: Read) -> None:
    message = mail("Inderst.")
    for depth in range(5):
        outer = mail(subject=f"Ydre {depth}")
        outer.add_attachment(message)
        message = outer
    told: list[str] = []
    assert len(read(message, told)) == 4
    assert len(told) == 1
    assert "packed too deeply; unpack it" in told[0]


def test_what_is_no_mail_is_named(read: Read) -> None:
    with pytest.raises(UnreadableDocument, match=r"^post.eml: not a mail"):
        read(b"Just a text.\n")


def test_nesting_and_odd_heads_are_survived(read: Read) -> None:
    odd = b"From: =?no-such-charset?Q?=E5?=\r\nSubject: =?utf-8?B?!!?=\r\n\r\nEn kaj."
    [document] = read(odd)
    assert document.blocks[0].text.endswith("En kaj.")
    deep = b"From: a\r\n" + b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(3000)
    )
    with pytest.raises(UnreadableDocument, match=r"^post.eml: nested too deeply"):
        read(deep)
