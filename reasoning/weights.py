"""Every constant of reasoning and grounding, in one place: thresholds, weights and lengths."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasoningWeights:
    """Shares are from 0 to 1, lengths in characters unless they say otherwise."""

    # Grounding: the least share of a sentence's content words that the subsections quoted from must
    # have. It may rephrase them, but not be about something else.
    supported: float = 0.2
    # The share that the quotes themselves must have, unless one of them has this many content words
    # or a figure: two words that are anywhere bear nothing out.
    borne: float = 0.5
    carrying: int = 3
    # A quote that is repeated in its sentence to the letter needs no check from this length on.
    repeated: int = 40

    # Blocks, the pieces that are shown and quoted: neighbouring sentences of a subsection together;
    # prose has no subsections and says less in more words.
    block: int = 600
    prose_block: int = 300
    # What a reference is worth where no word of the question stands beside it.
    reference_alone: float = 0.25

    # Without a model. The share of a question's words that evidence has to have to be sufficient,
    # and the share below which it is taken to be about something else.
    enough: float = 0.9
    weak: float = 0.34
    most_blocks: int = 5
    most_followed_extractive: int = 3
    most_terms_named: int = 8
    # A provision up to this length is quoted in full where it is cited.
    longest_provision: int = 2400
    # Fewer characters around a reference don't tell what it is about.
    readable: int = 60
    # What a block is worth: how well its passage was found (a further block of the same provision
    # counts `again`), the question's words that it has, those that no chosen block has, a fact of
    # the kind asked for, and that a reference in the evidence names this very part.
    again: float = 0.5
    covers: float = 0.8
    adds: float = 0.4
    fact: float = 0.25
    named: float = 0.5
    per_provision: int = 2

    # With a model: what is taken over of its plan, its judgement and its draft.
    most_plan_queries: int = 4
    model_query_trust: float = 0.8
    longest_query: int = 300
    longest_target: int = 120
    plan_tokens: int = 400
    entail_tokens: int = 600
    # Of a longer subsection a judge of entailment is shown only the sentences quoted from.
    longest_around: int = 2400
    # Seconds that the judging of a draft is given at least; with less left it isn't begun.
    judging_s: float = 2.0
    fence_tokens: int = 24
    most_followed: int = 3
    most_new_queries: int = 2
    # The least value of a reference that an answer is taken to rest on.
    rests_on: float = 0.5
    most_sentences: int = 8
    longest_sentence: int = 600
    most_quotes: int = 4
    # Shorter words would be in any passage.
    shortest_quote: int = 4
    longest_remark: int = 140
    most_remarks: int = 4


WEIGHTS = ReasoningWeights()
