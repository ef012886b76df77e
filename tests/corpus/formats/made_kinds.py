"""Kinds of pages and pasted texts: a function a kind, each text with the value that is right."""

import json
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.corpus.formats.made import THINGS, Act, Made, Section, Writer, printed

_FORMS: dict[str, list[Any]] = tomllib.loads(
    Path(__file__).with_name("made_forms.toml").read_text(encoding="utf-8")
)
_ALONE = (
    *("§ {0}\n\n", "§ {0}\n", "§ {0}.\n\n", "**§ {0}**\n\n", "**§ {0}.**\n\n", "### § {0}\n\n"),
    *("  1. § {0}\n    ", "§ {0} .\n", "__§ {0}.__\n\n", "## § {0}.\n\n", "§{0}\n\n", "§  {0}\n"),
)
_SUBSECTIONS = (
    *("Stk. {0} ", "Stk {0}. ", "{0}. stk. ", "Stk.{0}. ", "Stk. {0}: ", "**Stk. {0}.** "),
    *(
        "*Stk. {0}* ",
        "Stk. {0}.\n",
        "Stk {0} ",
        "{0}. Stk. ",
        "__Stk. {0}__ ",
        "Stk. {0}.",
        "Stk. {0}\n\n",
    ),
)
_SECTIONS = ("§ {0}. ", "§ {0} . ", "§{0}. ", "**§ {0}.** ", "*§ {0}.* ", "§ {0} ", "§ {0}.")


def alone(writer: Writer) -> Made:
    """The mark of a section on its own line."""
    act = writer.act()
    mark = writer.form(_ALONE)
    inner = "\n    " if mark.startswith(" ") else "\n\n" if mark.endswith("\n\n") else "\n"
    return Made(printed(act, section=mark, apart=writer.form(("\n\n", inner))), (act,))


def subsections(writer: Writer) -> Made:
    act = writer.act(several=True)
    marks = {"section": writer.form(_SECTIONS), "subsection": writer.form(_SUBSECTIONS)}
    return Made(printed(act, **marks, apart=writer.form(("\n\n", "\n\n", "\n", "\n"))), (act,))


_HEADINGS = (
    *("B. {0}", "A. {0}", "II. {0}", "I. {0}", "**{0}**", "Kapitel 2\n{0}", "KAPITEL II\n{0}"),
    *(
        "Kapitel 2 - {0}",
        "Kapitel 2: {0}",
        "## {0}",
        "**Kapitel 2. {0}**",
        "*{0}*",
        "C. {0}",
        "IV. {0}",
    ),
)


def headings(writer: Writer) -> Made:
    act = writer.act()
    form = writer.form(_HEADINGS)
    at = writer.number(1, len(act.sections) - 1)
    above = f"{writer.word(('Tilsyn', 'Straf', 'Afgift'))} og {writer.word(('kontrol', 'klage'))}"
    first = printed(replace(act, sections=act.sections[:at]))
    heading = form.format(above)
    glue = "\n" if form[0] in "ABCIVK" and writer.maybe() else "\n\n"
    rest = printed(replace(act, sections=act.sections[at:]), title="")
    shown = heading.replace("\n", " ").strip("*# ")
    below = {each.number: (shown,) for each in act.sections[at:]}
    return Made(f"{first}{glue}{heading}{glue}{rest}", (act,), headings=below)


def in_headings(writer: Writer) -> Made:
    """A heading that holds the text of the provision."""
    act = writer.act()
    mark = writer.form(
        ("### § {0}. ", "## § {0}. ", "#### § {0} ", "## **§ {0}.** ", "# § {0}. ", "### §{0}. ")
    )
    return Made(printed(act, section=mark, title="# {0}"), (act,), ".md")


def items(writer: Writer) -> Made:
    form = writer.form(("{0}. ", "{1}. ", "{0}) ", "{1}) ", "({0}) ", "- "))
    marks = [form.format(number, "abcd"[number - 1]) for number in (1, 2, 3)]
    listed = "\n".join(f"{mark}en {writer.word(THINGS)}" for mark in marks)
    lead = f"Til det, der skal mærkes, hører {writer.number(2, 99)} ting:"
    act = writer.act()
    first = Section("1", (f"{lead}\n{listed}", *act.sections[0].texts[1:]))
    act = replace(act, sections=(first, *act.sections[1:]))
    return Made(printed(act), (act,))


def pages(writer: Writer) -> Made:
    act = writer.act()
    title, section, subsection = writer.form(_FORMS["pages"])
    body = [title.format(title=act.title)]
    for each in act.sections:
        body.append(section.format(each.number, each.texts[0]))
        body += [subsection.format(n, text) for n, text in enumerate(each.texts[1:], start=2)]
    page = f"<html><head><title>Lovsamling</title></head><body>{''.join(body)}</body></html>"
    return Made(page, (act,), ".html")


_NOTE_MARKS = (
    *(("({0})", "({0}) "), ("[{0}]", "[{0}] "), ("{0})", "{0}) "), ("[^{0}]", "[^{0}]: ")),
    *(("({0})", "({0})\t"), ("{1}", "{1} "), ("{0})", "{0})\t"), ("[{0}]", "[{0}]: ")),
)


def numbered_notes(writer: Writer) -> Made:
    """Two notes, the second perhaps of a subsection, each with its mark glued to a word."""
    act = writer.act(several=True)
    mark, opening = writer.form(_NOTE_MARKS)
    notes = [f"{_remark(writer)} ({number})" for number in (1, 2)]
    places = [(act.sections[0], 0), (act.sections[-2], len(act.sections[-2].texts) - 1)]
    text = printed(act)
    for number, (section, index) in enumerate(places, start=1):
        law = section.texts[index]
        word = law.split()[1]
        marked = law.replace(word, f"{word}{mark.format(number, '¹²'[number - 1])}", 1)
        text = text.replace(law, marked, 1)
    below = writer.form(("", "", "Noter\n\n", "Fodnoter\n\n", "## Noter\n\n", "## Fodnoter\n\n"))
    glue = writer.form(("\n", "\n\n", "\n\n", "\n"))
    defined = glue.join(
        f"{opening.format(number, '¹²'[number - 1])}{note}"
        for number, note in enumerate(notes, start=1)
    )
    found = tuple(
        (_place(section, index), note) for (section, index), note in zip(places, notes, strict=True)
    )
    return Made(f"{text}\n\n{below}{defined}", (act,), notes=found)


def _place(section: Section, index: int) -> str:
    several = len(section.texts) > 1
    return f"§ {section.number}" + (f", stk. {index + 1}" if several else "")


def _remark(writer: Writer) -> str:
    return writer.word(
        (
            f"Efter forarbejderne er en {writer.word(THINGS)} ikke omfattet",
            f"Praksis er en bøde på {writer.number(100, 999)} kr. for en {writer.word(THINGS)}",
            f"Bestemmelsen kom ind ved lov nr. {writer.number(1, 999)} af {writer.day()}",
        )
    )


def old_wording(writer: Writer) -> Made:
    act = writer.act()
    at = writer.number(0, len(act.sections) - 1)
    section = act.sections[at]
    if writer.maybe():
        section = Section(section.number, ("(Ophævet).",))
        act = replace(act, sections=(*act.sections[:at], section, *act.sections[at + 1 :]))
    old = f"Dengang gjaldt andet. {writer.sentence()}"
    note = writer.form(_FORMS["old_wording"]).format(n=section.number, old=old)
    glue = writer.form(("\n\n", "\n\n", "\n", " "))
    last = section.texts[-1]
    marked = f"§ {section.number}. " if len(section.texts) == 1 else f"Stk. {len(section.texts)}. "
    text = printed(act).replace(f"{marked}{last}", f"{marked}{last}{glue}{note}", 1)
    return Made(text, (act,), notes=((f"§ {section.number}", "Dengang gjaldt andet."),))


def after_the_act(writer: Writer) -> Made:
    act = writer.act()
    note = f"Bo Vandmand {writer.number(100, 999)}"
    after = writer.form(_FORMS["after_the_act"]).format(day=writer.day(), note=note)
    return Made(f"{printed(act)}\n\n{after}", (act,), notes=(("", note),))


def commencement(writer: Writer) -> Made:
    act = writer.act()
    act = replace(act, sections=(*act.sections, Section("9", ("Loven træder i kraft straks.",))))
    intro = writer.form(_FORMS["commencement"])
    number, day = writer.number(1, 999), writer.day()
    note = f"Loven træder i kraft den 1. maj {writer.number(2000, 2030)}."
    mark = writer.form(("§ 2. ", "§ 3. ", "§ 2\n\n", "§ 3\n\n"))
    if intro:
        intro = f"{intro.format(n=number, day=day, thing=act.thing)}\n\n"
    tail = f"{intro}{mark}{note}\n\nStk. 2. Den har virkning fra og med året efter."
    return Made(f"{printed(act)}\n\n{tail}", (act,), notes=(("", note),))


def quoting(writer: Writer) -> Made:
    title, lead = writer.form(_FORMS["quoting"])
    thing, section = writer.word(THINGS), writer.number(1, 30)
    filled = {"thing": thing, "act": f"{thing}lov", "n": writer.number(1, 999), "s": section}
    quoted = f"§ {section}. {writer.sentence()}"
    if writer.maybe():
        quoted += f"\n\nStk. 2. {writer.sentence()}"
    before = f"Her står, hvad vi ved om en {thing}. Det er ikke så lidt, og det er nyttigt."
    after = "Vi lægger vægt på længden. Fristen er i praksis 14 dage, og den kan forlænges."
    parts = (title.format(**filled).capitalize(), before, lead.format(**filled), quoted, after)
    return Made("\n\n".join(parts), suffix=".md" if title[0] == "#" else ".txt")


def several(writer: Writer) -> Made:
    first = writer.act()
    second = writer.act(thing=writer.word([one for one in THINGS if one != first.thing]))
    title = writer.form(
        (
            "# {0}",
            "{0}",
            "## {0}",
            "**{0}**",
            "LOV nr 7 af 03/05/2010\n{0}",
            "Bekendtgørelse af {0}",
        )
    )
    texts = [printed(first, title=title), printed(second, title=title.replace(" 7 ", " 8 "))]
    if title.startswith("Bek"):
        texts = [text.replace("af Lov", "af lov", 1) for text in texts]
    return Made("\n\n".join(texts), (first, second), ".md" if "#" in title else ".txt")


def amending(writer: Writer) -> Made:
    thing = writer.word(THINGS)
    text = writer.form(_FORMS["amending"]).format(
        act=f"{thing}loven", thing=thing, n=writer.number(1, 2000), day=writer.day()
    )
    changes = "1. I § 2, stk. 1, ændres »700 kr.« til: »950 kr.«\n\n2. § 3 ophæves."
    end = "§ 2. Loven træder i kraft den 1. januar 2099."
    return Made(f"{text}\n\n{changes}\n\n{end}", refused=True)


def names(writer: Writer) -> Made:
    act = writer.act()
    masthead = writer.form(_FORMS["names"]).format(
        n=writer.number(1, 2000), thing=act.thing, act=act.name, Act=act.name.capitalize()
    )
    return Made(printed(act, title=masthead.replace("{", "")), (act,))


def seed(writer: Writer) -> Made:
    act = writer.act()
    at = writer.number(0, len(act.sections) - 1)
    note = writer.form(_FORMS["seed"]).format(act.sections[at].number, writer.day())
    provisions = []
    for index, each in enumerate(act.sections):
        texts = [each.texts[0], *(f"Stk. {n}. {t}" for n, t in enumerate(each.texts[1:], start=2))]
        mark = f"{writer.number(1, 9)}) {note} " if index == at else ""
        content = f"§ {each.number}. {mark}{' '.join(texts)}"
        provisions.append({"chapter": "1", "section": each.number, "content": content})
    values = {"id": "2099:7", "title": act.title, "provisions": provisions}
    place = _place(act.sections[at], 0)
    text = json.dumps(values, ensure_ascii=False)
    return Made(text, (act,), ".json", notes=((place, note),))


KINDS: dict[str, Callable[[Writer], Made]] = {
    each.__name__: each
    for each in (
        *(alone, subsections, headings, in_headings, items, pages, numbered_notes, old_wording),
        *(after_the_act, commencement, quoting, several, amending, names, seed),
    )
}
__all__ = ["KINDS", "Act"]
