"""The command line with a model: a real process, a real endpoint."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_commands import data, lexhop
from tests.fake_openai.client import FakeOpenAI
from tests.fake_openai.rules import Fault, Rule

__all__ = ["data"]

QUESTION = "Hvad er satsen for tilskud fra cykelpuljen?"


def endpoint(fake: FakeOpenAI, **more: str) -> dict[str, str]:
    names = {"LEXHOP_MODEL": "gpt-4.1-mini", "LEXHOP_MODEL_SMALL": "gpt-4.1-mini"}
    return {"OPENAI_API_KEY": fake.api_key, "OPENAI_BASE_URL": fake.base_url} | names | more


def asked(data: Path, *more: str, **environment: str) -> dict[str, Any]:
    done = lexhop("ask", QUESTION, "--json", *more, data=data, **environment)
    assert (done.returncode, done.stderr) == (0, "")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_an_answer_names_its_model_and_what_it_cost(data: Path, fake_openai: FakeOpenAI) -> None:
    fake_openai.add(Rule(responder="honest"))
    answer = asked(data, **endpoint(fake_openai))
    assert (answer["model"], answer["status"]) == ("gpt-4.1-mini", "answered")
    assert answer["usage"]["calls"] == fake_openai.counts().total >= 3
    assert answer["usage"]["input_tokens"] > 100
    assert answer["usage"]["cost_usd"] > 0
    assert answer["citations"][0]["quote"] in answer["text"]


def test_prices_are_the_users_to_set(data: Path, fake_openai: FakeOpenAI, tmp_path: Path) -> None:
    fake_openai.add(Rule(responder="honest"))
    prices = tmp_path / "prices.toml"
    prices.write_text('["gpt-4.1-mini"]\ninput = 1000000\noutput = 0\n')
    names = endpoint(fake_openai, LEXHOP_MODEL_PRICES=str(prices))
    usage = asked(data, **names)["usage"]
    assert usage["cost_usd"] == pytest.approx(usage["input_tokens"])
    prices.write_text("nonsense")
    done = lexhop("ask", QUESTION, data=data, **names)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "LEXHOP_MODEL_PRICES" in done.stderr


def test_a_model_that_is_down_is_done_without_and_named(
    data: Path, fake_openai: FakeOpenAI
) -> None:
    fake_openai.add(Rule(fault=Fault.UNAUTHORIZED))
    answer = asked(data, **endpoint(fake_openai))
    assert (answer["model"], answer["stop_reason"]) == ("extractive", "degraded")
    assert answer["citations"]
    assert any("nøglen" in notice for notice in answer["notices"])


def test_extractive_is_there_with_a_key_too(data: Path, fake_openai: FakeOpenAI) -> None:
    answer = asked(data, **endpoint(fake_openai, LEXHOP_MODEL="extractive"))
    assert (answer["model"], answer["notices"]) == ("extractive", [])
    assert fake_openai.counts().total == 0


def test_the_doctor_tries_each_model(data: Path, fake_openai: FakeOpenAI) -> None:
    names = endpoint(fake_openai, LEXHOP_MODEL_SMALL="gpt-unknown")
    done = lexhop("doctor", "--json", data=data, **names)
    assert done.returncode == 1
    models = [one for one in json.loads(done.stdout)["checks"] if one["check"] == "model"]
    assert [one["ok"] for one in models] == [True, False]
    assert "gpt-unknown" in models[1]["detail"]


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"LEXHOP_MODEL": "gpt-4.1"}, "needs OPENAI_API_KEY"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:9"}, "name a model of that server"),
        ({"REDIS_URL": "nonsense"}, "REDIS_URL: write redis://"),
    ],
)
def test_settings_that_can_not_be_are_one_line(
    data: Path, environment: dict[str, str], message: str
) -> None:
    done = lexhop("ask", QUESTION, data=data, **environment)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert message in done.stderr
