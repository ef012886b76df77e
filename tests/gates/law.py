"""Invented Danish acts that refer to each other, and questions on them."""

from typing import Any

from lexhop.state.records import Passage, Reference
from tests.gates.measure import Question
from tests.retrieval.small import section

BOATS, MASTS, QUAYS = "bådloven", "masteloven", "kajloven"


def at(act: str, number: str, text: str, *cites: str, **more: Any) -> Passage:
    references = tuple(Reference(text=one.rpartition(" § ")[2], target=one) for one in cites)
    title = f"Lov om {act.removesuffix('loven')} ({act})"
    return section(
        number, f"§ {number}. {text}", act=act, title=title, references=references, **more
    )


PASSAGES = [
    # Whole words beside shorter provisions whose compounds have both their ends.
    at(MASTS, "1", "Masten betales af ejeren på land."),
    at(MASTS, "2", "Formast og mastekran betales."),
    at(MASTS, "3", "Stormast og mastelak betales."),
    at(MASTS, "4", "Sejlet synes af fogeden hver sommer."),
    at(MASTS, "5", "Forsejl og sejldug synes."),
    at(MASTS, "6", "Storsejl og sejlgarn synes."),
    at(QUAYS, "1", "Krogen pudses af rederen i havn."),
    at(QUAYS, "2", "Havnekrog og krogstage pudses."),
    at(QUAYS, "3", "Overkrog og krogkæde pudses."),
    at(QUAYS, "4", "Vagten afløses af fogeden ved midnat."),
    at(QUAYS, "5", "Nattevagt og vagtstue afløses."),
    at(QUAYS, "6", "Brovagt og vagthund afløses."),
    # Words that are found in compounds only.
    at(BOATS, "11", "Båden har lanternepligt efter solnedgang."),
    at(BOATS, "12", "Båden har et skilt."),
    at(BOATS, "13", "Båden har et anker af jern."),
    at(BOATS, "14", "Ejeren har opbevaringsret om vinteren."),
    at(BOATS, "15", "Ejeren har et bevis om vinteren."),
    at(BOATS, "16", "Ejeren har en nøgle om vinteren."),
    at(BOATS, "17", "Gæsten søger fortøjningstilladelse."),
    at(BOATS, "18", "Gæsten søger ly."),
    at(BOATS, "19", "Gæsten søger et kort over havnen."),
    # Provisions that lead to others, which have no more of a question than those beside them.
    at(
        BOATS,
        "31",
        "Overtræder skipperen fartgrænsen, straffes skipperen efter masteloven § 41.",
        "masteloven § 41",
    ),
    at(MASTS, "41", "Skipperen betaler 1.400 kr. første gang og det dobbelte siden."),
    at(MASTS, "51", "Skipperen betaler for lys."),
    at(MASTS, "61", "Skipperen betaler for vand."),
    at(
        BOATS,
        "41",
        "Fritagelse for lodspligten søges af rederen, jf. kajloven § 41.",
        "kajloven § 41",
    ),
    at(QUAYS, "41", "Rederen skriver senest 21 dage før afgangen fra havnen til Kajtilsynet."),
    at(QUAYS, "51", "Rederen skriver sit navn."),
    at(QUAYS, "61", "Rederen skriver en dagbog."),
    at(MASTS, "71", "Kranføreren ved storkranen vælges efter kajloven § 71.", "kajloven § 71"),
    at(QUAYS, "71", "Kranføreren har et bevis, der er udstedt af Kajtilsynet efter en prøve."),
    at(QUAYS, "81", "Kranføreren har en hjelm."),
    at(QUAYS, "91", "Kranføreren har en stol."),
]


def asks(kind: str, text: str, *gold: str) -> Question:
    return Question(text, kind, gold)


QUESTIONS = (
    asks("words", "Betales en mast?", "masteloven § 1"),
    asks("words", "Synes et sejl?", "masteloven § 4"),
    asks("words", "Pudses en krog?", "kajloven § 1"),
    asks("words", "Afløses en vagt?", "kajloven § 4"),
    asks("compounds", "Skal en båd have en lanterne?", "bådloven § 11"),
    asks("compounds", "Har ejeren ret til opbevaring?", "bådloven § 14"),
    asks("compounds", "Hvordan søger en gæst om fortøjning?", "bådloven § 17"),
    asks("citation", "Hvad siger BÅL § 12 om masten?", "bådloven § 12"),
    asks("citation", "Gælder kajlovens § 6 for ejeren af båden?", "kajloven § 6"),
    asks("citation", "Hvad er masteloven § 3, når båden har en lanterne?", "masteloven § 3"),
    asks("reference", "Hvad betaler skipperen, der overtræder fartgrænsen?",
         "bådloven § 31", "masteloven § 41"),
    asks("reference", "Hvornår skriver rederen om fritagelse for lodspligten?",
         "bådloven § 41", "kajloven § 41"),
    asks("reference", "Hvilket krav er der til kranføreren ved storkranen?",
         "masteloven § 71", "kajloven § 71"),
)  # fmt: skip
