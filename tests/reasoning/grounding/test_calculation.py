"""Reckoned figures: exact, by their units, from operands that stand where they are said to."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexhop.reasoning.grounding.arithmetic import Measure, NotCalculable, evaluate
from lexhop.reasoning.grounding.calculation import calculated, with_result
from lexhop.state.plan import ClaimedOperand, Derivation, Quote

QUOTE = (
    "Afgiften er 15 pct. af det beløb, der overstiger 80.600 kr. (2010-niveau), og betales senest "
    "4 uger efter den 1. marts 2026, dog 5.200 kr. for hver måned i højst 12 måneder."
)
PLACE = "brobizzloven § 4, stk. 1"
QUESTION = "Jeg giver 300.000 kr. til min datter den 5. maj 2026. Hvad koster det?"


def of(expression: str, **operands: str) -> Derivation:
    """Operands ending in "?" are of the question."""
    quote = Quote(passage_id="p", text=QUOTE)
    return Derivation(
        expression=expression,
        operands=tuple(
            ClaimedOperand(
                name=name, figure=figure.rstrip("?"), quote=None if figure.endswith("?") else quote
            )
            for name, figure in operands.items()
        ),
    )


def result(derivation: Derivation, language: str = "da") -> str:
    return calculated(
        derivation, question=QUESTION, places={QUOTE: PLACE}, language=language
    ).result


@pytest.mark.parametrize(
    ("derivation", "danish", "english"),
    [
        (
            of("(a - b) * c", a="300.000 kr.?", b="80.600 kr.", c="15 pct."),
            "32.910 kr. (2010-niveau)",
            "DKK 32,910 (2010-niveau)",
        ),
        (of("a * c", a="300.000 kr.?", c="15 pct."), "45.000 kr.", "DKK 45,000"),
        (of("a * (1 - c)", a="300.000 kr.?", c="15 pct."), "255.000 kr.", "DKK 255,000"),
        (of("max(0, -a)", a="300.000 kr.?"), "0 kr.", "DKK 0"),
        (of("a * n", a="5.200 kr.", n="12 måneder"), "62.400 kr.", "DKK 62,400"),
        (of("a / n", a="5.200 kr.", n="12 måneder"), "433,33 kr.", "DKK 433.33"),
        (of("d + n", d="1. marts 2026", n="4 uger"), "29. marts 2026", "29 March 2026"),
        (of("d + n", d="1. marts 2026", n="12 måneder"), "1. marts 2027", "1 March 2027"),
        (of("e - d", e="5. maj 2026?", d="1. marts 2026"), "65 dage", "65 days"),
        (of("min(a, b)", a="300.000 kr.?", b="5.200 kr."), "5.200 kr.", "DKK 5,200"),
        (of("1 - c", c="15 pct."), "85 pct.", "85 per cent"),
    ],
    ids=lambda value: value.expression if isinstance(value, Derivation) else value,
)
def test_a_figure_is_reckoned_and_written_as_the_reader_does(
    derivation: Derivation, danish: str, english: str
) -> None:
    assert result(derivation) == danish
    assert result(derivation, "en") == english


@pytest.mark.parametrize(
    "derivation",
    [
        of("a - b", a="300.000 kr.?", b="75.000 kr."),
        of("a - b", a="300.000 kr.", b="5.200 kr."),
        of("a * b", a="300.000 kr.?", b="5.200 kr."),
        of("a - c", a="300.000 kr.?", c="15 pct."),
        of("a - 100", a="300.000 kr.?"),
        of("a - 1", a="300.000 kr.?"),
        of("a / 0", a="300.000 kr.?"),
        of("a / (a - a)", a="300.000 kr.?"),
        of("a ** a", a="15 pct."),
        of("a", a="00 kr."),
        of("a", a="200 kr."),
        of("b", a="15 pct."),
        of("1 + 1"),
        of("a + b", a="15 pct."),
        of("__import__('os').system('x')", a="15 pct."),
        of("a.real", a="15 pct."),
        of("abs(a)", a="15 pct."),
        of("(lambda: a)()", a="15 pct."),
        of("a if a else a", a="15 pct."),
        of("[a for a in a]", a="15 pct."),
        of("(" * 150 + "a" + ")" * 150, a="15 pct."),
        of("-" * 250 + "a", a="15 pct."),
        of("a + d", a="300.000 kr.?", d="1. marts 2026"),
        of("a", a="15 pct. af det beløb, der overstiger 80.600 kr."),
    ],
    ids=lambda derivation: derivation.expression[:20],
)
def test_what_has_no_value_or_an_operand_from_nowhere_is_refused(derivation: Derivation) -> None:
    with pytest.raises(NotCalculable):
        result(derivation)


def test_operands_say_where_they_are_from() -> None:
    made = calculated(
        of("(a - b) * c", a="300.000 kr.?", b="80.600 kr.", c="15 pct."),
        question=QUESTION,
        places={QUOTE: PLACE},
        language="da",
    )
    assert [(one.figure, one.source) for one in made.operands] == [
        ("300.000 kr.", ""),
        ("80.600 kr.", PLACE),
        ("15 pct.", PLACE),
    ]
    assert made.written == "(300.000 kr. - 80.600 kr.) * 15 pct."
    assert with_result("Det koster {result}.", made) == "Det koster 32.910 kr. (2010-niveau)."


@pytest.mark.parametrize("text", ["Det koster.", "{result} og {result}", "{result} af 300.000 kr."])
def test_a_sentence_has_its_result_once_and_no_other_figure(text: str) -> None:
    made = calculated(of("a", a="15 pct."), question=QUESTION, places={QUOTE: PLACE}, language="da")
    with pytest.raises(NotCalculable):
        with_result(text, made)


AMOUNT = st.decimals(min_value=0, max_value=10**9, places=2)


@given(a=AMOUNT, b=AMOUNT, share=st.decimals(min_value=0, max_value=1, places=4))
def test_arithmetic_is_exact(a: Decimal, b: Decimal, share: Decimal) -> None:
    operands = {
        "a": Measure(a, "money"),
        "b": Measure(b, "money"),
        "c": Measure(share, "percent"),
    }
    owed = evaluate("max(0, a - b) * c", operands)
    assert owed == Measure(max(Decimal(0), a - b) * share, "money")
    del operands["c"]
    assert evaluate("a + b - b", operands).number == a
