"""Elements of HTML and SVG, of which all text is escaped unless it is markup already."""

from html import escape

_VOID = frozenset({"input", "meta"})


class Markup(str):
    """Text that stands in a page as it is."""

    __slots__ = ()


def element(tag: str, /, *inside: str, **attributes: object) -> Markup:
    """`class_` is class, `stroke_width` is stroke-width; an attribute of None or False is left out,
    one of True stands without a value."""
    given = "".join(
        _attribute(key, value)
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    end = "" if tag in _VOID else f"</{tag}>"
    return Markup(f"<{tag}{given}>{joined(*inside)}{end}")


def joined(*parts: str) -> Markup:
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in parts))


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
