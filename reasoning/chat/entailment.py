"""A model's judgement of whether each sentence follows from its quotes, beside the code's check."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lexhop.prompts import Prompt, phrase, prompt
from lexhop.reasoning.chat.fencing import nonce_of
from lexhop.reasoning.chat.replies import EntailReply
from lexhop.reasoning.grounding.prompt_injection import instructions_in
from lexhop.reasoning.grounding.quoted import Quoted, quoted_from
from lexhop.reasoning.weights import WEIGHTS
from lexhop.state.plan import Draft, Sentence
from lexhop.state.records import Evidence, Passage


def judging_prompt(
    sentences: Mapping[int, Sentence], evidence: Sequence[Evidence], language: str
) -> Prompt:
    """The prompt on `sentences`, by their number in the draft from 0; the model counts from 1."""
    passages = {item.passage.id: item.passage for item in evidence}
    read = {number: list(_read(sentence, passages)) for number, sentence in sentences.items()}
    texts = [sentence.text for sentence in sentences.values()]
    texts += [text for quotes in read.values() for quote in quotes for text in quote]
    nonce = nonce_of("\n".join(texts))
    fences = (
        _fenced(number + 1, sentence.text, read[number], nonce)
        for number, sentence in sentences.items()
    )
    return prompt(language, "entail", sentences="\n\n".join(fences), nonce=nonce)


def _read(sentence: Sentence, passages: Mapping[str, Passage]) -> Iterator[tuple[str, str, str]]:
    """For each quote its source, its words and the text around it."""
    for quote in sentence.quotes:
        quoted = quoted_from(quote, passages[quote.passage_id])
        yield " ".join(quoted.citation.citation.split()), quoted.text, _around(quoted)


def _around(quoted: Quoted) -> str:
    """Its subsection, as far as that may be shown: it speaks to no model, and isn't endless."""
    whole = quoted.subsection.strip()
    if instructions_in(whole):
        return quoted.text
    return whole if len(whole) <= WEIGHTS.longest_around else quoted.sentence


def _fenced(number: int, text: str, quotes: Sequence[tuple[str, str, str]], nonce: str) -> str:
    lines = [f'<sentence-{nonce} number="{number}">\n{text}']
    for source, words, around in quotes:
        name = source.replace('"', "'")
        lines.append(f'<quote-{nonce} source="{name}">\n{words}\n</quote-{nonce}>')
        if around != words:
            lines.append(f"<around-{nonce}>\n{around}\n</around-{nonce}>")
    return "\n".join([*lines, f"</sentence-{nonce}>"])


def not_entailed(reply: EntailReply, asked: Mapping[int, Sentence]) -> frozenset[int]:
    """The sentences of `asked` that the reply finds contradicted or not said, even if only once."""
    struck = {one.sentence - 1 for one in reply.judged if one.verdict != "entailed"}
    return frozenset(struck & set(asked))


def without_sentences(draft: Draft, struck: frozenset[int], language: str) -> Draft:
    """`draft` without the sentences `struck`, and with a gap that says so."""
    if not struck:
        return draft
    kept = [sentence for number, sentence in enumerate(draft.sentences) if number not in struck]
    gap = phrase(language, "not_entailed", count=str(len(struck)))
    return replace(draft, sentences=tuple(kept), gaps=(*draft.gaps, gap))
