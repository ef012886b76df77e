"""The exact place of a cited part in a passage, down to its sentence, or that it isn't there."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lexhop.corpus.citations.locators import is_cut, part_of, subsection_spans
from lexhop.corpus.text.sentences import sentence_spans
from lexhop.state.records import Passage

_Span = tuple[int, int]
_LOCATOR = re.compile(
    r"(?P<coarse>(?:stk\. [\d-]+)?(?:(?:, |^)nr\. \d[\d a-zæøå-]*)?)"
    r"(?:(?:, |^)litra (?P<letter>[A-Za-zæøå])(?:-(?P<last>[A-Za-zæøå]))?)?"
    r"(?:(?:, |^)(?P<sentences>[^,]+(?:, \d+\.[^,]*)*) pkt\.)?"
)
_LETTERED = re.compile(r"(?:(?<=\s)|^)(?P<letter>[a-zæøåA-ZÆØÅ])\)\s")
_ITEM = re.compile(r"(?:\d{1,3}\s?[a-zæøå]?|[a-zæøå])\)\s")


def exact_parts(passages: Sequence[Passage], locator: str) -> list[tuple[Passage, int, int]]:
    """The spans of `exact_part` in the passages of a provision.

    What was widened to a subsection doesn't count where another passage has the number by itself.
    """
    spans = [(one, *span) for one in passages if (span := exact_part(one, locator))]
    if any(_tells(passage, locator) for passage in passages):
        return [span for span in spans if _tells(span[0], locator)]
    return spans


def coarse_of(locator: str) -> str:
    """`locator` without what is finer than a number."""
    wanted = _LOCATOR.match(locator)
    return wanted["coarse"] if wanted else ""


def may_hide(passage: Passage, locator: str) -> bool:
    """Whether `passage` is cut within the part that `locator` names a finer part of."""
    coarse = coarse_of(locator)
    cut = coarse != locator and is_cut(passage, above="nr. " not in coarse)
    return cut and part_of(passage, coarse) is not None


def _tells(passage: Passage, locator: str) -> bool:
    """Whether `passage` has the number that `locator` names, by itself."""
    coarse = coarse_of(locator)
    subsection, mark, _ = coarse.partition(", nr. ")
    part = part_of(passage, coarse) if mark else None
    return part is not None and part != part_of(passage, subsection)


def exact_part(passage: Passage, locator: str) -> _Span | None:
    """The span of exactly the part that `locator` names, or None where it isn't in `passage`.

    It is widened, as in `part_of`, where the finer part can't be told: in a range of subsections,
    or where the provision has several and none is named. In a passage that is cut within the part
    nothing can be counted, so that nothing finer is found there.
    """
    wanted = _LOCATOR.fullmatch(locator)
    if wanted is None:
        return part_of(passage, locator)
    span = _coarse(passage, wanted["coarse"])
    if span is None:
        return None
    if may_hide(passage, locator):
        return None
    if not wanted["coarse"] and wanted["letter"]:
        span = _only_lettered(passage, wanted["letter"], wanted["last"] or wanted["letter"])
    elif _is_unclear(passage, wanted["coarse"]):
        return span
    elif wanted["letter"]:
        span = _lettered(passage.text, span, wanted["letter"], wanted["last"] or wanted["letter"])
    if span and wanted["sentences"]:
        span = _sentences(passage.text, span, wanted["sentences"])
    return span


def _coarse(passage: Passage, locator: str) -> _Span | None:
    """The part down to its number; one without "stk." in the only subsection that has it."""
    found = part_of(passage, locator)
    if found or not locator.startswith("nr. "):
        return found
    numbers = [number for span in subsection_spans(passage) if (number := _stk(passage, span))]
    inside = [part_of(passage, f"stk. {number}, {locator}") for number in numbers]
    narrow = [
        part
        for part, number in zip(inside, numbers, strict=True)
        if part and part != part_of(passage, f"stk. {number}")
    ]
    return _only(narrow, passage)


def _stk(passage: Passage, span: _Span) -> str:
    marked = re.match(r"Stk\. (\d+)", passage.text[slice(*span)])
    return marked[1] if marked else "1"


def _is_unclear(passage: Passage, coarse: str) -> bool:
    """Whether the finer parts of `coarse` can't be counted."""
    if "-" in coarse:
        return True
    subsection, mark, _ = coarse.partition(", nr. ")
    if mark and part_of(passage, coarse) == part_of(passage, subsection):
        return True  # its items can't be told apart
    several = len(subsection_spans(passage)) > 1 or passage.citation != passage.provision
    return not coarse and several


def _lettered(text: str, span: _Span, first: str, last: str) -> _Span | None:
    """The span of the letters `first` to `last` in a list that counts up from "a)"."""
    marks = [*_letters(text, span), (span[1], "")]
    places = [
        (start, end)
        for (start, letter), (end, _) in pairwise(marks)
        if first.lower() <= letter <= last.lower()
    ]
    return _trimmed(text, places[0][0], places[-1][1]) if places else None


def _only_lettered(passage: Passage, first: str, last: str) -> _Span | None:
    """The letters in the only subsection that has them."""
    inside = [_lettered(passage.text, span, first, last) for span in subsection_spans(passage)]
    return _only([span for span in inside if span], passage)


def _only(spans: Sequence[_Span], passage: Passage) -> _Span | None:
    """The only one of `spans`; the whole passage where several may be meant."""
    return spans[0] if len(spans) == 1 else (0, len(passage.text)) if spans else None


def _letters(text: str, span: _Span) -> Iterator[tuple[int, str]]:
    before = ""
    for match in _LETTERED.finditer(text, *span):
        letter = match["letter"].lower()
        if letter == "a" if not before else letter > before:
            yield match.start(), letter
            before = letter


def _sentences(text: str, span: _Span, wanted: str) -> _Span | None:
    """The span of the sentences "1", "2.-4", "4. og 5" or "sidste" in `span`."""
    sentences = law_sentences(text, span)
    numbers = [int(number) for number in re.findall(r"\d+", wanted)] or [len(sentences)]
    if max(numbers) > len(sentences) or not min(numbers):
        return None
    return sentences[min(numbers) - 1][0], sentences[max(numbers) - 1][1]


def law_sentences(text: str, span: _Span) -> list[_Span]:
    """The sentences of a part as lawyers count them: a list belongs to the one that opens it."""
    found: list[_Span] = []
    in_list = False
    end_before = 0
    for start, end in sentence_spans(text[slice(*span)]):
        at, to = span[0] + start, span[0] + end
        opens_item = bool(found) and _ITEM.match(text, at) is not None
        goes_on = in_list and "\n" not in text[end_before:at]
        in_list = opens_item or goes_on
        if in_list:
            found[-1] = (found[-1][0], to)
        else:
            found.append((at, to))
        end_before = to
    return found


def _trimmed(text: str, start: int, end: int) -> _Span:
    return start, start + len(text[start:end].rstrip(" ,\n"))
