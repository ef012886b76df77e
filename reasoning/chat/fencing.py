"""Fences around data in a prompt, which its text can't forge."""

from collections.abc import Sequence
from hashlib import blake2b

from lexhop.prompts import phrase
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


def fenced(shown: Sequence[ContextPassage], nonce: str, language: str) -> str:
    """The passages in fences, numbered from 1, with their sources and, if no law, their kind.

    Before them stands what that means, in `language`.
    """
    mark = f"passage-{nonce}"
    fences = [
        f'<{mark} number="{number}" source="{_source(context)}"{_kind(context, language)}>'
        f"\n{context.text}\n</{mark}>"
        for number, context in enumerate(shown, start=1)
    ]
    told = any(context.evidence.authority for context in shown)
    return "\n\n".join([phrase(language, "guidance_shown"), *fences] if told else fences)


def _kind(context: ContextPassage, language: str) -> str:
    authority = context.evidence.authority
    return f' kind="{phrase(language, f"is_{authority}")}"' if authority else ""


def _source(context: ContextPassage) -> str:
    passage = context.passage
    source = passage.citation if passage.act else passage.title or passage.citation
    return " ".join(source.split()).replace('"', "'")[:200]
