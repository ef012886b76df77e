"""Personal data leaves in no shape; the law's own numbers stay."""

import dataclasses
import time
from collections import namedtuple
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.documents import Document
from langchain_core.messages import AIMessage, HumanMessage
from pydantic import BaseModel

from lexhop.observability.redaction.redact import redact, redact_data, withhold
from lexhop.state.records import Answer, Citation, Hop, Usage
from tests.observability.redaction.personal_data import LAW, planted, traces


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    redacted: str


CASES = (
    Case("cpr", "CPR 010180-1234 står der", "CPR [CPR] står der"),
    Case("cpr without a dash", "0101801234,", "[CPR],"),
    Case("cpr over a line break", "010180-\n1234", "[CPR]"),
    Case("cpr in pairs", "født 01 01 80 1234", "født [CPR]"),
    Case("cpr that stands in for one", "610180-1234", "[CPR]"),
    Case("cpr on a leap day", "290200-1234", "[CPR]"),
    Case("no day, but said to be one", "cpr-nr. 123456-7890", "cpr-nr. [CPR]"),
    Case("no day", "nr. 300280-1234", "nr. 300280-1234"),
    Case("cpr stuck to a word", "cpr0101801234", "cpr[CPR]"),
    Case("cpr in Arabic digits", "٠١٠١٨٠-١٢٣٤", "[CPR]"),
    Case("cpr in JSON", '{"cpr":"0101801234"}', '{"cpr":"[CPR]"}'),
    Case("phone in pairs", "ring 20 30 40 50.", "ring [PHONE]."),
    Case("phone in fours", "2030 4051", "[PHONE]"),
    Case("phone abroad", "+46 70 123 45 67 eller +1 (555) 123-4567", "[PHONE] eller [PHONE]"),
    Case("phone with a code", "+45 20304050, 0045 20 30 40 50", "[PHONE], [PHONE]"),
    Case("phone as an amount is printed", "tlf. 20 304 050", "tlf. [PHONE]"),
    Case("phone followed by a sentence", "20304050. 3 dage", "[PHONE]. 3 dage"),
    Case("phone and then a cpr in pairs", "20 30 40 50 01 01 80 1234", "[PHONE] [CPR]"),
    Case("phone with a code and no plus", "4520304050", "[PHONE]"),
    Case("year and then an account", "siden 2023 5061-0001234567", "siden 2023 [ACCOUNT]"),
    Case("a rise", "steg +1234567 kr.", "steg +1234567 kr."),
    Case("account", "reg.nr. 5061 konto 0001234567", "reg.nr. [ACCOUNT] konto [ACCOUNT]"),
    Case("account in one", "5061-0001234567", "[ACCOUNT]"),
    Case("iban", "DK5000400440116243 og", "[IBAN] og"),
    Case("iban in fours", "til dk50 0040 0440 1162 43.", "til [IBAN]."),
    Case("iban abroad", "GB82 WEST 1234 5698 7654 32", "[IBAN]"),
    Case("card", "4111 1111 1111 1111", "[CARD]"),
    Case("card of another network", "378282246310005", "[CARD]"),
    Case("e-mail", "Skriv til jens.o'brien+x@firma.dk.", "Skriv til [EMAIL]."),
    Case("e-mail in a link", "mailto:a@b.co.uk?x", "mailto:[EMAIL]?x"),
    Case("e-mail hidden", "søren [at] firma.dk", "[EMAIL]"),
    Case("no e-mail", "@pytest.fixture a @ b", "@pytest.fixture a @ b"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_personal_is_named_by_its_kind(case: Case) -> None:
    assert redact(case.text) == case.redacted


@pytest.mark.parametrize("text", LAW)
def test_the_law_stays_as_it_is(text: str) -> None:
    assert redact(text) == text


words = st.text("abc æøå§.,;:?!()\n\"'{}/ ", max_size=12)


@settings(max_examples=100)
@given(before=words, data=planted, after=words, law=st.sampled_from(LAW))
def test_planted_data_never_survives(before: str, data: str, after: str, law: str) -> None:
    text = f"{law}. {before} {data} {after}. {law}"
    once = redact(text)
    digits = "".join(one for one in once.replace(law, "") if one.isdigit())
    assert not any(trace in once or trace in digits for trace in traces(data))
    assert once.startswith(law)
    assert once.endswith(law)
    assert redact(once) == once


@settings(max_examples=100)
@given(st.text("0123456789 -.+()/,\n@aD[]%k", max_size=60))
def test_redacting_twice_changes_nothing(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


nested = st.recursive(
    st.just("plant") | st.integers(0, 99) | st.none(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.sampled_from(["a", "b", "plant"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def with_planted(shape: Any, data: str) -> Any:
    match shape:
        case "plant":
            return f"om {data} her"
        case list():
            return [with_planted(one, data) for one in shape]
        case tuple():
            return tuple(with_planted(one, data) for one in shape)
        case dict():
            return {with_planted(k, data): with_planted(v, data) for k, v in shape.items()}
    return shape


@settings(max_examples=40)
@given(shape=nested, data=planted)
def test_planted_data_survives_in_no_nesting(shape: Any, data: str) -> None:
    whole = with_planted(shape, data)
    out = repr(redact_data(whole))
    assert not any(trace in out for trace in (data, *traces(data)))
    assert redact_data(redact_data(whole)) == redact_data(whole)
    assert data not in repr(withhold(whole))


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "1.",
        "12 ",
        "a@",
        "a'",
        "a@b.",
        "a1",
        "DK00 ",
        "00",
        "+1",
        "tlf ",
        "4111 ",
        "010180-",
        "010180_",
        "0 1 ",
        "sk-",
        "eyJ",
        "eyJa.",
        "key=",
        "token: a",
        "password is ",
        "bearer ",
        "://",
        "://a:",
        "-----BEGIN PRIVATE KEY-----",
        "P<DNK",
        "pas nr. ",
        "a @ ",
        "a at b dot ",
        "a [at] b[dot]",
        "12.4.4-",
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def seconds(size: int) -> float:
        """The least of three: what the machine does besides only adds."""
        text = piece * (size // len(piece))
        times = []
        for _ in range(3):
            started = time.process_time()
            redact(text)
            times.append(time.process_time() - started)
        return min(times)

    assert seconds(60_000) < 50 * max(seconds(6_000), 0.002)  # 100 if it were its square


def test_a_million_digits_are_no_trouble() -> None:
    assert redact("7" * 1_000_000) == "7" * 1_000_000


class Form(BaseModel):
    name: str
    note: dict[str, str]


@dataclass(frozen=True, slots=True)
class Person:
    mail: str
    age: int


class Kind(Enum):
    MAIL = "a@b.dk"


Pair = namedtuple("Pair", "left right")

CPR, MAIL = "010180-1234", "jens@firma.dk"


def test_data_keeps_its_types() -> None:
    at = datetime.now(UTC)
    run = uuid4()
    told = redact_data(
        {
            "form": Form(name=CPR, note={MAIL: CPR}),
            "person": Person(mail=MAIL, age=7),
            "pair": Pair(CPR, {MAIL}),
            "document": Document(page_content=f"om {CPR}", metadata={"by": MAIL}),
            "messages": [HumanMessage(f"jeg er {CPR}"), AIMessage(MAIL, name="x")],
            "bytes": MAIL.encode(),
            "kind": Kind.MAIL,
            "kept": (1, 2.5, None, True, at, run, float("nan")),
        }
    )
    assert told["form"] == Form(name="[CPR]", note={"[EMAIL]": "[CPR]"})
    assert told["person"] == Person(mail="[EMAIL]", age=7)
    assert told["pair"] == Pair("[CPR]", {"[EMAIL]"})
    assert told["document"] == Document(page_content="om [CPR]", metadata={"by": "[EMAIL]"})
    assert told["messages"] == [HumanMessage("jeg er [CPR]"), AIMessage("[EMAIL]", name="x")]
    assert (told["bytes"], told["kind"]) == (b"[EMAIL]", "[EMAIL]")
    assert repr(told["kept"]) == repr((1, 2.5, None, True, at, run, float("nan")))


def test_keys_that_become_equal_stay_apart() -> None:
    told = redact_data({"a@b.dk": 1, "c@d.dk": 2, "e@f.dk": 3})
    assert told == {"[EMAIL]": 1, "[EMAIL] 2": 2, "[EMAIL] 3": 3}


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1011801234, "[CPR]"),
        (101801234, "[CPR]"),  # as a number, it has lost its zero
        (4111111111111111, "[CARD]"),
        (20304050, "[PHONE]"),
        (20200101, 20200101),
        (20201301, "[PHONE]"),
        (20304050.0, "[PHONE]"),
        (1234567, 1234567),
        (1795264233.5, 1795264233.5),
        (1795264233, 1795264233),
        (True, True),
    ],
)
def test_numbers_are_read_as_text_too(number: float, told: object) -> None:
    assert redact_data([number]) == [told]


def test_an_error_becomes_its_redacted_traceback() -> None:
    def look_up() -> None:
        raise KeyError(MAIL)

    def fail() -> None:
        try:
            look_up()
        except KeyError as error:
            raise ValueError(f"no {CPR}") from error

    try:
        fail()
    except ValueError as error:
        told = redact_data({"error": error, "at": error.__traceback__})
    assert "ValueError: no [CPR]" in told["error"]
    assert "KeyError: '[EMAIL]'" in told["error"]
    assert "test_redact.py" in told["at"]


def test_data_in_itself_and_data_too_deep_end() -> None:
    ring: list[object] = [CPR]
    ring.append(ring)
    deep: object = CPR
    for _ in range(5000):
        deep = [deep]
    assert redact_data(ring) == ["[CPR]", "[TOO DEEP]"]
    assert CPR not in repr(redact_data({"deep": [deep]}))


def test_an_unknown_object_is_its_redacted_repr() -> None:
    class Card:
        def __repr__(self) -> str:
            return f"Card({MAIL})"

    assert redact_data([Card()]) == ["Card([EMAIL])"]


ANSWER = Answer(
    question=f"Hvad skylder {MAIL}?",
    text="Renten er 5 pct. [1]",
    status="answered",
    citations=(Citation(citation="lov § 1", quote="ord", url="https://x", passage_id="l#1"),),
    hops=(Hop(number=1, queries=("rente",), found=("l#1",), verdict="sufficient", took_ms=3.5),),
    preset="fast",
    usage=Usage(calls=2, input_tokens=300, output_tokens=20, cost_usd=0.01),
    took_ms=12.5,
    run_id="019aa5d8-1234-7123-8123-123456781234",
)


def test_withheld_data_has_numbers_and_ids_and_no_text() -> None:
    told = withhold(dataclasses.asdict(ANSWER), keep=["status", "preset"])
    assert told["question"] == told["text"] == told["citations"][0]["quote"] == "[TEXT]"
    assert (told["status"], told["preset"], told["model"]) == ("answered", "fast", "")
    assert told["usage"] == dataclasses.asdict(ANSWER.usage)
    assert told["hops"][0]["queries"] == ("[TEXT]",)
    assert (told["hops"][0]["took_ms"], told["took_ms"]) == (3.5, 12.5)
    assert told["run_id"] == ANSWER.run_id


def test_withheld_records_keep_their_shape() -> None:
    assert withhold(ANSWER).usage == ANSWER.usage
    assert withhold(ANSWER).citations[0].quote == "[TEXT]"
    assert withhold(Document(page_content="x")) == Document(page_content="[TEXT]")
    assert withhold(HumanMessage("hej")) == HumanMessage("[TEXT]")


def test_withheld_keys_are_field_names_only() -> None:
    assert withhold({"Jens Hansen": 1, "took_ms": 2}) == {"[TEXT]": 1, "took_ms": 2}


def test_withheld_errors_are_their_type() -> None:
    assert withhold([ValueError("Hvad skylder Jens?")]) == ["ValueError"]
