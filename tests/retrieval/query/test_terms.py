"""How near a text is to a question, by its words and the kind of fact that it asks for."""

from collections.abc import Sequence

import pytest

from lexhop.retrieval.query.terms import QueryTerms


class Tolls:
    """Knows one everyday phrase."""

    def at(self, words: Sequence[str], start: int) -> tuple[tuple[str, ...], int]:
        if list(words[start : start + 2]) == ["køre", "over"]:
            return ("passage",), 2
        return (), 1


class TwoWords(Tolls):
    """Has two statute words for the phrase."""

    def at(self, words: Sequence[str], start: int) -> tuple[tuple[str, ...], int]:
        statute, length = super().at(words, start)
        return (*statute, "køretøj") if statute else (), length


def test_only_words_with_content_count() -> None:
    assert set(QueryTerms("Hvad kræver loven af en lastbil?", "da").terms) == {"lastbil"}


@pytest.mark.parametrize(
    ("text", "share"),
    [("Lastbiler betaler.", 1.0), ("En lastbilchauffør betaler.", 0.5), ("Cykler er fri.", 0.0)],
)
def test_a_word_counts_by_its_stem_or_the_larger_part_of_its_letters(
    text: str, share: float
) -> None:
    covered = QueryTerms("Hvad betaler en lastbil?", "da").covered(text)["lastbil"]
    assert covered >= share if share else covered == 0


def test_an_everyday_phrase_counts_by_the_word_of_the_law() -> None:
    law = "Passage koster 12 kr."
    question = "Må man køre over broen?"
    assert QueryTerms(question, "da").covered(law)["køre"] == 0
    assert QueryTerms(question, "da", {"da": Tolls()}).covered(law)["køre"] == 0.8


def test_coverage_is_of_all_texts_together() -> None:
    asked = QueryTerms("Betaler lastbiler og motorcykler?", "da")
    one, other = "Lastbiler betaler.", "Motorcykler betaler."
    assert asked.coverage([one]) < asked.coverage([one, other]) == 1
    assert asked.missing([one]) == ("motorcykler",)
    assert asked.coverage([]) == 0


def test_a_question_without_content_words_is_covered() -> None:
    assert QueryTerms("Hvad gælder?", "da").coverage(["Hvad som helst."]) == 1


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("Hvor meget koster en passage?", "Afgiften er 12 kr.", "Afgiften er høj."),
        ("How long may a bus stay?", "At most 3 days.", "Not long."),
        ("Hvornår skal afgiften betales?", "Senest den 1. maj.", "I god tid."),
        ("Hvor mange busser må holde?", "Der må holde 4 busser.", "Der må holde 4 biler."),
    ],
)
def test_a_fact_of_the_kind_asked_for_is_seen(question: str, has: str, lacks: str) -> None:
    asked = QueryTerms(question, "da")
    assert asked.asks_for_fact
    assert asked.has_asked_fact(has)
    assert not asked.has_asked_fact(lacks)


def test_other_questions_ask_for_no_such_fact() -> None:
    assert not QueryTerms("Hvem ejer broen?", "da").asks_for_fact


def test_most_of_its_letters_and_one_of_its_statute_words_are_not_the_word() -> None:
    asked = QueryTerms("Hvad koster en færgeafgift?", "da")
    assert asked.missing(["Færger er fri."]) == ("færgeafgift",)
    assert not asked.missing(["Der betales afgift for færger."])
    listed = QueryTerms("Må man køre over broen?", "da", {"da": TwoWords()})
    assert "køre" in listed.missing(["En passage."])
    assert "køre" not in listed.missing(["En passage med et køretøj."])


def test_separators_and_words_that_only_ask_are_no_gap() -> None:
    asked = QueryTerms("Hvor høj er satsen over 1400 passager?", "da")
    assert not asked.missing(["Over 1.400 passager betales 3 pct."])
    assert asked.missing(["Over 1.500 passager betales 3 pct."]) == ("1400",)


def test_an_act_need_not_repeat_what_it_is_named_after() -> None:
    asked = QueryTerms("Hvad er broafgiften?", "da", subjects={"broafgiften": "broafgiftsloven"})
    assert asked.covered_by_act("broafgiftsloven") == {"broafgiften": 1.0}
    assert not asked.covered_by_act("færgeloven")
