"""Data in a prompt: passages and the question between marks that their text can't forge."""

from collections.abc import Sequence
from hashlib import blake2b

from lexhop.reasoning.chat.context_packing import ContextPassage


def nonce_of(question: str, shown: Sequence[ContextPassage] = ()) -> str:
    """What marks end in: the same for the same texts, and in none of them."""
    texts = [question, *(one.text for one in shown)]
    digest = blake2b("\0".join(texts).encode(), digest_size=16)
    nonce = digest.hexdigest()[:8]
    while any(nonce in text for text in texts):
        digest.update(b"again")
        nonce = digest.hexdigest()[:8]
    return nonce


def fenced(shown: Sequence[ContextPassage], nonce: str) -> str:
    """The passages, each with its number from 1 and its source."""
    mark = f"passage-{nonce}"
    return "\n\n".join(
        f'<{mark} number="{number}" source="{_source(one)}">\n{one.text}\n</{mark}>'
        for number, one in enumerate(shown, start=1)
    )


def _source(one: ContextPassage) -> str:
    passage = one.passage
    source = passage.citation if passage.act else passage.title or passage.citation
    return " ".join(source.split()).replace('"', "'")[:200]
