"""Invented acts, consolidated and amending, as the XML that they are published in."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

META = (
    "<DocumentType>{kind}</DocumentType><DocumentTitle>{title}</DocumentTitle><Year>{year}</Year>"
    "<DiesSigni>{signed}</DiesSigni><StartDate>{begins}</StartDate><EndDate>2099-01-01</EndDate>"
    "<Status>{status}</Status><Number>{number}</Number><AnnouncedIn>Lovtidende A</AnnouncedIn>"
    "<DiesEdicti>{signed}</DiesEdicti>"
)


def _document(meta: str, content: str) -> str:
    return f"<Dokument><Meta>{meta}</Meta><DokumentIndhold>{content}</DokumentIndhold></Dokument>"


def _exitus(*lines: str) -> str:
    """A line of a list ("1) ...") becomes an item, others the sentences of one paragraph."""
    sentences = [line for line in lines if not _is_item(line)]
    items = [line.partition(" ") for line in lines if _is_item(line)]
    said = "".join(f"<Linea><Char>{escape(each)}</Char></Linea>" for each in sentences)
    listed = "".join(
        f"<Indentatio><Explicatus>{mark}</Explicatus><Exitus><Linea><Char>{escape(text)}</Char>"
        "</Linea></Exitus></Indentatio>"
        for mark, _, text in items
    )
    index = f"<Exitus><Index>{listed}</Index></Exitus>" if listed else ""
    return (f"<Exitus>{said}</Exitus>" if said else "") + index


def _is_item(line: str) -> bool:
    return line.split(" ", 1)[0].rstrip(")").isdigit() and ")" in line[:4]


def section(number: str, *subsections: str | Sequence[str]) -> str:
    """A "§": each subsection a text, or a text and the items of its list."""
    stks = ""
    for count, each in enumerate(subsections, start=1):
        lines = (each,) if isinstance(each, str) else each
        marker = f"<Explicatus>Stk. {count}.</Explicatus>" if count > 1 else ""
        stks += f"<Stk>{marker}{_exitus(*lines)}</Stk>"
    return f"<Paragraf><Explicatus>§ {number}.</Explicatus>{stks}</Paragraf>"


def stk(number: int, *lines: str) -> str:
    """A subsection as new text of an instruction."""
    return f"<Stk><Explicatus>Stk. {number}.</Explicatus>{_exitus(*lines)}</Stk>"


def text(*lines: str) -> str:
    """Sentences or items as new text of an instruction."""
    return _exitus(*lines)


def consolidated(
    *sections: str,
    name: str = "robådsloven",
    number: int = 12,
    signed: str = "2030-02-01",
    opening: str = "",
    status: str = "Valid",
) -> str:
    """A consolidated act ("LBK nr. 12 af 2030-02-01") of these sections."""
    meta = META.format(
        kind="LBK H#X",
        title=f"Bekendtgørelse af {name}",
        year=signed[:4],
        signed=signed,
        begins=signed,
        number=number,
        status=status,
    )
    begun = f"<Indledning>{_exitus(opening)}</Indledning>" if opening else ""
    return _document(meta, begun + "".join(sections))


def instruction(number: int, says: str, new: str = "", moved: str = "") -> str:
    moves = f"<Rykningsklausul>{_exitus(moved)}</Rykningsklausul>" if moved else ""
    return (
        f"<AendringsNummer><Explicatus>{number}.</Explicatus><Aendring><AendringDefinition>"
        f"{_exitus(says)}</AendringDefinition><AendringAktion><AendringNyTekst>{new}"
        f"</AendringNyTekst></AendringAktion></Aendring>{moves}</AendringsNummer>"
    )


def amending(
    *instructions: str,
    lead: str = "I robådsloven, jf. lovbekendtgørelse nr. 12 af 1. februar 2030, foretages "
    "følgende ændringer:",
    rules: Sequence[str] = ("Loven træder i kraft den 1. januar 2031.",),
    number: int = 345,
    signed: str = "2030-12-10",
) -> str:
    """An amending act ("lov nr. 345 af 10. december 2030") of one amended act."""
    meta = META.format(
        kind="LOV Æ#X",
        title="Lov om ændring af robådsloven",
        year=signed[:4],
        signed=signed,
        begins=signed,
        number=number,
        status="Valid",
    )
    marks = [f"<Explicatus>Stk. {at}.</Explicatus>" for at in range(1, len(rules) + 1)]
    own = "".join(
        f"<Stk>{mark if len(rules) > 1 else ''}{_exitus(rule)}</Stk>"
        for mark, rule in zip(marks, rules, strict=True)
    )
    return _document(
        meta,
        f"<AendringCentreretParagraf><Explicatus>§ 1</Explicatus>{_exitus(lead)}"
        f"{''.join(instructions)}</AendringCentreretParagraf>"
        f"<Ikraft><IkraftCentreretParagraf><Explicatus>§ 2</Explicatus>{own}"
        "</IkraftCentreretParagraf></Ikraft>",
    )
