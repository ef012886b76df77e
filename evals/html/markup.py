"""HTML and SVG elements; all text is escaped unless it is a Markup."""

from html import escape

from lexhop.corpus.text.visible import visible

_VOID = frozenset({"input", "meta"})


class Markup(str):
    """Text that is inserted without escaping."""

    __slots__ = ()


def element(tag: str, /, *inside: str, **attributes: object) -> Markup:
    """An element with attributes: `class_` is class, `stroke_width` is stroke-width.

    An attribute of None or False is left out, one of True is written without a value.
    """
    given = "".join(
        _attribute(key, value)
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    end = "" if tag in _VOID else f"</{tag}>"
    return Markup(f"<{tag}{given}>{joined(*inside)}{end}")


def joined(*parts: str) -> Markup:
    return Markup(
        "".join(part if isinstance(part, Markup) else escape(visible(part)) for part in parts)
    )


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(visible(str(value)))}"'
