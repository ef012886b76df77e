"""What the words of a question are worth in a text."""

from collections.abc import Sequence

import numpy as np
import pytest

from lexhop.retrieval.ports import Frequencies
from lexhop.retrieval.query.term_groups import TermGroup
from lexhop.retrieval.ranking.bm25 import WordScores
from lexhop.retrieval.ranking.ngrams import NgramScores
from lexhop.retrieval.ranking.token_table import Matrix, TokenTable


def scores(tokens: Sequence[str], having: int, occurrences: int) -> WordScores:
    """As of a question of one group a token, each as common as the others."""
    return WordScores(
        [TermGroup((one,), (one,)) for one in tokens],
        Frequencies(
            passages=100,
            mean_length=2.0,
            having=dict.fromkeys(tokens, having),
            occurrences=dict.fromkeys(tokens, occurrences),
        ),
    )


def with_compounds(words: WordScores, table: TokenTable) -> Matrix:
    return words.each_by_topic(table, table.part_times(words.ends))


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("havneleje", True),
        ("lejeaftale", True),
        ("fremlejeaftale", False),
        ("båd", False),
    ],
)
def test_a_word_counts_in_compounds_that_it_begins_or_ends(text: str, counts: bool) -> None:
    words = scores(["leje"], 5, 5)
    table = TokenTable([text, "leje"])
    part, whole = with_compounds(words, table)[:, 0]
    assert bool(part > 0) is counts
    assert part < whole == words.each_by_topic(table)[1, 0]
    assert not words.each_by_topic(table)[0, 0]
    assert not words.each(table)[0, 0]


def test_a_short_word_does_not_count_in_compounds() -> None:
    found = with_compounds(scores(["leje", "bil"], 5, 5), TokenTable(["bilag"]))
    assert not found.any()


def test_a_word_that_clusters_counts_more_than_one_that_is_spread() -> None:
    table = TokenTable(["leje båd"])
    spread, clustered = (
        scores(["leje"], 20, occurrences).each_by_topic(table)[0, 0] for occurrences in (20, 80)
    )
    assert spread == pytest.approx(scores(["leje"], 20, 20).each(table)[0, 0])
    assert clustered > 1.5 * spread


def test_words_without_counts_score_as_if_they_were_spread() -> None:
    words = WordScores(
        [TermGroup(("leje",), ())], Frequencies(passages=0, mean_length=0, having={})
    )
    table = TokenTable(["leje"])
    by_topic = with_compounds(words, table)
    assert by_topic[0, 0] == words.each(table)[0, 0]


def test_letters_of_implied_words_count_less_than_those_of_the_questions() -> None:
    table = TokenTable(["fartøjsførerbevis", "kaptajnsbevis", "brandbil"])
    group = TermGroup(("kaptajn", "fartøjsfør"), ("kaptajn",), ("fartøjsfør",))
    letters = NgramScores([group])
    times = table.part_times(letters.grams)
    implied, spelled, neither = letters.scores(times, table.lengths)
    assert 0 == neither < implied < spelled


def test_copies_of_a_text_make_its_letters_common() -> None:
    letters = NgramScores([TermGroup(("båd",), ("båd",))])
    table = TokenTable(["båd", "flag"])
    times = table.part_times(letters.grams)
    once, often = (
        letters.scores(times, table.lengths, np.array([copies, 5.0]))[0] for copies in (1.0, 9.0)
    )
    assert 0 < often < once
    listed = TokenTable(["båd"] * 9 + ["flag"] * 5)
    by_text = letters.scores(listed.part_times(letters.grams), listed.lengths)
    assert by_text[0] == pytest.approx(often)
