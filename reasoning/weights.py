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
    weak: float = 0.25
    # The words of a plain rule at most.
    plain_rule: int = 40
    most_blocks: int = 6
    most_prose_blocks: int = 5
    most_followed_extractive: int = 3
    most_terms_named: int = 8
    # Quotes of guidance beside a provision that is asked for.
    most_guidance: int = 2
    # A provision up to this length is quoted in full where it is cited.
    longest_provision: int = 2400
    longest_part: int = 12_000
    # Fewer characters around a reference don't tell what it is about.
    readable: int = 60
    # What a sentence is worth: how well its passage was found (a further sentence of the same
    # provision counts `again`), the question's words that it has, those that it has with its
    # subsection and the names of its act, those that no chosen sentence has, a fact of the kind
    # asked for, and that a reference in the evidence names this very part. Less for sentences that
    # are no main rule. Prose repeats its subject in each sentence; acts don't, so that the fact
    # counts for more there.
    again: float = 0.5
    covers: float = 0.6
    prose_covers: float = 0.8
    within: float = 0.4
    adds: float = 0.4
    fact: float = 1.4
    prose_fact: float = 0.25
    fact_again: float = 0.9
    named: float = 0.2
    exception: float = 0.05
    other_years: float = 0.2
    charging: float = 0.4
    early: float = 1.5
    defining: float = 0.4
    bound: float = 0.2
    bookkeeping: float = 0.5
    # A quote demonstrably answers if its subsection has this share of the question's words, each
    # covered at least so far, and the sentence itself that share of them; below `outside` the
    # question is about something else.
    whole_subject: float = 0.9
    there: float = 0.5
    own_subject: float = 0.35
    most_of_subject: float = 0.75
    outside: float = 0.5
    # Words that one subsection must have for a longer question not to be about something else.
    outside_words: int = 2
    # Words of all quotes from acts together.
    most_words: int = 180
    per_provision: int = 2

    # With a model: what is taken over of its plan, its judgement and its draft.
    most_plan_queries: int = 4
    model_query_trust: float = 0.8
    longest_query: int = 300
    longest_target: int = 120
    # The share of a question's words that have to be the asker's own where a model rewrites it.
    own_words: float = 0.6
    plan_tokens: int = 600
    entail_tokens: int = 600
    # Of a longer subsection a judge of entailment is shown only the sentences quoted from.
    longest_around: int = 2400
    # Seconds that the judging of a draft is given at least; with less left it isn't begun.
    judging_s: float = 2.0
    most_acts_named: int = 60
    # A passage is shown in pieces: subsections, and blocks of those that are longer than this.
    whole_subsection: int = 1200
    # What a piece of a passage is worth that has no word of the question, beside one that has all.
    plain_piece: float = 0.5
    # As what share of the question's words a reference from such a piece counts.
    named_piece: float = 0.8
    # A passage that was asked for by name counts so much more than one that words found.
    requested: float = 1.1
    fence_tokens: int = 24
    # Of a mark for an omission between two pieces.
    mark_tokens: int = 2
    # What a model may ask to read: lines of the list, and sections that one line may bring.
    most_references: int = 20
    most_unread: int = 10
    widest_range: int = 8
    most_followed: int = 3
    most_new_queries: int = 2
    # The least value of a reference that an answer is taken to rest on.
    rests_on: float = 0.5
    most_sentences: int = 8
    longest_sentence: int = 600
    most_quotes: int = 4
    # Shorter words would be in any passage.
    shortest_quote: int = 4
    # Words of a quote up to which it is looked for with other white space, and of a passage that
    # a misquote is held against.
    longest_alike: int = 400
    longest_held: int = 4000
    # Reckoned figures.
    most_calculations: int = 3
    most_operands: int = 8
    longest_expression: int = 200
    # Words in a row that a misquote has to share with a passage to be meant for it.
    telling_run: int = 4
    longest_remark: int = 140
    most_remarks: int = 4
    # The share of a remark's words that may be in nothing that was asked or shown.
    new_in_remark: float = 0.25


WEIGHTS = ReasoningWeights()
