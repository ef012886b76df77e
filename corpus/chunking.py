"""Cut documents into passages: whole provisions if they fit, else subsections, items, sentences."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from lexhop.corpus.documents import Document, Provision, TextBlock
from lexhop.corpus.prose_chunking import prose_texts
from lexhop.corpus.text.list_items import numbered_items
from lexhop.corpus.text.sentences import LONGEST, sentence_spans, within_bounds
from lexhop.corpus.text.tables import tables_in
from lexhop.corpus.text.tokens import TokenCounter
from lexhop.state.records import Kind, Passage

_CODE = re.compile(r"^```|^(?: {4}|\t)\S|[{};]\s*$", re.MULTILINE)
_HEADER_SHARE = 4
"""A header is repeated where it is shorter than one part in so many of the rows under it."""
_TECHNICAL = re.compile(r"`[^`]+`|\b(?:API|HTTP|SQL|config\w*|parameter|endpoint|server)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkSizes:
    """Most tokens of a passage by kind of text, and the share of them that prose overlaps by."""

    provision: int = 1200
    technical: int = 1200
    code: int = 800
    general: int = 1500
    overlap: float = 0.15


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text that may stand alone; `stk`, `nr` and `pkt` say where in the provision it is.

    A row of a table has the table's `header`.
    """

    text: str
    stk: str = ""
    nr: str = ""
    pkt: str = ""
    glue: str = "\n\n"
    header: str = ""


def passages_of(document: Document, sizes: ChunkSizes, tokens: TokenCounter) -> Iterator[Passage]:
    """The passages of `document` in reading order, with unique ids and without references."""
    seen: dict[str, int] = {}
    for position, passage in enumerate(_all_passages(document, sizes, tokens)):
        seen[passage.id] = seen.get(passage.id, 0) + 1
        again = f"~{seen[passage.id]}" if seen[passage.id] > 1 else ""
        yield replace(
            passage,
            id=passage.id + again,
            position=position,
            content_hash=hashlib.sha256(
                f"{passage.citation}\n{passage.heading}\n{passage.text}".encode()
            ).hexdigest()[:16],
        )


def _all_passages(document: Document, sizes: ChunkSizes, tokens: TokenCounter) -> Iterator[Passage]:
    for provision in document.provisions:
        yield from _of_provision(document, provision, sizes, tokens)
        yield from _of_notes(document, provision)
    prose = [block for block in document.blocks if block.kind == "prose"]
    yield from _of_prose(document, prose, sizes, tokens)
    for block in document.blocks:
        if block.kind != "prose":
            yield from _of_labelled(document, block, sizes, tokens)


def _passage(
    document: Document, passage_id: str, *, provision: str, kind: Kind, heading: str
) -> Passage:
    """A passage of `document` without its text, cited as the whole of `provision`."""
    return Passage(
        id=passage_id,
        document_id=document.id,
        provision=provision,
        citation=provision,
        title=document.title,
        text="",
        kind=kind,
        language=document.language,
        act=document.short_title,
        heading=heading,
        url=document.url,
        valid_from=document.valid_from,
        valid_to=document.valid_to,
    )


def _of_provision(
    document: Document, provision: Provision, sizes: ChunkSizes, tokens: TokenCounter
) -> Iterator[Passage]:
    whole = replace(
        _passage(
            document,
            f"{document.id}/{_slug(provision)}",
            provision=f"{document.short_title} {provision_label(provision)}",
            kind="provision",
            heading=" > ".join(provision.headings),
        ),
        repealed=provision.repealed,
        changed_by=tuple(provision.changed_by),
        pending=tuple(provision.pending),
    )
    pieces = [
        _Piece(subsection.text, stk=subsection.number) for subsection in provision.subsections
    ]
    if pieces:
        pieces[0] = replace(pieces[0], text=f"{provision.marker} {pieces[0].text}".strip())
    packs = list(_pack(_small_enough(pieces, sizes.provision, tokens), sizes.provision, tokens))
    for pack in packs:
        if len(packs) == 1:
            yield replace(whole, text=_join(pack))
        else:
            place = _place(pack)
            slug = re.sub(r"[.,\s]+", "", place.replace(", ", "/"))
            yield replace(
                whole,
                id=f"{whole.id}/{slug}",
                citation=f"{whole.citation}, {place}",
                text=_join(pack),
            )


def provision_label(provision: Provision) -> str:
    """The number as it is cited: "§ 33 A", or "§§ 22-27" for a range."""
    return (
        f"§§ {provision.section}-{provision.last}" if provision.last else f"§ {provision.section}"
    )


def _slug(provision: Provision) -> str:
    return provision_label(provision).replace("§§", "§").replace(" ", "")


def _small_enough(pieces: Iterable[_Piece], limit: int, tokens: TokenCounter) -> Iterator[_Piece]:
    """Subsections that fit `limit` tokens; longer ones as items, longer items as sentences."""
    for piece in pieces:
        if len(piece.text) <= LONGEST and tokens.count(piece.text) <= limit:
            yield piece
        elif not piece.nr and len(items := list(_items(piece))) > 1:
            yield from _small_enough(items, limit, tokens)
        else:
            yield from _sentences_and_rows(piece)


def _sentences_and_rows(piece: _Piece) -> Iterator[_Piece]:
    """The sentences of a piece with their numbers; rows of tables have none, and are not cut."""
    at = count = 0
    for table in tables_in(piece.text):
        for sentence in _sentences(piece, at, table.rows[0][0], count):
            count += 1
            yield sentence
        for low, high in table.rows:
            yield replace(piece, text=piece.text[low:high], glue="\n", header=table.header)
            at = high
    yield from _sentences(piece, at, len(piece.text), count)


def _sentences(piece: _Piece, start: int, end: int, count: int) -> Iterator[_Piece]:
    """The sentences of a span of a piece, after `count` others and, if it starts late, a table."""
    glue = "\n" if start else " "
    for number, (low, high) in enumerate(sentence_spans(piece.text[start:end]), start=count + 1):
        for first, last in within_bounds(start + low, start + high, piece.text):
            yield replace(piece, text=piece.text[first:last], pkt=str(number), glue=glue)
            glue = " "


def _items(piece: _Piece) -> Iterator[_Piece]:
    """The lead of a subsection and its items "1) ...", each with its number."""
    marks = [(0, ""), *numbered_items(piece.text), (len(piece.text), "")]
    for (start, number), (end, _) in pairwise(marks):
        text = piece.text[start:end].strip()
        if text:
            yield replace(piece, text=text, nr=number, glue="\n" if "\n" in piece.text else " ")


def _pack(pieces: Iterable[_Piece], limit: int, tokens: TokenCounter) -> Iterator[list[_Piece]]:
    """Neighbouring pieces together as long as they stay within `limit`."""
    pack: list[_Piece] = []
    size = letters = 0
    for piece in pieces:
        length = tokens.count(piece.text)
        if pack and (size + length > limit or letters + len(piece.text) > LONGEST):
            yield pack
            pack, size, letters = [], 0, 0
        pack.append(piece)
        size += length
        letters += len(piece.text)
    if pack:
        yield pack


def _join(pack: Sequence[_Piece]) -> str:
    """The pieces together, under the header of the table that the first is a row of."""
    header = pack[0].header
    repeated = header and header != pack[0].text and len(header) * _HEADER_SHARE <= _length(pack)
    text = f"{header}\n{pack[0].text}" if repeated else pack[0].text
    for before, piece in pairwise(pack):
        text += (piece.glue if piece.stk == before.stk else "\n\n") + piece.text
    return text


def _length(pack: Sequence[_Piece]) -> int:
    return sum(len(piece.text) for piece in pack)


def _place(pack: Sequence[_Piece]) -> str:
    """Where it is: "stk. 1-3", "stk. 2, nr. 4-9", "stk. 1, 3.-8. pkt.", "stk. 1, tabel"."""
    first, last = pack[0], pack[-1]
    if first.stk != last.stk:
        return f"stk. {first.stk}-{last.stk}"
    place = f"stk. {first.stk}"
    if first.nr or last.nr:
        place += f", nr. {_range(first.nr or '1', last.nr)}"
    if first.nr == last.nr and all(piece.header for piece in pack):
        place += ", tabel"
    elif first.pkt and last.pkt and first.nr == last.nr:
        place += f", {_range(first.pkt, last.pkt, '.')}. pkt."
    return place


def _range(first: str, last: str, mark: str = "") -> str:
    return first if first == last else f"{first}{mark}-{last}"


def _of_notes(document: Document, provision: Provision) -> Iterator[Passage]:
    label = provision_label(provision)
    for note in provision.notes:
        whole = _passage(
            document,
            f"{document.id}/{_slug(provision)}/note{note.mark.rstrip(')')}",
            provision=f"{document.short_title} {label}",
            kind="note",
            heading=" > ".join(provision.headings),
        )
        on = f", stk. {note.subsection}" if note.subsection else ""
        cited = f"{whole.citation}{on}, note {note.mark}".rstrip()
        yield replace(whole, citation=cited, text=note.text)


def _of_labelled(
    document: Document, block: TextBlock, sizes: ChunkSizes, tokens: TokenCounter
) -> Iterator[Passage]:
    """An act's preamble, commencement rules and appendices: cited by label, never as a "§"."""
    name = document.short_title or document.id
    texts = list(prose_texts([block], sizes.general, 0.0, tokens))
    for number, piece in enumerate(texts, start=1):
        part = f", {number}" if len(texts) > 1 else ""
        whole = _passage(
            document,
            f"{document.id}/{block.label or 'text'}{part}".replace(" ", "_"),
            provision=f"{name}, {block.label}".rstrip(", "),
            kind=block.kind,
            heading=piece.heading,
        )
        yield replace(whole, citation=whole.citation + part + piece.place, text=piece.text)


def _of_prose(
    document: Document, blocks: Sequence[TextBlock], sizes: ChunkSizes, tokens: TokenCounter
) -> Iterator[Passage]:
    whole = "\n".join(block.text for block in blocks)
    texts = list(prose_texts(blocks, _prose_limit(whole, sizes), sizes.overlap, tokens))
    for number, piece in enumerate(texts, start=1):
        several = len(texts) > 1
        passage = _passage(
            document,
            f"{document.id}#{number}" if several else document.id,
            provision=document.id,
            kind="prose",
            heading=piece.heading,
        )
        citation = f"{document.id}, {number}" if several else document.id
        yield replace(passage, citation=citation + piece.place, text=piece.text)


def _prose_limit(text: str, sizes: ChunkSizes) -> int:
    """The token limit for code, technical or general text, told apart by lines and words."""
    lines = max(1, text.count("\n") + 1)
    if len(_CODE.findall(text)) > lines / 4:
        return sizes.code
    words = max(1, text.count(" "))
    return sizes.technical if len(_TECHNICAL.findall(text)) > words / 40 else sizes.general
