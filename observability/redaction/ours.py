"""What is ours by name: under these keys stand our own ids, hashes, versions, days and counts.

The name alone isn't trusted: a value stays only if it has the shape of what stands there.
"""

import re

_HASH = re.compile(r"[0-9a-f]{8,64}(?:\.{3})?")
_VERSION = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,5}-[0-9a-f]{8}")
_DAY = re.compile(r"[12]\d{3}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])")
_SHAPES = {
    **dict.fromkeys(
        ("question_hash", "prompt_hash", "content_hash", "hash", "fence", "nonce", "revision_id"),
        _HASH,
    ),
    **dict.fromkeys(("corpus_version", "corpus", "revision"), _VERSION),
    **dict.fromkeys(("valid_from", "valid_to", "as_of", "date", "today", "day"), _DAY),
}
_COUNT = re.compile(
    r"took_ms|calls|\w{1,20}_tokens|score|hop|position|seed|temperature|created|langgraph_step|"
    r"ls_temperature|evidence|hops|passages|documents|bytes|size|(?:elapsed|latency)_ms"
)


def is_ours(key: str, text: str) -> bool:
    """Whether `text` under `key` is an id, hash, version or day of ours."""
    shape = _SHAPES.get(key)
    return shape is not None and shape.fullmatch(text) is not None


def is_our_count(key: str) -> bool:
    """Whether a number under `key` counts or measures, and so is nobody's."""
    return _COUNT.fullmatch(key) is not None
