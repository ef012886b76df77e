"""From text to index terms, computed here so that every store matches the same way."""

import re
import unicodedata
from functools import lru_cache

import Stemmer

_WORD = re.compile(r"[^\W_]+")
_GRAM = 5
"""Characters of an n-gram. Four match too much, six miss the short parts of Danish compounds."""

# Snowball's stop word lists, with question words added.
_DANISH_STOP_WORDS = """
ad af alle alt anden at bare blev blive bliver da de dem den denne der deres det dette dig din disse
dog du efter eller en end ens er et for fra få får ham han hans har have havde her hende hendes hos
hun hvad hvem hver hvilken hvilke hvilket hvis hvor hvordan hvorfor hvornår i ikke ind jeg jer jeres
jo kan kom kunne man mange med meget men mig min mine mit mod mon må ned noget nogle nok nu når og
også om op os over på samt selv sig sin sine sit skal skulle som så sådan thi til ud under var ved
vi vil ville vor vore vores være været
"""
_ENGLISH_STOP_WORDS = """
a about also an and are as at be been being between both but by can could did do does for from had
has have he her him his how i if in into is it its may me might more most must my no not of on only
or other our own s she should so such t than that the their them then there these they this those to
too under us very was we were what when where which who whom whose why will with would you your
"""
STOP_WORDS = {
    "da": frozenset(_DANISH_STOP_WORDS.split()),
    "en": frozenset(_ENGLISH_STOP_WORDS.split()),
}
_STEMMERS = {"da": "danish", "en": "english"}
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "ı": "i", "’": "'", "`": "'"}
)


@lru_cache(maxsize=4)
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(_STEMMERS[language])


def folded(text: str) -> str:
    """`text` in lower case without accents: "Kraków" and "Krakow" are the same name."""
    lower = text.lower().translate(_LETTERS)
    if lower.isascii():
        return lower
    apart = unicodedata.normalize("NFKD", lower)
    return "".join(character for character in apart if not unicodedata.combining(character))


def plain_words(text: str, language: str) -> list[str]:
    """The words of `text` in lower case without stop words; in English without accents too."""
    lower = text.casefold() if language == "da" else folded(text)
    stop = STOP_WORDS.get(language, STOP_WORDS["en"])
    return [word for word in _WORD.findall(lower) if word not in stop]


def words(text: str, language: str) -> list[str]:
    """Lower-case stems (Snowball) of `text` without the language's stop words, in order."""
    language = language if language in _STEMMERS else "en"
    return list(_stemmer(language).stemWords(plain_words(text, language)))


def stem(word: str, language: str) -> str:
    """The stem of one word."""
    return str(_stemmer(language if language in _STEMMERS else "en").stemWord(word))


@lru_cache(maxsize=1 << 16)
def word_grams(word: str) -> frozenset[str]:
    """Character 5-grams of a word with "_" at its ends, by which parts of compounds match."""
    padded = f"_{word}_"
    return frozenset(padded[at : at + _GRAM] for at in range(max(1, len(padded) - _GRAM + 1)))


def grams(text: str) -> list[str]:
    """The n-grams of all words of `text` but the stop words."""
    found: list[str] = []
    for word in _WORD.findall(text.casefold()):
        if word not in STOP_WORDS["da"] and word not in STOP_WORDS["en"]:
            found += word_grams(word)
    return found
