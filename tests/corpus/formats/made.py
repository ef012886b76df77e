"""Invented acts made from a small grammar, as their right value says what a reader must find."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

Form = TypeVar("Form")
THINGS = (
    *("robåd", "kajak", "jolle", "tovbane", "drage", "kælk", "hængekøje", "fuglekasse", "skurvogn"),
    *("svæveplan", "trampolin", "flagstang", "regntønde", "havelåge", "vindmølle", "cykelkurv"),
)
VERBS = ("registreres", "mærkes", "synes", "males", "forsikres", "vejes", "måles", "godkendes")
OFFICES = ("Søstyrelsen", "Rådet for Leg", "Vejnævnet", "kommunen", "Tårnvagten", "Havnerådet")
ENDS = (
    "hvert år",
    "inden 14 dage",
    "med omhu",
    "efter ansøgning",
    "for egen regning",
    "om foråret",
)


@dataclass(frozen=True)
class Section:
    """A provision as it must be read: the text of each subsection without its mark."""

    number: str
    texts: tuple[str, ...]

    @property
    def is_repealed(self) -> bool:
        return all(text.startswith("(Ophævet)") for text in self.texts)


@dataclass(frozen=True)
class Act:
    thing: str
    sections: tuple[Section, ...]

    @property
    def name(self) -> str:
        return f"{self.thing}loven"

    @property
    def title(self) -> str:
        return f"Lov om {self.thing} ({self.name})"


@dataclass(frozen=True)
class Made:
    """A text, and what it must be read as: acts, prose (no acts), or `refused`.

    What stands in `notes` must be a note, on the section and subsection that it is given with.
    `headings` has those of each section, where the kind is about them.
    """

    text: str
    acts: tuple[Act, ...] = ()
    suffix: str = ".txt"
    refused: bool = False
    notes: tuple[tuple[str, str], ...] = ()
    headings: dict[str, tuple[str, ...]] = field(default_factory=dict)


class Writer:
    """Chooses words, and among forms those of its half: the other half was held out."""

    def __init__(self, seed: int, half: int) -> None:
        self._random = Random(seed * 2 + half)  # noqa: S311 - the same texts at each run
        self._half = half

    def form(self, forms: Sequence[Form]) -> Form:
        return self._random.choice(forms[self._half :: 2])

    def word(self, words: Sequence[str]) -> str:
        return self._random.choice(words)

    def number(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def maybe(self) -> bool:
        return self._random.random() < 0.5

    def sentence(self) -> str:
        """A sentence of law, no two of an act the same."""
        kind = self.number(0, 3)
        thing, office = self.word(THINGS), self.word(OFFICES)
        amount = self.number(2, 9999)
        if kind == 0:
            return f"En {thing} skal {self.word(VERBS)} hos {office} {self.word(ENDS)}."
        if kind == 1:
            return f"Afgiften for en {thing} er {amount} kr., jf. § {self.number(1, 9)}."
        if kind == 2:
            return f"{office.capitalize()} fører en liste over hver {thing}, som vejer {amount} kg."
        return f"Den, der bruger en {thing} uden tilladelse, straffes med bøde på {amount} kr."

    def day(self) -> str:
        months = ("januar", "marts", "maj", "juni", "august", "oktober", "december")
        return f"{self.number(1, 28)}. {self.word(months)} {self.number(1990, 2029)}"

    def act(self, *, several: bool = False, thing: str = "") -> Act:
        """Three to six sections from § 1, some of them lettered, some with subsections."""
        sections: list[Section] = []
        for number in range(1, self.number(3, 6) + 1):
            count = self.number(2, 3) if several else self.number(1, 3)
            sections.append(Section(str(number), tuple(self.sentence() for _ in range(count))))
            if self.number(1, 5) == 1:
                sections.append(Section(f"{number} a", (self.sentence(),)))
        return Act(thing or self.word(THINGS), tuple(sections))


def printed(
    act: Act,
    *,
    section: str = "§ {0}. ",
    subsection: str = "Stk. {0}. ",
    apart: str = "\n\n",
    title: str = "{0}",
) -> str:
    """The act as text; `section` and `subsection` are its marks."""
    paragraphs = [title.format(act.title)]
    for each in act.sections:
        for number, text in enumerate(each.texts, start=1):
            mark = section.format(each.number) if number == 1 else subsection.format(number)
            paragraphs.append(f"{mark}{text}")
    return apart.join(filter(None, paragraphs))
