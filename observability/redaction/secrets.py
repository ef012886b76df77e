"""Finds credentials and travel documents: keys, tokens, passwords, passport numbers."""

import re

_ISSUED = re.compile(
    r"(?<![\w-])(?:sk-[\w-]{16,}+|[srp]k_(?:live|test)_\w{16,}+|(?:AKIA|ASIA)[A-Z0-9]{16}(?!\w)"
    r"|gh[opsur]_\w{20,}+|github_pat_\w{20,}+|xox[abprs]-[\w-]{10,}+|AIza[\w-]{30,}+"
    r"|glpat-[\w-]{16,}+|(?:hf|npm|lsv2|lh|dop)_[\w-]{16,}+|pypi-[\w-]{20,}+"
    r"|SG\.[\w-]{16,}+\.[\w-]{16,}+|eyJ[\w-]{8,}+\.[\w-]{8,}+(?:\.[\w-]++)?)"
)
"""Keys and tokens that their issuers mark; a JWT begins with the Base64 of an opening brace."""
_PEM = re.compile(
    r"-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,30}-----|\Z)", re.S
)
_IN_URL = re.compile(r"(://)[^\s/:@]{0,64}:[^\s/@]{1,128}(?=@)")
_HEADER = re.compile(
    r"\b(authorization[\"']?\s{0,2}[:=]\s{0,2}[\"']?(?:bearer|basic|token)?\s{0,2})"
    r"(?!\[)(?!(?:bearer|basic|token)\b)[^\s\"',;]{4,}+",
    re.IGNORECASE,
)
_BEARER = re.compile(r"\b(bearer\s{1,3})(?=[a-z._~+/-]*+\d)[\w.~+/=-]{8,}+", re.IGNORECASE)
_VALUE = r"(?!\[)[^\s\"',;&<>\[\]=:]{%d}[^\s\"',;&<>\[\]]*+"
_NAMED = (
    r"(?:password|passwd|pwd|passphrase|adgangskode(?:n|r)?|kodeord(?:et)?|login-?kode|pinkode)"
)
_KEY = (
    r"(?:api[_ -]?keys?|apikey|access[_ -]?key(?:[_ -]?id)?|secret(?:[_ -]?(?:access[_ -]?)?key)?|"
    r"client[_ -]?secret|private[_ -]?key|(?:auth|access|refresh|id|bearer)?[_ -]?token|key|nøgle)"
)
_WORD_SET = re.compile(
    rf"(?<![^\W_])({_NAMED}[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?){_VALUE % 3}", re.IGNORECASE
)
_WORD_TOLD = re.compile(
    rf"(?<![^\W_])({_NAMED}\s(?:er|is|var|was)\s[:\"'»]?)(?=[^\s\"',;=:]*?[\d!#$%^*])[^\s\"',;]{{4,}}+",
    re.IGNORECASE,
)
_KEY_SET = re.compile(
    rf"(?<![^\W_])({_KEY}[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?)"
    rf"(?=[^\s\"',;&<>\[\]=:]*?\d)(?=[^\s\"',;&<>\[\]=:]*?[a-z]){_VALUE % 8}",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    r"\b((?:rejse)?pas(?:s?port)?(?:-?(?:nummer|nr|no))?\b\.?\s{0,2}(?:(?:nr|no|nummer|number)\b\.?)?"
    r"\s{0,2}(?:er\b|is\b|[:=#])?\s{0,2})[A-Z]{0,2}\d[A-Z0-9]{6,8}(?!\w)",
    re.IGNORECASE,
)
_MACHINE_READABLE = re.compile(
    r"(?<![\w<])(?:P[A-Z<][A-Z]{3}[A-Z<]{39}|[A-Z0-9<]{9}\d[A-Z]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{14}\d\d)(?![\w<])"
)
_CREDENTIAL_NAME = re.compile(
    rf"(?<![^\W_])(?:{_NAMED}|api[_-]?key|apikey|access[_-]?key|secret|secret[_-]?key|"
    r"client[_-]?secret|private[_-]?key|(?:auth|access|refresh|id|bearer)[_-]?token|"
    r"(?:proxy-)?authorization|(?:set-)?cookie)\Z",
    re.IGNORECASE,
)
_LONGEST_NAME = 64
_MAYBE = re.compile(
    r"[ktn]_|gh[opsur]_|k-|AKIA|ASIA|xox|AIza|glpat|pypi|SG\.|eyJ|://|BEGIN|auth|bearer|pass|pwd|kode|key|nøgle|"
    r"secret|token|pas|lsv2|P[A-Z<][A-Z]{3}|<<|lh_",
    re.IGNORECASE,
)
"""Most texts have none of it: one look tells."""


def without_secrets(text: str) -> str:
    """The text with "[SECRET]" and "[PASSPORT]" for these; what says so before them stays."""
    if not _MAYBE.search(text):
        return text
    text = _PEM.sub("[SECRET]", text)
    text = _ISSUED.sub("[SECRET]", text)
    text = _IN_URL.sub(r"\1[SECRET]", text)
    for named in (_HEADER, _BEARER, _WORD_SET, _WORD_TOLD, _KEY_SET):
        text = named.sub(r"\1[SECRET]", text)
    text = _PASSPORT.sub(r"\1[PASSPORT]", text)
    return _MACHINE_READABLE.sub("[PASSPORT]", text)


def names_a_secret(key: str) -> bool:
    """Whether what stands under `key` is a credential, whatever it looks like."""
    return len(key) <= _LONGEST_NAME and _CREDENTIAL_NAME.search(key) is not None
