"""The versions of acts that are loaded, which is the newest on a day, and which acts are orders."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_ORDER = re.compile(r"\w*(?:bekendtgørelsen?|anordning(?:en)?|cirkulæret?|vejledning(?:en)?)\b")
_AMENDING = re.compile(r"lov nr\. \d+ af \d")
_DAYS = 4
"""Days for which results are kept."""


def is_order(act: str) -> bool:
    """Whether a short title is that of an executive order, circular or guide."""
    return _ORDER.match(act.casefold()) is not None


def is_amending(act: str) -> bool:
    """Whether a short title is that of an amending act, which has its number only."""
    return _AMENDING.match(act) is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """Ids of documents that count on a day: acts and orders, each in its newest version.

    `all_acts` says that these are all documents and none is an order.
    """

    acts: frozenset[str]
    orders: frozenset[str]
    all_acts: bool

    def chosen(self, documents: Sequence[str], limit: int, orders: int) -> list[int]:
        """Indices into `documents`, best first: at most `limit` acts and `orders` orders.

        If acts fill less than half the limit, orders may fill it up to there.
        """
        acts = [place for place, document in enumerate(documents) if document in self.acts][:limit]
        others = [place for place, document in enumerate(documents) if document in self.orders]
        return sorted([*acts, *others[: max(orders, limit // 2 - len(acts))]])


class Versions:
    """Versions of acts, from rows with "id", "act", "valid_from" and "valid_to".

    Days are ISO days, "" if unknown. `today` is used where no day is asked for: a version that
    comes into force later doesn't count yet, unless there is no other.
    """

    def __init__(self, rows: Iterable[Mapping[str, str]], today: str = "") -> None:
        self.today = today
        self._documents = [(row["id"], row["act"], row["valid_from"]) for row in rows]
        self._spans: dict[str, list[tuple[str, str]]] = {}
        for row in rows:
            self._spans.setdefault(row["act"], []).append((row["valid_from"], row["valid_to"]))
        self._standings: dict[str, Standing] = {}

    def newest(self, act: str, as_of: str = "") -> str:
        """The first day of the newest version (of those valid on `as_of`); "" if there is none.

        Without a day, it is the version that came into force last.
        """
        spans = self._spans.get(act, ())
        if as_of:
            valid = [start for start, end in spans if start <= as_of and (not end or end >= as_of)]
            return max(valid, default="")
        begun = [start for start, _ in spans if not self.today or start <= self.today]
        return max(begun or [start for start, _ in spans], default="")

    def standing(self, as_of: str = "") -> Standing:
        """What counts on `as_of`, or today. Documents that belong to no act all do."""
        if as_of not in self._standings:
            while len(self._standings) >= _DAYS:
                self._standings.pop(next(iter(self._standings)))
            self._standings[as_of] = self._standing(as_of)
        return self._standings[as_of]

    def _standing(self, as_of: str) -> Standing:
        newest = {act: self.newest(act, as_of) for act in self._spans}
        kept = [
            (document, act)
            for document, act, valid_from in self._documents
            if not act or valid_from == newest[act]
        ]
        orders = frozenset(document for document, act in kept if is_order(act))
        acts = frozenset(document for document, _ in kept) - orders
        return Standing(acts, orders, all_acts=len(acts) == len(self._documents))
