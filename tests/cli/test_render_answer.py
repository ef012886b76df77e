"""What a person reads of an answer: what was understood, sums, and each provision once."""

from dataclasses import replace
from io import StringIO

from rich.console import Console

from lexhop.cli.render.answer import answer
from lexhop.state.records import Answer, Calculation, Citation, Operand


def cited(part: str, quote: str, provision: str = "brobizzloven § 4") -> Citation:
    return Citation(
        citation=f"{provision}, {part}",
        quote=quote,
        url="https://example.org/4",
        passage_id="a",
        provision=provision,
        title="Bekendtgørelse af lov om broafgift",
        version="LBK nr. 7 af 2020-02-01",
        valid_from="2020-02-01",
    )


GIVEN = Answer(
    question="Og hvad koster det for tre?",
    understood="Hvad koster det for tre biler?",
    text="Det koster 135 kr. [1][2]",
    status="answered",
    citations=(
        cited("stk. 1", "Afgiften er 45 kr. " * 30),
        cited("stk. 2", "Cykler er fritaget."),
        cited("stk. 1", "Gebyret er 5 kr.", "brobizzloven § 9"),
    ),
    calculations=(
        Calculation(
            expression="a * n",
            operands=(
                Operand(name="a", figure="45 kr.", source="brobizzloven § 4, stk. 1"),
                Operand(name="n", figure="tre", source=""),
            ),
            result="135 kr.",
        ),
    ),
)


def printed(given: Answer) -> str:
    console = Console(width=1000, file=StringIO())
    answer(console, given)
    written: StringIO = console.file  # type: ignore[assignment]
    return written.getvalue()


def test_what_was_understood_and_reckoned_is_told() -> None:
    text = printed(GIVEN)
    assert "Forstået som: Hvad koster det for tre biler?" in text
    assert "Udregning: 45 kr. * tre = 135 kr." in text
    assert "45 kr.: brobizzloven § 4, stk. 1; tre: spørgsmålet" in text
    assert "Forstået" not in printed(replace(GIVEN, understood="", calculations=()))


def test_a_provision_stands_once_with_its_version_and_the_words_that_carry_the_answer() -> None:
    text = printed(GIVEN)
    lines = text.splitlines()
    assert text.count("brobizzloven § 4  LBK nr. 7 af 2020-02-01, ") == 1
    assert "år gammel" in text
    first = next(line for line in lines if "[1]" in line and "stk. 1" in line)
    assert first.endswith(" …«")
    assert len(first) < 280
    assert any("[2] stk. 2  »Cykler er fritaget.«" in line for line in lines)
    assert text.index("[3]") > text.index("brobizzloven § 9")


def test_a_quote_that_the_text_has_already_isn_t_repeated() -> None:
    text = printed(replace(GIVEN, text="Der står: Cykler er fritaget. [2]"))
    assert text.count("Cykler er fritaget.") == 1


def test_quotes_of_a_whole_provision_share_its_line() -> None:
    whole = [
        replace(cited("", quote), citation="brobizzloven § 4")
        for quote in ("Det koster 135 kr.", "Cykler er fri.")
    ]
    given = replace(GIVEN, text="Det koster 135 kr. [1] Cykler er fri. [2]", citations=tuple(whole))
    lines = [line for line in printed(given).splitlines() if line.startswith("[")]
    assert len(lines) == 1
    assert lines[0].startswith("[1] [2] brobizzloven § 4")
