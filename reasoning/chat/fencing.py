"""Fences around data in a prompt, which its text can't forge."""

from collections.abc import Sequence
from hashlib import blake2b

from lexhop.reasoning.chat.context_packing import ContextPassage


def nonce_of(question: str, shown: Sequence[ContextPassage] = ()) -> str:
    """The suffix of fence marks: in none of the texts, whoever wrote them.

    It depends on the question alone unless a text has it, so that prompts for one question begin
    alike.
    """
    texts = [question, *(context.text for context in shown)]
    digest = blake2b(question.encode(), digest_size=16)
    nonce = digest.hexdigest()[:8]
    while any(nonce in text for text in texts):
        digest.update(b"again")
        nonce = digest.hexdigest()[:8]
    return nonce


def fenced(shown: Sequence[ContextPassage], nonce: str) -> str:
    """The passages in fences, numbered from 1 and with their sources."""
    mark = f"passage-{nonce}"
    return "\n\n".join(
        f'<{mark} number="{number}" source="{_source(context)}">\n{context.text}\n</{mark}>'
        for number, context in enumerate(shown, start=1)
    )


def _source(context: ContextPassage) -> str:
    passage = context.passage
    source = passage.citation if passage.act else passage.title or passage.citation
    return " ".join(source.split()).replace('"', "'")[:200]
