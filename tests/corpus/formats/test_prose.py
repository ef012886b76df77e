"""Text without provisions becomes a block a section, and code stays as it is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexhop.corpus.documents import Document, TextBlock, UnreadableDocument
from lexhop.corpus.formats import read_documents
from lexhop.corpus.formats.description import Description
from lexhop.corpus.formats.prose import read_prose
from lexhop.corpus.formats.source import printable
from lexhop.corpus.text.language import guess_language

Read = Callable[..., Document]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read(text: str, name: str = "guide.md") -> Document:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        (document,) = read_documents(path)
        return document

    return read


def sections(document: Document) -> list[tuple[tuple[str, ...], str]]:
    assert {(each.kind, each.label) for each in document.blocks} <= {("prose", "")}
    return [(tuple(each.headings), each.text) for each in document.blocks]


def test_the_front_matter_describes_the_text(read: Read) -> None:
    document = read(
        "---\nid: g-1\ntitle: Guide\nlanguage: EN\nurl: https://example.org/g\n---\n\nSit down.\n"
    )

    assert (document.id, document.title, document.form) == ("g-1", "Guide", "prose")
    assert (document.language, document.url) == ("en", "https://example.org/g")
    assert sections(document) == [((), "Sit down.")]


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("# Benches\n\nSit.", ("guide", "Benches")),
        ("Sit.", ("guide", "guide")),
        ("Benches\n=======\n\nSit.", ("guide", "Benches")),
        ("---\n\nThe rule above is a line.\n\n---\n", ("guide", "guide")),
    ],
)
def test_a_text_without_front_matter_is_named_by_heading_or_file(
    read: Read, text: str, identity: tuple[str, str]
) -> None:
    document = read(text)

    assert (document.id, document.title) == identity


def test_each_section_is_a_block_under_its_headings(read: Read) -> None:
    document = read(
        "# Guide\n\nHello.\n\n## Use\n\n### Sit **down** ###\n\nBend.\n\nThen rest.\n\n"
        "### **Rise**\n\n#hashtag\n\nPaint\n-----\n\nGreen.\n\n## Empty\n\n# Guide\n\nAgain."
    )

    assert sections(document) == [
        ((), "Hello."),
        (("Use", "Sit **down**"), "Bend.\n\nThen rest."),
        (("Use", "Rise"), "#hashtag"),
        (("Paint",), "Green."),
        ((), "Empty"),
        (("Guide",), "Again."),
    ]


def test_a_text_that_is_only_a_title_says_its_title(read: Read) -> None:
    assert sections(read("# Guide\n")) == [((), "Guide")]


CODE = """# Paint

Run this:

```sh
# not a heading
paint --colour green \\


  ---
~~~
# nor after other marks
```

~~~~
```
# nor this
~~~~

## Dry

```
# an open fence runs to the end
"""


def test_code_is_kept_and_never_taken_for_headings(read: Read) -> None:
    document = read(CODE)

    first = CODE.split("## Dry")[0].removeprefix("# Paint").strip("\n")
    assert sections(document) == [
        ((), first),
        (("Dry",), "```\n# an open fence runs to the end"),
    ]


def test_wrapped_paragraphs_are_joined_and_lists_and_tables_are_not(read: Read) -> None:
    document = read(
        "A bench that stands in the sun for most of the day will need new paint\n"
        "every second year, and it is best to do it in the\n"
        "spring. A short line.\n"
        "Another one.\n\n"
        "- wood lasts long if it is kept dry through all of the winter and the\n"
        "  autumn\n"
        "- steel\n"
        "1. first\n"
        "2. second\n\n"
        "| a | b |\n| - | - |\n> said\n> again\n"
        "hard break  \nnext\n"
    )

    assert sections(document) == [
        (
            (),
            "A bench that stands in the sun for most of the day will need new paint every second "
            "year, and it is best to do it in the spring. A short line.\nAnother one.\n\n"
            "- wood lasts long if it is kept dry through all of the winter and the autumn\n"
            "- steel\n1. first\n2. second\n\n| a | b |\n| - | - |\n> said\n> again\n"
            "hard break\nnext",
        )
    ]


def test_long_lines_are_left_as_they_are(read: Read) -> None:
    text = f"{'word ' * 40}end\nnext"

    assert sections(read(text, "a.txt")) == [((), text)]


@given(st.text(alphabet="ab#*-=`~ \n.|>1)§", max_size=200))
def test_no_sign_is_lost_or_moved_whatever_the_text(text: str) -> None:
    body = printable(text)
    document = read_prose(Description(title="T"), body, Path("f.md"))

    inside = [sign for each in document.blocks for sign in each.text if sign.isalnum()]
    titles = {sign for each in document.blocks for title in each.headings for sign in title}
    rest = iter(sign for sign in body if sign.isalnum())
    assert all(sign in rest for sign in inside)
    assert set(body) & set("ab1") <= {*inside, *titles}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Bænken er grøn, og den står i parken.", "da"),
        ("The bench is green and it stands in the park.", "en"),
        ("Hvad skal man have for at male?", "da"),
        ("Which bench may I use for that?", "en"),
        ("12345", "da"),
        ("", "da"),
    ],
)
def test_the_language_is_guessed_by_small_words(text: str, language: str) -> None:
    assert guess_language(text) == language


def test_other_endings_and_missing_files_are_refused_clearly(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"^a.png: not a format that is read; use one of"):
        list(read_documents(tmp_path / "a.png"))
    for suffix in ("md", "xml", "jsonl"):
        with pytest.raises(
            UnreadableDocument, match=rf"^a.{suffix}: can't be opened \(No such file"
        ):
            list(read_documents(tmp_path / f"a.{suffix}"))


def test_endings_are_read_in_any_case(read: Read) -> None:
    assert read("Sit.", "GUIDE.TXT").blocks == (TextBlock(text="Sit."),)


@pytest.mark.parametrize(
    ("file", "identity"), [("tools/README.md", "tools/README"), ("tools/hammer.md", "hammer")]
)
def test_a_file_that_every_folder_has_is_named_with_its_folder(
    file: str, identity: str, tmp_path: Path
) -> None:
    path = tmp_path / file
    path.parent.mkdir()
    path.write_text("# Tools\n\nA hammer hits.\n")
    assert [document.id for document in read_documents(path)] == [identity]
