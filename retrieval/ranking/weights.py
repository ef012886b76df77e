"""All tuned constants of ranking."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingWeights:
    """Sizes are in passages, weights relative to a best score of 1.

    Chosen on all four question sets and several pool sizes (docs/adr/0006).
    """

    # BM25 (Robertson & Zaragoza, 2009): saturation of repeated words, length normalisation.
    k1: float = 1.2
    b: float = 0.75
    # Occurrences that a compound with the word at its start or end counts as, and the fewest
    # letters of a word that is looked for in compounds.
    compound: float = 0.3
    shortest_part: int = 4
    # Weight of n-grams of statute words that come from a list only.
    implied: float = 0.25

    # Law. Candidates: twice as many find nothing more and take twice the time.
    law_pool: int = 100
    # Candidates of executive orders, and the factor on their scores: a question is about an act,
    # unless an order has clearly more of its words.
    orders: int = 20
    order_score: float = 0.8
    # The factor on instructions of amending acts: what they put in is found in the act itself.
    amending_score: float = 0.5
    # Weights of words, n-grams, n-grams of the title, and the act.
    law_words: float = 1.2
    law_ngrams: float = 0.6
    law_title: float = 0.2
    law_act: float = 0.1
    # Candidates whose scores decide which act a question is about.
    act_voters: int = 30
    # Provisions whose references are followed.
    law_seeds: int = 8
    # Share of its score that a neighbouring candidate adds, and its distance in passages at most:
    # an act treats a matter in consecutive sections.
    neighbour: float = 0.1
    neighbour_reach: int = 2
    # Share of the score at a reference's other end that it adds, and a further share in proportion
    # to the provision's own score.
    reference: float = 0.1
    reference_with_words: float = 0.15
    # A hit's origin is the reference if that adds more than this share of the text's score.
    led: float = 0.5

    # Prose. Candidates by words, by titles in the question, by shared names and by mentions.
    prose_pool: int = 100
    titled_pool: int = 50
    named_pool: int = 100
    linked_pool: int = 50
    # Weight of n-grams, against 1 for words.
    prose_ngrams: float = 0.5
    # Gain of a passage whose title is in the question, shared among documents of that title.
    named_title: float = 1.0
    # Factor on a named title's words in other passages, as the passage it names is found anyway.
    known_words: float = 0.5
    # Score relative to its idf of a word that a passage of mean length has once or twice.
    full_word: float = 1.1

    # Multi-hop expansion over prose: hops, seeds of each, and for seeds reached by a hop the factor
    # on their score and the most of it that counts.
    hops: int = 2
    hop_seeds: int = 8
    later_hop: float = 0.7
    most_trust: float = 1.5
    # Passages that count as sharing names with a seed, and the number of names occurring nowhere
    # else whose rarity makes a passage as close as possible.
    sharing: int = 50
    close: float = 1.6
    # Weight of shared names alone, and together with the question's uncovered words.
    names_alone: float = 0.3
    names_with_rest: float = 2.0

    # Law and guidance in one collection. The factor on guidance where law is asked for, and on law
    # where guidance is.
    guidance_score: float = 0.8
    unasked_law: float = 0.5
    # The best guidance whose references are looked up, provisions that it refers to at most (more,
    # and it is on none in particular), and passages of these.
    guidance_seeds: int = 5
    few_targets: int = 4
    guided_pool: int = 20
    # Guidance on a cited provision: passages of it beside the law, and where guidance is asked for.
    guidance_beside: int = 2
    guidance_asked: int = 10

    # Vectors: nearest passages fetched, the weight of similarity beside the text's score, and its
    # weight for passages found by vectors alone.
    knn: int = 50
    similarity: float = 0.4
    similarity_alone: float = 0.2

    # Top passages whose best coverage scales a ranking: a hop may put first what has few of the
    # words itself.
    telling: int = 5
    # A provision's further passage keeps its rank with this share of the best one's score.
    earned: float = 0.9


WEIGHTS = RankingWeights()
