"""Finds text that addresses a language model instead of a reader.

It only tells a reader: no text is left out for it, and nothing runs another way. What protects is
that code checks each answer against its sources. Law may well speak of ignoring an instruction;
what no law has in it is an order in the imperative, or an imitated prompt.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from lexhop.reasoning.grounding.deobfuscation import has_hidden_words, plain
from lexhop.state.records import Passage

_TOLD = (
    r"(?:instruction|instruk|prompt|guideline|anvisning|retningslinj|direktiv|context|kontekst)\w*"
)
_MODEL = r"(?:ai|llm|language model|sprogmodel\w*|(?:ai|virtual) assistant|assistent\w*|chatbot\w*)"
_LANGUAGE = (
    r"(?:in (?:english|french|german|danish|spanish)|på (?:engelsk|fransk|tysk|dansk|spansk))"
)
_ANSWER = r"(?:answer|response|reply|output|svar(?:et)?|besvarelsen?)"
_OPENS = r"(?:^|[.!?:;,\"»(]\s?|\b(?:please|and|then|venligst|og|så|du|blot)\s)"
"""What precedes an order."""
_STARTS = r"(?:^|[.!?:;|\"»(]\s?|\b(?:please|venligst)\s)"
"""What precedes an imperative."""
_PLAIN_ORDERS = (
    rf"{_STARTS}(?:ignore|disregard|forget|override|ignor[eé]r|glem|overse|tilsidesæt)\b(?!\s(?:ikke|not))"
    r"[^.\n]{0,40}\b(?:instruction|instruk|prompt)\w*",
    r"<\|(?:im_start|im_end|system|user|assistant|endoftext)\b|</?(?:passage|question)-",
    r"\[/?INST\]|<<SYS>>",
    r"\"(?:sufficiency|not_found|rests_on)\"\s*:",
)
_ORDER = re.compile("|".join(_PLAIN_ORDERS), re.IGNORECASE | re.MULTILINE)
"""What is an order to a model and nothing else."""
_PATTERNS = tuple(
    (words.replace("_", " ").split(";"), re.compile(pattern, re.IGNORECASE | re.MULTILINE))
    for words, pattern in (
        # Cancelling earlier instructions.
        (
            "ignore;disregard;forget;override;bypass",
            rf"\b(?:ignore|disregard|forget|override|bypass)\b[^.\n]{{0,60}}"
            rf"\b(?:{_TOLD}|rules|sources|above|previous|everything)",
        ),
        (
            "ignor;glem;overse;tilsidesæt",
            rf"\b(?:ignor[eé]r|glem|overse|tilsidesæt)\b[^.\n]{{0,60}}"
            rf"\b(?:{_TOLD}|reglerne|kilder|kilderne|ovenstående|tidligere|foregående|alt andet)\b",
        ),
        (
            "bort_fra",
            rf"\bse bort fra\b[^.\n]{{0,60}}\b(?:{_TOLD}|kilder|kilderne|alt andet)\b",
        ),
        # Assigning a role.
        (
            "you_are;pretend",
            r"\byou are (?:now|no longer)\b|\bpretend (?:to be|that you)\b",
        ),
        (
            "du_er;ptræd;træd_som;lad_som",
            r"\bdu er (?:nu|ikke længere)\b|\bop?træd som\b|\blad som om du\b",
        ),
        (
            "act_as;you_as;you,_as;dear;attention;hey;note_to;besked_til;kære;til_enhver;du_som",
            r"\b(?:act as|you,? as|dear|attention|hey|note to|besked til|kære|til enhver|du som)\b"
            rf"[^.\n]{{0,20}}\b{_MODEL}\b",
        ),
        # Addressing whoever answers from this text.
        (
            "whoever;anyone;anybody;everyone;if_you;when_you;those_who",
            r"\b(?:whoever|anyone|anybody|everyone|if you|when you|those who)\b[^.\n]{0,30}"
            r"\b(?:read|answer|process|summari[sz]|respond|us)(?:e|s|es|ing)?\b[^.\n]{0,20}"
            r"\b(?:this (?:text|passage|document|page|question)|questions? (?:about|on)|from this)"
            r"\b",
        ),
        (
            "læser;besvarer;svarer;bruger;opsummerer;gengiver",
            r"\b(?:den|de|enhver|alle|hvis du|når du|du),?\s(?:der|som)?\s?"
            r"(?:læser|besvarer|svarer|bruger|opsummerer|gengiver)\b[^.\n]{0,20}"
            r"\b(?:dette|denne (?:tekst|passage|side)|teksten|ud fra|spørgsmål (?:om|herom))\b",
        ),
        (
            "answering;summari;responding;før_du_svarer",
            r"\b(?:when|before) (?:answering|summari[sz]ing|responding)\b|\bfør du svarer\b",
        ),
        (
            "besvarelse_af",
            r"\bved (?:enhver )?besvarelse af (?:dette|spørgsmål (?:om|herom))\b",
        ),
        (
            "answer;response;reply;output;svar;besvar;instruction;instruk;prompt;guideline;anvisning;"
            "retningslinj;direktiv;context;kontekst;task;opgave",
            r"\b(?:your|dit|dine|din|any|every|ethvert) (?:own )?"
            rf"(?:{_ANSWER}|{_TOLD}|task|opgave)\b",
        ),
        # Dictating the answer.
        (
            "answer;response;reply;output;svar",
            rf"\b{_ANSWER}\b[^.\n]{{0,15}}\b(?:must|should|ought to|bør|skal altid|skal lyde|skal "
            rf"slutte|skal begynde|skal være {_LANGUAGE})\b",
        ),
        (
            "answer;respond;reply;output;say;write;print;repeat",
            r"\b(?:answer|respond|reply|output|say|write|print|repeat)\b[^.\n]{0,20}"
            rf"\b(?:only|instead|exactly|nothing but|the following|{_LANGUAGE})\b",
        ),
        (
            "svar;skriv;gentag;udskriv",
            rf"(?:{_OPENS}|skal du |du skal )(?:svar|skriv|gentag|udskriv)\b"
            rf"[^.\n]{{0,20}}\b(?:kun|blot|udelukkende|i stedet|præcis|følgende|{_LANGUAGE})\b",
        ),
        (
            "answer;response;reply;output;svar;instead;verbatim;prompt;instructions",
            rf"{_OPENS}(?:cite|mention|quote|include|add|append|insert|reveal|print|translate)\b"
            rf"[^.\n]{{0,40}}\b(?:{_ANSWER}|instead|verbatim|prompt|instructions)\b",
        ),
        (
            "svar;besvar;ordet;sætningen;i_stedet;ordret;prompt;instruks;answer;response;reply;output",
            rf"{_OPENS}(?:cit[eé]r|nævn|gengiv|tilføj|indsæt|afslør|oversæt|anfør|medtag)\b"
            rf"[^.\n]{{0,40}}\b(?:{_ANSWER}|ordet|sætningen|i stedet|ordret|prompt\w*|instruks\w*)"
            r"\b",
        ),
        (
            "svar;besvar;answer;response;reply;output",
            r"\b(?:bør|skal|should|must)\b[^.\n]{0,20}"
            rf"\b(?:nævne|skrive|svare|citere|tilføje|oplyse|mention|write|say|cite|quote|add)\b"
            rf"[^.\n]{{0,30}}\b(?:i (?:sit )?{_ANSWER}|in (?:the|its|their) {_ANSWER})\b",
        ),
        (
            "cite;quote;mention;search;retrieve",
            rf"{_OPENS}(?:do not|don't|never|always)\b[^.\n]{{0,12}}"
            r"\b(?:cite|quote|mention|search|retrieve)\b",
        ),
        (
            "citer;citér;henvis;søg;slå_op",
            r"\b(?:cit[eé]r|henvis|søg|slå op)\b[^.\n]{0,30}\b(?:ikke|i stedet|aldrig|altid|kun)\b"
            r"[^.\n]{0,30}\b(?:kilde|svar|paragraf|passage|§)",
        ),
        (
            "cite;quote",
            r"\b(?:cite|quote)\b[^.\n]{0,30}\b(?:instead|only|as your source)\b",
        ),
        (
            "i_stedet;instead;først;first;before_you",
            rf"{_OPENS}(?:søg|slå|følg|hent|search|look up|follow|fetch|retrieve|visit|besøg)\b"
            r"[^.\n]{0,60}\b(?:i stedet|instead|først|first|before you)\b",
        ),
        # Imitating parts of a prompt.
        (
            "prompt;systembesked;jailbreak;developer_mode",
            r"\bsystem ?prompt|\bsystembesked|\bjailbreak|\bdeveloper mode",
        ),
        (
            "new_instruction;nye_instruk",
            r"\bnew instructions?\b|\bnye instruk\w+",
        ),
        (
            "<",
            r"<\|?/?\s?(?:im_start|im_end|system|user|assistant|inst|endoftext|passage|question)\b",
        ),
        (
            "system;assistant;user;human;developer",
            r"(?:^|[.!?]\s)\W{0,4}(?:system|assistant|user|human|developer)\W{0,4}:",
        ),
        (
            "[;<<",
            r"\[/?(?:INST|SYS)\]|<<SYS>>",
        ),
        (
            "passages;context;sources;data;texts;tekster;kilder;passager",
            r"\b(?:end of|slut på|here end|her slutter) (?:the |de |al )?"
            r"(?:passages|context|sources|data|texts|tekster(?:ne)?|kilder(?:ne)?|passager(?:ne)?)\b",
        ),
        # Imitating the form of a reply.
        (
            '"',
            r"\"(?:sentences|queries|quotes|quote|sufficiency|follow|not_found|conflict|target)\"\s*:",
        ),
        (
            "rests",
            r"\brests_on\b",
        ),
    )
)
"""(words, pattern) pairs: each match of the pattern has one of the words, in lower case."""
_WORDS = tuple(dict.fromkeys(word for words, _ in _PATTERNS for word in words))
_FINDER = AhoCorasick(list(_WORDS))
_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
_NO_LETTER = re.compile(r"[_/-]+|(?<=\w)\.(?=\w)")


@lru_cache(maxsize=2048)
def instructions_in(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of paragraphs in `text` that address a model, in order.

    Whole paragraphs, since the other sentences of an instruction may look harmless.
    """
    if not _speaks_to_a_model(text):
        return ()
    return tuple(
        paragraph.span()
        for paragraph in _PARAGRAPH.finditer(text)
        if _speaks_to_a_model(paragraph[0])
    ) or ((0, len(text)),)


def is_order(text: str) -> bool:
    """Whether `text` is an order to a model, and can't well be anything else."""
    return _ORDER.search(plain(text)) is not None or has_hidden_words(text)


def _speaks_to_a_model(text: str) -> bool:
    read = plain(text)
    # Finding the words first is 30 times as fast as trying all patterns.
    found = {
        _WORDS[number]
        for number, _, _ in _FINDER.find_matches_as_indexes(read.lower(), overlapping=True)
    }
    return any(
        not found.isdisjoint(words) and pattern.search(read) for words, pattern in _PATTERNS
    ) or has_hidden_words(text)


def speaks_by_name(passage: Passage) -> bool:
    """Whether the title or citation (a file name) of `passage` addresses a model."""
    return any(map(instructions_in, names_of(passage)))


def names_of(passage: Passage) -> tuple[str, str]:
    """What `passage` is called: its title, and its citation read as words."""
    return passage.title, _NO_LETTER.sub(" ", passage.citation)


def overlaps(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(at < end and start < to for at, to in spans)
