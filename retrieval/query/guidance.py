"""Whether a question asks for guidance and practice, and not for the law itself."""

import re

_TEXTS = (
    r"(?:(?:den\s)?(?:juridiske\s|administrative\s|nyeste\s)?"
    r"(?:praksis|retspraksis|\w{0,20}vejledning(?:en|er|erne)?|styresignal(?:et|er|erne)?|cirkulære(?:t|r|rne)?"
    r"|håndbog(?:en)?|bindende\ssvar|afgørelser(?:ne)?|kendelser(?:ne)?|domme(?:ne)?))"
)
_ENGLISH_TEXTS = (
    r"(?:(?:the\s)?(?:administrative\s|latest\s)?"
    r"(?:practice|guidance|guides?|guidelines?|handbook|manual|rulings?|case\slaw|decisions))"
)
_ABOUT = r"(?:om|for|på|vedrørende|efter|til|ved|i)"
_ASKS = re.compile(
    r"\b(?:"
    rf"(?:hvad|hvordan|hvilken)\s(?:siger|står\sder\si|er|lyder|skriver|følger\saf|fremgår\saf)\s{_TEXTS}(?:\s{_ABOUT})?"
    rf"|(?:hvad\s(?:følger|fremgår)\saf|ifølge|efter|i\shenhold\stil)\s{_TEXTS}"
    rf"|(?:findes|er)\sder\s(?:nogen\s|noget\s|en\s|et\s)?{_TEXTS}(?:\s{_ABOUT})?"
    rf"|(?:hvilke|hvilken|find|vis)\s{_TEXTS}(?:\s(?:findes|er|gælder)(?:\sder)?)?(?:\s{_ABOUT})?"
    r"|i\spraksis|hvad\sskriver\sskat(?:testyrelsen)?"
    rf"|what\s(?:does|do|is|are)\s{_ENGLISH_TEXTS}(?:\s(?:says?|on|for|about|under)){{0,2}}"
    rf"|(?:according\sto|in|under)\s{_ENGLISH_TEXTS}"
    rf"|(?:is|are)\sthere\s(?:any\s|a\s)?{_ENGLISH_TEXTS}(?:\s(?:on|for|about|under))?"
    r")\b",
    re.IGNORECASE,
)


def asks_for_guidance(question: str) -> bool:
    """Whether `question` asks what guides, decisions or practice say: "Hvordan er praksis for"."""
    return _ASKS.search(" ".join(question.split())) is not None


def without_asking_for_guidance(question: str) -> str:
    """`question` without the words that ask for guidance: what is left is its subject."""
    return _ASKS.sub(" ", question)
