"""Finds e-mail addresses, personal and bank numbers in text, and leaves statutory numbers alone."""

import re
from collections.abc import Iterator

from lexhop.observability.redaction.cpr import without_odd_cprs
from lexhop.observability.redaction.digits import SEPARATORS, Digits
from lexhop.observability.redaction.secrets import without_secrets

_AT = r"(?:@|＠|%40|\s?[(\[{]\s?(?:at|snabel-?a)\s?[)\]}]\s?)"
_MAYBE_EMAIL = re.compile(
    r"@|＠|%40|[(\[{<]\s?(?:at|a|snabel-?a)\s?[)\]}>]|\s(?:dot|punktum)\s", re.IGNORECASE
)
_DOT = r"(?:\.|\s?[(\[{]\s?(?:dot|punktum|prik)\s?[)\]}]\s?)"
# Possessive, and begun only where a word begins: linear in the length of any text.
_EMAIL = re.compile(
    r"(?<![\w.%+!#$&*~^-])(?<!\w')(?:[\w.+!#$&*~^-]|%(?!40)|(?<=\w)'(?=\w))++"
    rf"{_AT}[\w-]++(?:{_DOT}[\w-]++)+",
    re.IGNORECASE,
)
_TOP = r"(?:dk|com|org|net|eu|info|io|se|no|de|uk|fi|nl|fr|gl|fo)\b"
_SPACE = r"[ \t\u00a0]{0,2}"
_APART = rf"{_SPACE}(?:[(\[{{<]\s?(?:at|a|snabel-?a|@)\s?[)\]}}>]|@){_SPACE}"
# What stands apart is an address only with a usual top level, since "(a)" and "@" are other things.
_APART_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]++(?:{_APART}[\w-]++(?:{_DOT}[\w-]++)*?{_DOT}{_TOP}"
    rf"|\s(?:at|snabel-?a)\s[\w-]++(?:\s(?:dot|punktum)\s[\w-]++)*?\s(?:dot|punktum)\s{_TOP})",
    re.IGNORECASE,
)
_IBAN_LENGTHS = {
    country: length
    for length, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI FO GL NL",
        19: "MK SI",
        20: "AT BA EE KZ LT LU XK",
        21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS",
        23: "AE GI IL IQ TL",
        24: "AD CZ ES MD PK RO SA SE SK TN",
        25: "PT",
        26: "IS TR",
        27: "FR GR IT MC SM",
        28: "AL AZ CY DO GT HU LB PL",
        29: "BR EG PS QA UA",
        30: "JO KW MU",
        31: "MT",
    }.items()
    for country in countries.split()
}
_BRANCH = re.compile(
    r"(\breg(?:istrerings)?[.\s-]{0,3}(?:nr|nummer)?[.:\s]{0,3})\d{4}"
    r"(?=[^\d\n]{1,24}(?:konto|account)[^\d\n]{0,12}\d)",
    re.IGNORECASE,
)
# What has digits and isn't a number of anybody's: UUIDs, days and times, hashes.
_KEEP = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9a-f])"
    r"|(?<!\w)\d{8}T\d{6,12}Z?"
    # A version of a corpus: the table's versions and eight hexadecimal digits.
    r"|(?<![\w.-])\d{1,9}(?:\.\d{1,9}){1,5}-[0-9a-f]{8}(?!\w)"
    r"|(?<!\d)[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?(?!\d))?"
    r"|(?<!\w)(?=[a-f]*+\d++[a-f]++\d++[a-f])[0-9a-f]{12,}+(?!\w)",
    re.IGNORECASE,
)
_CANDIDATE = re.compile(
    # Six digits or more with little between them, or what begins as an IBAN does.
    rf"(?P<run>\d(?:{SEPARATORS}{{0,3}}+\d){{5,}}+)"
    r"|(?<!\w)[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]){11,30}+",
    re.IGNORECASE,
)


def mark(text: str) -> str:
    """The text with each find replaced by its kind: "[CPR]", "[PHONE]", "[EMAIL]", ..."""
    text = without_secrets(text)
    if _MAYBE_EMAIL.search(text):
        text = _APART_EMAIL.sub("[EMAIL]", _EMAIL.sub("[EMAIL]", text))
    text = without_odd_cprs(text)
    if not _CANDIDATE.search(text):
        return text
    text = _BRANCH.sub(r"\1[ACCOUNT]", text)
    done = 0
    parts: list[str] = []
    for start, end, kind in _numbers(text):
        parts += (text[done:start], f"[{kind}]")
        done = end
    return "".join((*parts, text[done:]))


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and kind of each number, from left to right."""
    for at, end in _unkept(text):
        while candidate := _CANDIDATE.search(text, at, end):
            if candidate["run"]:
                yield from Digits(text, *candidate.span()).finds()
                at = candidate.end()
            elif iban_end := _iban_end(candidate):
                yield candidate.start(), iban_end, "IBAN"
                at = iban_end
            else:
                at = candidate.start() + 2


def _unkept(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the text between the parts that are kept."""
    at = 0
    for kept in _KEEP.finditer(text):
        yield at, kept.start()
        at = kept.end()
    yield at, len(text)


def _iban_end(candidate: re.Match[str]) -> int:
    """The end of the IBAN that the candidate begins with; 0 where it is none."""
    length = _IBAN_LENGTHS.get(candidate[0][:2].upper(), 0)
    places = [at for at, char in enumerate(candidate[0]) if char.isalnum()][:length]
    number = "".join(candidate[0][at] for at in places)
    if not length or len(places) < length or not number.isascii():
        return 0
    checked = int("".join(str(int(char, 36)) for char in number[4:] + number[:4]))
    return candidate.start() + places[-1] + 1 if checked % 97 == 1 else 0
