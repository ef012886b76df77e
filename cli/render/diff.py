"""What changed in an act, in the terminal: words taken out in red, put in in green."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from lexhop.cli.render.labels import Label, labels_for
from lexhop.retrieval.comparison import ActDiff, PieceKind, ProvisionDiff, pieces
from lexhop.state.records import Act

_CONTEXT = 60
"""Characters of unchanged text that are shown on either side of a change."""
_STYLES: dict[PieceKind, str] = {"same": "", "out": "red strike", "in": "green"}
_SIGNS: dict[PieceKind, tuple[str, str]] = {
    "same": ("", ""),
    "out": ("[-", "-]"),
    "in": ("{+", "+}"),
}


def act_diff(console: Console, diff: ActDiff, days: tuple[str, str]) -> None:
    """Print the versions of both days, and each provision that differs."""
    label = labels_for(diff.act)
    console.print(Text(diff.act, style="bold"))
    for day, version in zip(days, (diff.before, diff.after), strict=True):
        console.print(Text(f"  {day}  {_version(version)}", style="dim"))
    if not diff.changes:
        console.print(label("diff_none"))
        return
    for change in diff.changes:
        console.print()
        console.print(_head(change, label))
        if change.before != change.after:
            console.print(Padding.indent(_body(change), 2))
        for name, labels in (("diff_made", change.changed_by), ("diff_pending", change.pending)):
            if labels:
                line = label(name, changes="; ".join(labels))
                console.print(Padding.indent(Text(line, style="dim"), 2))


def _version(act: Act) -> str:
    return f"{act.number or act.title} ({act.valid_from or '?'})"


def _head(change: ProvisionDiff, label: Label) -> Text:
    values = {"was": change.was} if change.was else {}
    name = label(f"diff_{change.change}", **values)
    return Text.assemble((change.provision, "bold"), "  ", (name, "dim"))


def _body(change: ProvisionDiff) -> Text:
    """The text with its changes; marks tell them apart where there is no colour."""
    body = Text()
    shown = list(pieces(change.before, change.after))
    for place, (kind, text) in enumerate(shown):
        opened, closed = _SIGNS[kind]
        if kind == "same":
            text = _shortened(text, first=place == 0, last=place == len(shown) - 1)
        core = text.strip()
        start = text.find(core)
        body.append(text[:start]).append(f"{opened}{core}{closed}", style=_STYLES[kind])
        body.append(text[start + len(core) :])
    return body


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """Unchanged text, of which only what is beside a change is shown."""
    low = 0 if first else _CONTEXT
    high = 0 if last else _CONTEXT
    if len(text) <= low + high + 3:
        return text
    return f"{text[:low]}… {text[len(text) - high :] if high else ''}"
