"""Reads the metadata of a LexDania document: title, number, dates, status, address."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lexhop.corpus.formats.description import Description, day_in
from lexhop.corpus.formats.lexdania.flow import printed
from lexhop.corpus.formats.source import one_line
from lexhop.corpus.formats.titles import act_id, short_title_of, slug

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def describe_lexdania(root: "Element", stem: str) -> Description:
    """The description of a document; `stem`, its file's name, is the title where it has none.

    A valid document has a technical end date in the future, which is left out.
    """
    meta = _first_values(root.find("Meta"))
    title = meta.get("DocumentTitle") or _printed_title(root) or stem
    popular = meta.get("PopularTitle", "")
    short_title = short_title_of(popular or title)
    number = _number(meta)
    historic = meta.get("Status", "").lower() == "historic"
    year = meta.get("Year") or meta.get("DiesSigni", "")[:4]
    return Description(
        id=act_id(f"{_kind(meta)} nr. {meta.get('Number', '')} af {year}")
        or slug(short_title)
        or stem,
        title=title,
        short_title=short_title,
        number=number,
        language="da",
        url=_address(meta, year),
        valid_from=day_in(meta.get("StartDate", "")),
        valid_to=day_in(meta.get("DateOfHistoricMark") or meta.get("EndDate", ""))
        if historic
        else "",
        historic=historic,
    )


def is_amending_type(root: "Element") -> bool:
    """Whether the document type is that of an act that only changes others ("LOV Æ")."""
    return "Æ" in _first_values(root.find("Meta")).get("DocumentType", "").split("#")[0].split()


def _first_values(meta: "Element | None") -> Mapping[str, str]:
    """The first value of each element; later ones belong to amendments and signatures."""
    values: dict[str, str] = {}
    for element in () if meta is None else meta:
        if isinstance(element.tag, str):
            text = one_line(str(element.xpath("string()")).replace("\\n", " "))
            if text:
                values.setdefault(element.tag, text)
    return values


def _kind(meta: Mapping[str, str]) -> str:
    return meta.get("DocumentType", "").split("#")[0].split(" ")[0]


def _number(meta: Mapping[str, str]) -> str:
    parts = (_kind(meta), meta.get("Number", ""), meta.get("DiesSigni", ""))
    return f"{parts[0]} nr. {parts[1]} af {parts[2]}" if all(parts) else ""


def _address(meta: Mapping[str, str], year: str) -> str:
    number = meta.get("Number", "")
    if meta.get("AnnouncedIn") != "Lovtidende A" or not (year and number):
        return ""
    return f"https://www.retsinformation.dk/eli/lta/{year}/{number}"


def _printed_title(root: "Element") -> str:
    title = root.find("TitelGruppe/Titel")
    return "" if title is None else printed(title, [])
