"""Every constant of ranking, in one place: what is tuned, and nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingWeights:
    """Sizes are passages, weights are relative to a best score of 1.

    Chosen on all four question sets and several pool sizes (docs/adr/0006).
    """

    # BM25 (Robertson & Zaragoza, 2009): how soon a repeated word saturates, how much length counts.
    k1: float = 1.2
    b: float = 0.75
    # How many occurrences of a word a compound counts as that begins or ends with it, and how many
    # letters a word has at least that is looked for in compounds.
    compound: float = 0.3
    shortest_part: int = 4
    # What letters of statute words count that only a list leads to.
    implied: float = 0.25

    # Law. Candidates: twice as many find no more and take twice the time.
    law_pool: int = 100
    # Executive orders beside them, and what their scores count beside those of acts: a question is
    # about what an act says, unless an order has clearly more of its words.
    orders: int = 20
    order_score: float = 0.8
    # What words, n-grams, n-grams of the title and the act weigh.
    law_words: float = 1.2
    law_ngrams: float = 0.6
    law_title: float = 0.2
    law_act: float = 0.1
    # Of how many candidates the scores say which act a question is about.
    act_voters: int = 30
    # Provisions whose references are followed.
    law_seeds: int = 8
    # What a candidate beside it adds to a provision, and how many passages further it may stand: an
    # act treats of one thing in sections that follow each other.
    neighbour: float = 0.1
    neighbour_reach: int = 2
    # What a reference adds, relative to the provision at its other end, and on top of that where
    # the provision has the question's words, as much as it has them.
    reference: float = 0.1
    reference_with_words: float = 0.15
    # A reference led to a provision if it adds this share of what the words are worth.
    led: float = 0.5

    # Prose. Candidates, and those that titles in the question, shared names and mentions bring in.
    prose_pool: int = 100
    titled_pool: int = 50
    named_pool: int = 100
    linked_pool: int = 50
    # What n-grams weigh against 1 for words.
    prose_ngrams: float = 0.5
    # What a passage gains whose title the question has, shared among those that have this title.
    named_title: float = 1.0
    # What words of a title in the question count elsewhere: the passage that they name is found.
    known_words: float = 0.5
    # What a word scores, relative to its idf, that a passage of usual length has once or twice.
    full_word: float = 1.1

    # Multi-hop expansion over prose: hops, documents that each starts from, how far a passage is
    # trusted that was reached by a hop itself, and the most that any is trusted.
    hops: int = 2
    hop_seeds: int = 8
    later_hop: float = 0.7
    most_trust: float = 1.5
    # Of the passages that share names with a seed, how many of the nearest count; they are as close
    # as can be when their names are as rare as this many that stand nowhere else.
    sharing: int = 50
    close: float = 1.6
    # What shared names offer: a little by themselves, more with the words still uncovered.
    names_alone: float = 0.3
    names_with_rest: float = 2.0

    # Vectors: passages taken by their embedding, what similarity weighs against what a passage says
    # itself, and what it is worth where nothing else speaks for a passage.
    knn: int = 50
    similarity: float = 0.4
    similarity_alone: float = 0.2

    # Of how many of the best the best coverage counts: a hop may put first what has few of the
    # words itself.
    telling: int = 5
    # A further piece of a provision keeps its place with this share of the best piece's score.
    earned: float = 0.9


WEIGHTS = RankingWeights()
