"""What people and programs write: how much leaves that mustn't, and how much is lost that is ours.

The rules were made on the half of `examples.toml` that `part` calls "seen".
"""

import re
import tomllib
from hashlib import blake2b
from pathlib import Path
from typing import Literal

import pytest

from lexhop.observability.redaction.redact import redact, redact_data, withhold

Part = Literal["seen", "hidden"]
_EXAMPLES = tomllib.loads((Path(__file__).parent / "examples.toml").read_text(encoding="utf-8"))
_MARK = re.compile("«([^»]*)»")
_MOST_LEAKED = 0.05
_MOST_LOST = 0.03


def part(text: str) -> Part:
    return "seen" if blake2b(text.encode()).digest()[0] % 2 else "hidden"


def of(kind: str, wanted: Part) -> list[str]:
    return [text for text in _EXAMPLES[kind] if part(text) == wanted]


def leaks(marked: str) -> bool:
    text = re.sub("[«»]", "", marked)
    return any(secret in redact(text) for secret in _MARK.findall(marked) or [text])


def test_the_set_is_large() -> None:
    assert len(_EXAMPLES["redacted"]) >= 80
    assert len(_EXAMPLES["stays"]) >= 120


@pytest.mark.parametrize("wanted", ["seen", "hidden"])
def test_what_is_personal_or_a_credential_does_not_leave(wanted: Part) -> None:
    chosen = of("redacted", wanted)
    leaked = [text for text in chosen if leaks(text)]
    assert len(leaked) <= _MOST_LEAKED * len(chosen), "\n".join(leaked)


@pytest.mark.parametrize("wanted", ["seen", "hidden"])
def test_what_is_nobodys_stays(wanted: Part) -> None:
    chosen = of("stays", wanted)
    lost = [f"{text} -> {redact(text)}" for text in chosen if redact(text) != text]
    assert len(lost) <= _MOST_LOST * len(chosen), "\n".join(lost)


@pytest.mark.parametrize("marked", _EXAMPLES["redacted"])
def test_redacting_again_changes_nothing(marked: str) -> None:
    once = redact(re.sub("[«»]", "", marked))
    assert redact(once) == once


OURS = {
    "corpus_version": "12.4.4-20304050",
    "question_hash": "2030405020304050",
    "content_hash": "2030405011223344",
    "valid_from": "20200101",
    "as_of": "2020-01-01",
}


@pytest.mark.parametrize("name", OURS)
def test_what_is_ours_by_name_stays_and_only_in_its_shape(name: str) -> None:
    assert redact_data({name: OURS[name]}) == {name: OURS[name]}
    assert withhold({name: OURS[name]}) == {name: OURS[name]}
    assert redact_data({name: "010180-1234"}) == {name: "[CPR]"}
    assert redact_data({"who": "20304050"}) == {"who": "[PHONE]"}


@pytest.mark.parametrize("name", ["input_tokens", "took_ms", "calls", "documents"])
def test_counts_of_ours_stay_and_other_numbers_do_not(name: str) -> None:
    assert redact_data({name: 20304050, "who": 20304050}) == {name: 20304050, "who": "[PHONE]"}


@pytest.mark.parametrize(
    "name", ["password", "api_key", "OPENAI_API_KEY", "Authorization", "cookie"]
)
def test_what_stands_under_the_name_of_a_credential_is_one(name: str) -> None:
    told = redact_data({name: "sommerfugl"})
    assert told == {name: "[SECRET]"}
    assert redact_data(told) == told
    assert redact_data({name: ""}) == {name: ""}
    assert (
        withhold({name: "sommerfugl"}, keep=[name])[name if name.islower() else "[TEXT]"]
        == "[SECRET]"
    )


def test_a_credential_is_no_longer_than_its_name_says() -> None:
    assert redact("password: sommerfugl, og så videre") == "password: [SECRET], og så videre"
    assert redact("pas nr. 201234567 udløber") == "pas nr. [PASSPORT] udløber"
