"""Front matter: what is flat is read, what could grow is refused by its line."""

import time
import tracemalloc
from pathlib import Path

import pytest

from lexhop.corpus.documents import Document, UnreadableDocument
from lexhop.corpus.formats import read_documents

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefghi", "bcdefghij", strict=True)
)


def read(tmp_path: Path, yaml: str) -> Document:
    path = tmp_path / "act.md"
    path.write_text(f"---\n{yaml}---\n§ 1. En dam.\n", encoding="utf-8")
    [document] = read_documents(path)
    return document


def test_scalars_and_flat_lists_are_read_and_the_rest_ignored(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "title: 'Lov om damme: den nye'\nshort_title: damloven\nvalid_from: 2024-04-25\n"
        "abbreviations: [DL, no]\nauthor: {name: Ann, of: [{deep: 1}]}\ntags:\n  - a\n  - [b]\n"
        "empty:\nnumber: LBK nr. 1 af 2020-01-01\n<<: x\n",
    )
    assert (document.title, document.short_title) == ("Lov om damme: den nye", "damloven")
    assert (document.abbreviations, document.valid_from) == (("DL", "no"), "2024-04-25")
    assert document.number == "LBK nr. 1 af 2020-01-01"


@pytest.mark.parametrize(
    ("yaml", "line", "says"),
    [
        ("title: T\nx: &x 1\n", 3, "anchors and aliases aren't read"),
        ("title: T\nx: *x\n", 3, "anchors and aliases aren't read"),
        (BOMB, 2, "anchors and aliases aren't read"),
        ("x: !!python/object/apply:os.system [true]\n", 2, "tags aren't read"),
        ("x: !!str 1\n", 2, "tags aren't read"),
        ("x: " + "[" * 30 + "]" * 30 + "\n", 2, "nested too deeply"),
        ("x: " + "{a: " * 9000 + "}" * 9000 + "\n", 2, "nested too deeply"),
        ('title: "\\ud800"\n', 2, "half a character"),
        ("title: T\n? [a, b]\n: c\n", 3, "a key of the front matter is no text"),
        ("title: {a: b}\n", 1, '"title" is not a text'),
        ("title: [[a]]\n", 1, '"title" is not a text'),
        ("abbreviations: {a: b}\n", 1, '"abbreviations" are nested'),
        ("title: a: b\n", 2, "not YAML"),
        ("x: y\n" * 20_000, 1, "longer than 64 thousand characters"),
    ],
)
def test_anything_else_is_refused_by_its_line_at_once(
    tmp_path: Path, yaml: str, line: int, says: str
) -> None:
    started = time.process_time()
    tracemalloc.start()
    with pytest.raises(UnreadableDocument) as told:
        read(tmp_path, yaml)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    message = str(told.value)
    assert message.startswith(f"act.md, line {line}: ")
    assert says in message
    assert "\n" not in message
    assert (time.process_time() - started < 5, peak < 50_000_000) == (True, True)
