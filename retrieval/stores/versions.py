"""Which versions of an act are loaded, which is the newest on a day, and what is no act but an
order under one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_ORDER = re.compile(r"\w*(?:bekendtgørelsen?|anordning(?:en)?|cirkulæret?|vejledning(?:en)?)\b")
_DAYS = 4
"""For how many days it is kept what counts on them."""


def is_order(act: str) -> bool:
    """Whether a short title is that of an executive order or the like: law that an act leaves to
    somebody else to make."""
    return _ORDER.match(act.casefold()) is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """Ids of documents that count on a day: `acts` in their newest version, and `orders` in theirs.

    `all_acts` says that there is nothing else.
    """

    acts: frozenset[str]
    orders: frozenset[str]
    all_acts: bool

    def chosen(self, documents: Sequence[str], limit: int, orders: int) -> list[int]:
        """Places in `documents`, best first: at most `limit` of acts, and of orders at most
        `orders`, or what is lacking to half the limit.
        """
        acts = [place for place, one in enumerate(documents) if one in self.acts][:limit]
        others = [place for place, one in enumerate(documents) if one in self.orders]
        return sorted([*acts, *others[: max(orders, limit // 2 - len(acts))]])


class Versions:
    """What is known of versions from rows that have "id", "act", "valid_from" and "valid_to".

    Days are ISO days, "" where they aren't known. `today` is when none is asked for: what comes
    into force later doesn't count yet, unless there is nothing else.
    """

    def __init__(self, rows: Iterable[Mapping[str, str]], today: str = "") -> None:
        self.today = today
        self._documents = [(row["id"], row["act"], row["valid_from"]) for row in rows]
        self._spans: dict[str, list[tuple[str, str]]] = {}
        for row in rows:
            self._spans.setdefault(row["act"], []).append((row["valid_from"], row["valid_to"]))
        self._standings: dict[str, Standing] = {}

    def newest(self, act: str, as_of: str = "") -> str:
        """From when the newest version is, of those valid on `as_of` where a day is given.

        Without a day, the one that came into force last.

        "" where there is none.
        """
        spans = self._spans.get(act, ())
        if as_of:
            valid = [start for start, end in spans if start <= as_of and (not end or end >= as_of)]
            return max(valid, default="")
        begun = [start for start, _ in spans if not self.today or start <= self.today]
        return max(begun or [start for start, _ in spans], default="")

    def standing(self, as_of: str = "") -> Standing:
        """What counts on a day, or today. Documents that are of no act all do."""
        if as_of not in self._standings:
            while len(self._standings) >= _DAYS:
                self._standings.pop(next(iter(self._standings)))
            self._standings[as_of] = self._standing(as_of)
        return self._standings[as_of]

    def _standing(self, as_of: str) -> Standing:
        newest = {act: self.newest(act, as_of) for act in self._spans}
        kept = [one for one in self._documents if not one[1] or one[2] == newest[one[1]]]
        orders = frozenset(document for document, act, _ in kept if is_order(act))
        acts = frozenset(document for document, _, _ in kept) - orders
        return Standing(acts, orders, all_acts=len(acts) == len(self._documents))
