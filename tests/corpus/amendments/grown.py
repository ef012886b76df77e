"""Acts and amending acts grown from a small grammar, with the text that is right by construction.

A model of the act is changed beside the instructions that are written, so that what is expected
never passes through the code that is tested.
"""

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field

from tests.corpus.amendments.made import amending, consolidated, instruction, section, stk, text

_NOUNS = "bolden kassen vognen spanden stigen rebet sejlet broen porten lampen".split()  # noqa: SIM905
_VERBS = "males tælles vaskes flyttes mærkes tømmes hejses låses".split()  # noqa: SIM905


@dataclass
class Stk:
    """Sentences, of which the first opens the items if there are any."""

    sentences: list[str]
    items: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        return [*self.sentences, *(f"{at}) {item}" for at, item in enumerate(self.items, start=1))]

    def printed(self, number: int) -> str:
        marker = f"Stk. {number}. " if number > 1 else ""
        items = [f"{at}) {item}" for at, item in enumerate(self.items, start=1)]
        return "\n".join([marker + " ".join(self.sentences), *items])


Act = dict[str, list[Stk] | None]
"""Subsections by section, None for a section that is repealed."""


@dataclass
class Grown:
    """A consolidated act, an act that amends it, and what is then right.

    `pending` are sections that have to keep their text, since an instruction doesn't fit.
    """

    base: str
    amending: str
    after: dict[str, list[str]]
    pending: set[str]
    changed: set[str]


class Growing:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.words = 0
        self.act: Act = {str(number): self.some_stks() for number in range(1, 7)}
        self.before = deepcopy(self.act)
        self.instructions: list[str] = []
        self.pending: set[str] = set()

    def sentence(self) -> str:
        """A sentence with a word that no other has."""
        self.words += 1
        noun, verb = self.random.choice(_NOUNS), self.random.choice(_VERBS)
        return f"Her skal {noun} ord{self.words}a {verb} hver dag."

    def some_stks(self) -> list[Stk]:
        return [self.some_stk() for _ in range(self.random.randint(2, 4))]

    def some_stk(self) -> Stk:
        if self.random.random() < 0.3:
            return Stk(["Følgende gælder:"], [self.sentence() for _ in range(3)])
        return Stk([self.sentence() for _ in range(self.random.randint(1, 3))])

    def instruct(self, says: str, new: str = "", moved: str = "") -> None:
        self.instructions.append(instruction(len(self.instructions) + 1, says, new, moved))

    def grow(self, section_number: str, make: "Operation") -> bool:
        """Make an operation on a section; False where it has nothing of the kind."""
        stks = self.act[section_number]
        return stks is not None and make(self, section_number, stks)

    def result(self) -> Grown:
        base = [
            section(name, *(each.lines() for each in stks or ()))
            for name, stks in self.before.items()
        ]
        after = {
            name: [each.printed(at) for at, each in enumerate(stks, start=1)]
            if stks
            else ["(Ophævet)"]
            for name, stks in self.act.items()
        }
        for name in self.pending:
            after[name] = [
                each.printed(at) for at, each in enumerate(self.before[name] or (), start=1)
            ]
        changed = {name for name, stks in self.act.items() if self.before.get(name, ...) != stks}
        return Grown(
            consolidated(*base), amending(*self.instructions), after, self.pending,
            changed - self.pending,
        )  # fmt: skip


Operation = Callable[[Growing, str, list[Stk]], bool]


def _plain(growing: Growing, stks: list[Stk], at_least: int = 1) -> int | None:
    """The index of a subsection with so many sentences and no items."""
    found = [
        at for at, each in enumerate(stks) if not each.items and len(each.sentences) >= at_least
    ]
    return growing.random.choice(found) if found else None


def _listed(growing: Growing, stks: list[Stk]) -> int | None:
    found = [at for at, each in enumerate(stks) if each.items]
    return growing.random.choice(found) if found else None


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _moved(mark: str, first: int, last: int, by: int) -> str:
    """ "Stk. 3-6 bliver herefter stk. 4-7." or "" where nothing moves."""
    if first > last:
        return ""
    before, after = _range(first, last), _range(first + by, last + by)
    return f"{mark.capitalize()} {before} bliver herefter {mark} {after}."


def words_in_sentence(growing: Growing, name: str, stks: list[Stk]) -> bool:
    at = _plain(growing, stks)
    if at is None:
        return False
    which = growing.random.randrange(len(stks[at].sentences))
    old = stks[at].sentences[which].split()[3]
    new = old.replace("a", "b")
    stks[at].sentences[which] = stks[at].sentences[which].replace(old, new)
    growing.instruct(f"I § {name}, stk. {at + 1}, {which + 1}. pkt., ændres »{old}« til: »{new}«.")
    return True


def words_after(growing: Growing, name: str, stks: list[Stk]) -> bool:
    at = _plain(growing, stks)
    if at is None:
        return False
    old = stks[at].sentences[0].split()[3]
    comma = growing.random.random() < 0.5
    new = ", jf. § 99," if comma else "og resten"
    said = f"{old}{new}" if comma else f"{old} {new}"
    stks[at].sentences[0] = stks[at].sentences[0].replace(old, said)
    growing.instruct(f"I § {name}, stk. {at + 1}, indsættes efter »{old}«: »{new}«.")
    return True


def words_out(growing: Growing, name: str, stks: list[Stk]) -> bool:
    at = _plain(growing, stks)
    if at is None:
        return False
    old = stks[at].sentences[0].split()[3]
    stks[at].sentences[0] = stks[at].sentences[0].replace(f" {old}", "")
    growing.instruct(f"I § {name}, stk. {at + 1}, udgår »{old}«.")
    return True


def words_twice(growing: Growing, name: str, stks: list[Stk]) -> bool:
    at = _plain(growing, stks, at_least=2)
    if at is None or len(stks[at].sentences) != 2:
        return False
    stks[at].sentences = [each.replace("hver dag", "hver uge") for each in stks[at].sentences]
    growing.instruct(f"I § {name}, stk. {at + 1}, ændres to steder »hver dag« til: »hver uge«.")
    return True


def subsection_after(growing: Growing, name: str, stks: list[Stk]) -> bool:
    at = growing.random.randrange(len(stks))
    new = Stk([growing.sentence()])
    moved = _moved("stk.", at + 2, len(stks), 1)
    stks.insert(at + 1, new)
    growing.instruct(
        f"I § {name} indsættes efter stk. {at + 1} som nyt stykke:",
        stk(at + 2, *new.lines()),
        moved,
    )
    return True


def subsections_last(growing: Growing, name: str, stks: list[Stk]) -> bool:
    new = [Stk([growing.sentence()]), Stk([growing.sentence()])]
    first = len(stks) + 1
    stks.extend(new)
    growing.instruct(
        f"I § {name} indsættes som stk. {first} og {first + 1}:",
        "".join(stk(first + at, *each.lines()) for at, each in enumerate(new)),
    )
    return True


def subsection_out(growing: Growing, name: str, stks: list[Stk]) -> bool:
    at = growing.random.randrange(len(stks))
    moved = _moved("stk.", at + 2, len(stks), -1)
    del stks[at]
    growing.instruct(f"§ {name}, stk. {at + 1}, ophæves.", moved=moved)
    return True


def subsection_replaced(growing: Growing, name: str, stks: list[Stk]) -> bool:
    at = growing.random.randrange(1, len(stks))
    stks[at] = growing.some_stk()
    growing.instruct(f"§ {name}, stk. {at + 1}, affattes således:", stk(at + 1, *stks[at].lines()))
    return True


def two_for_one(growing: Growing, name: str, stks: list[Stk]) -> bool:
    """The last two are replaced by one, and words change in the one before them."""
    last = len(stks)
    if last < 3:
        return False
    stks[-2:] = [Stk([growing.sentence()])]
    growing.instruct(
        f"§ {name}, stk. {last - 1} og {last}, ophæves, og i stedet indsættes:",
        stk(last - 1, *stks[-1].lines()),
    )
    return True


def moved_and_changed(growing: Growing, name: str, stks: list[Stk]) -> bool:
    """A subsection goes, and words change in the next, which is named by its old number."""
    if len(stks) != 3 or stks[2].items:
        return False
    del stks[1]
    growing.instruct(f"§ {name}, stk. 2, ophæves.", moved="Stk. 3 bliver herefter stk. 2.")
    old = stks[1].sentences[0].split()[3]
    stks[1].sentences[0] = stks[1].sentences[0].replace(old, "nyt")
    growing.instruct(f"I § {name}, stk. 3, der bliver stk. 2, ændres »{old}« til: »nyt«.")
    return True


def sentence_last(growing: Growing, name: str, stks: list[Stk]) -> bool:
    at = _plain(growing, stks)
    if at is None:
        return False
    new = growing.sentence()
    stks[at].sentences.append(new)
    growing.instruct(
        f"I § {name}, stk. {at + 1}, indsættes som {len(stks[at].sentences)}. pkt.:", text(new)
    )
    return True


def sentence_after(growing: Growing, name: str, stks: list[Stk]) -> bool:
    at = _plain(growing, stks)
    if at is None:
        return False
    which = growing.random.randrange(len(stks[at].sentences))
    new = growing.sentence()
    stks[at].sentences.insert(which + 1, new)
    growing.instruct(
        f"I § {name}, stk. {at + 1}, indsættes efter {which + 1}. pkt. som nyt punktum:", text(new)
    )
    return True


def sentence_out(growing: Growing, name: str, stks: list[Stk]) -> bool:
    at = _plain(growing, stks, at_least=2)
    if at is None:
        return False
    which = growing.random.randrange(len(stks[at].sentences))
    del stks[at].sentences[which]
    growing.instruct(f"§ {name}, stk. {at + 1}, {which + 1}. pkt., ophæves.")
    return True


def sentences_replaced(growing: Growing, name: str, stks: list[Stk]) -> bool:
    at = _plain(growing, stks, at_least=2)
    if at is None:
        return False
    stks[at].sentences[:2] = [growing.sentence()]
    growing.instruct(
        f"§ {name}, stk. {at + 1}, 1. og 2. pkt., affattes således:", text(stks[at].sentences[0])
    )
    return True


def item_last(growing: Growing, name: str, stks: list[Stk]) -> bool:
    at = _listed(growing, stks)
    if at is None:
        return False
    new, number = growing.sentence(), len(stks[at].items) + 1
    stks[at].items.append(new)
    growing.instruct(
        f"I § {name}, stk. {at + 1}, indsættes som nr. {number}:", text(f"{number}) {new}")
    )
    return True


def item_after(growing: Growing, name: str, stks: list[Stk]) -> bool:
    at = _listed(growing, stks)
    if at is None:
        return False
    which = growing.random.randint(1, len(stks[at].items))
    moved = _moved("nr.", which + 1, len(stks[at].items), 1)
    new = growing.sentence()
    stks[at].items.insert(which, new)
    growing.instruct(
        f"I § {name}, stk. {at + 1}, indsættes efter nr. {which} som nyt nummer:",
        text(f"{which + 1}) {new}"),
        moved,
    )
    return True


def item_out(growing: Growing, name: str, stks: list[Stk]) -> bool:
    at = _listed(growing, stks)
    if at is None:
        return False
    which = growing.random.randint(1, len(stks[at].items))
    moved = _moved("nr.", which + 1, len(stks[at].items), -1)
    del stks[at].items[which - 1]
    growing.instruct(f"§ {name}, stk. {at + 1}, nr. {which}, ophæves.", moved=moved)
    return True


def section_after(growing: Growing, name: str, _stks: list[Stk]) -> bool:
    new = f"{name} a"
    order = list(growing.act.items())
    place = [key for key, _ in order].index(name)
    order.insert(place + 1, (new, growing.some_stks()))
    growing.act = dict(order)
    lines = [each.lines() for each in growing.act[new] or ()]
    growing.instruct(f"Efter § {name} indsættes:", section(new, *lines))
    return True


def section_out(growing: Growing, name: str, _stks: list[Stk]) -> bool:
    growing.act[name] = None
    growing.instruct(f"§ {name} ophæves.")
    return True


def section_replaced(growing: Growing, name: str, stks: list[Stk]) -> bool:
    stks[:] = growing.some_stks()
    growing.instruct(f"§ {name} affattes således:", section(name, *(each.lines() for each in stks)))
    return True


EXACT: tuple[Operation, ...] = (
    words_in_sentence, words_after, words_out, words_twice, subsection_after, subsections_last,
    subsection_out, subsection_replaced, two_for_one, moved_and_changed, sentence_last,
    sentence_after, sentence_out, sentences_replaced, item_last, item_after, item_out,
    section_after, section_out, section_replaced,
)  # fmt: skip

_UNFIT = (
    "I § {name}, stk. 1, ændres »ordet, der ikke er der« til: »noget andet«.",
    "I § {name} ændres »hver dag« til: »hver uge«.",
    "§ {name}, stk. 1, 9. pkt., ophæves.",
    "§ {name}, stk. 8, ophæves.",
    "I § {name}, stk. 1, nr. 7, ændres »hver« til: »enhver«.",
    "§ {name} sammenskrives med § 99 efter ministerens nærmere bestemmelse.",
    "I § {name}, stk. 1, ændres »Her« til: »Der« alle steder undtagen i 1. pkt.",
    "I § {name} ændres »skal« til »må« efter forhandling.",
)
_UNFIT_NEW = (
    ("I § {name} indsættes som stk. 9:", stk(9, "Det er for sent.")),
    ("I § {name}, stk. 1, indsættes som 8. pkt.:", text("Det er for sent.")),
    ("I § {name} indsættes efter stk. 1 som nyt stykke:", stk(2, "Ingen andre får nyt nummer.")),
)
"""Instructions that don't fit the act, or can't be read."""


def exact(seed: int, operation: Operation) -> Grown | None:
    """An act whose instructions all fit, the first of them of the kind; None if it has none."""
    growing = Growing(seed)
    sections = list(growing.act)
    growing.random.shuffle(sections)
    if not any(growing.grow(name, operation) for name in sections):
        return None
    touched = {name for name in sections if growing.act[name] != growing.before[name]}
    others = [name for name in sections if name not in touched]
    for name in others[:3]:
        growing.grow(name, growing.random.choice(EXACT))
    return growing.result()


def unfit(seed: int, which: int) -> Grown:
    """An act with a good instruction and one that doesn't fit its section."""
    growing = Growing(seed)
    name, other = growing.random.sample(list(growing.act), 2)
    while not growing.grow(other, growing.random.choice(EXACT)):
        pass
    if which < len(_UNFIT):
        growing.instruct(_UNFIT[which].format(name=name))
    else:
        says, new = _UNFIT_NEW[which - len(_UNFIT)]
        growing.instruct(says.format(name=name), new)
    growing.pending.add(name)
    return growing.result()


UNFIT_KINDS = len(_UNFIT) + len(_UNFIT_NEW)
