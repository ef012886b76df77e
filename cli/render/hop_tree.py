"""The hops of a question as a tree on stderr that grows while they run."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.live import Live
from rich.text import Text
from rich.tree import Tree

from lexhop.cli.render.labels import labels_for, origin_label
from lexhop.state.plan import GroundedSentence, Plan
from lexhop.state.records import Evidence, Hop

_LONGEST = 100
_MOST_SHOWN = 6
_MOST_MISSING = 5


class HopTree:
    """Shows the graph's updates, node by node."""

    def __init__(self, question: str, *, live: bool = False) -> None:
        self._live = live
        self._label = labels_for(question)
        self.tree = Tree(Text(_short(question), style="bold"))
        self._hop = self.tree
        self._answer: Tree | None = None

    def update(self, node: str, update: Mapping[str, Any]) -> None:
        """Show the update of `node`."""
        if node == "decompose":
            plan: Plan = update["plan"]
            values = {} if plan.form == "lookup" else {"count": len(plan.queries)}
            self.tree.add(Text(self._label(f"taken_{plan.form}", **values), style="dim"))
        elif node == "retrieve":
            self._hop = self.tree.add(Text(self._label("hop_running")))
            evidence: tuple[Evidence, ...] = update["evidence"]
            for item in list({item.passage.id: item for item in evidence}.values())[:_MOST_SHOWN]:
                title = item.passage.citation if item.passage.act else item.passage.title
                led_by = origin_label(self._label, item.origin)
                self._hop.add(Text.assemble(f"{_short(title)} ", (led_by, "dim")))
            if len(evidence) > _MOST_SHOWN:
                more = self._label("and_more", count=len(evidence) - _MOST_SHOWN)
                self._hop.add(Text(more, style="dim"))
        elif node == "reason":
            self._hop.label = Text(self._done(update["hops"][-1]), style="dim")

    def _done(self, hop: Hop) -> str:
        values = {
            "number": hop.number,
            "took_ms": f"{hop.took_ms:.0f}",
            "verdict": self._label(f"verdict_{hop.verdict}"),
        }
        if not hop.missing:
            return self._label("hop_done", **values)
        return self._label("hop_missing", **values, missing=", ".join(hop.missing[:_MOST_MISSING]))

    def say(self, said: GroundedSentence) -> None:
        """Show a checked sentence of the answer; only on a live tree."""
        if not self._live:
            return
        if self._answer is None:
            self._answer = self.tree.add(Text(self._label("writing")))
        self._answer.add(Text(_short(said.text)))

    def done(self) -> None:
        """Remove the sentences, since the answer is printed afterwards."""
        if self._answer is not None:
            self.tree.children.remove(self._answer)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


@contextmanager
def hop_tree(console: Console, question: str, *, quiet: bool) -> Iterator[HopTree]:
    """A tree on `console`, live on a terminal, else printed once at the end."""
    tree = HopTree(question, live=console.is_terminal)
    if quiet:
        yield tree
    elif console.is_terminal:
        with Live(tree.tree, console=console, refresh_per_second=20):
            yield tree
            tree.done()
    else:
        yield tree
        console.print(tree.tree)
