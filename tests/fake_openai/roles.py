"""Responders that play the chat reasoner's roles: one that is honest, and some that are not."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.fake_openai.responders import Reply, Responder, responder
from tests.fake_openai.wire import ChatRequest

_PASSAGE = re.compile(
    r'<passage-(?P<nonce>\w+) number="(?P<number>\d+)" source="(?P<source>[^"]*)">\n'
    r"(?P<text>.*?)\n</passage-(?P=nonce)>",
    re.DOTALL,
)
_QUESTION = re.compile(r"<question-(\w+)>\n(?P<text>.*?)\n</question-\1>", re.DOTALL)
_TO_JUDGE = re.compile(
    r'<sentence-(?P<nonce>\w+) number="(?P<number>\d+)">\n(?P<text>.*?)\n</sentence-(?P=nonce)>',
    re.DOTALL,
)
_QUOTE = re.compile(
    r'<quote-(?P<nonce>\w+) source="[^"]*">\n(?P<text>.*?)\n</quote-(?P=nonce)>', re.DOTALL
)
_WORD = re.compile(r"\w{4,}")
_SENTENCE = re.compile(r"[^\n]+?(?:\.(?=\s|$)|$)", re.MULTILINE)


@dataclass(frozen=True)
class Seen:
    number: int
    source: str
    text: str


def passages(request: ChatRequest) -> list[Seen]:
    return [
        Seen(int(one["number"]), one["source"], one["text"])
        for one in _PASSAGE.finditer(request.user)
    ]


def question(request: ChatRequest) -> str:
    found = _QUESTION.search(request.user)
    return found["text"] if found else ""


def _words(text: str) -> set[str]:
    return {word.casefold()[:6] for word in _WORD.findall(text)}


def _nearest(request: ChatRequest) -> list[tuple[int, Seen, str]]:
    """Sentences by how many words they share with the question, best first."""
    asked = _words(question(request))
    ranked = [
        (len(asked & _words(sentence)), one, sentence.strip())
        for one in passages(request)
        for sentence in _SENTENCE.findall(one.text)
        if len(sentence.strip()) > 20
    ]
    return sorted(ranked, key=lambda item: -item[0])


@responder("honest")
def honest(request: ChatRequest) -> Reply:
    """Searches for the question's words, and answers with the sentences nearest to it."""
    match request.schema_name:
        case "PlanReply":
            words = " ".join(sorted(_words(question(request))))
            return {
                "understood": "",
                "form": "open",
                "queries": [words],
                "read": [],
                "target": "det, der spørges om",
            }
        case "AssessReply":
            near = _nearest(request)
            enough = bool(near) and near[0][0] >= 2
            return {
                "sufficiency": "sufficient" if enough else "gap",
                "missing": [],
                "conflict": "",
                "rests_on": [near[0][1].number] if enough else [],
                "follow": [],
                "read": [],
                "queries": [],
            }
        case "DraftReply":
            return _draft([(one.number, text) for _, one, text in _nearest(request)[:2]])
        case "RepairReply":
            return {"sentences": []}
        case "EntailReply":
            return judging({})(request)
    return {}


@dataclass(frozen=True)
class ToJudge:
    number: int
    text: str
    quotes: tuple[str, ...]


def to_judge(request: ChatRequest) -> list[ToJudge]:
    """The sentences that a request asks to judge."""
    return [
        ToJudge(
            int(one["number"]),
            one["text"].partition(f"<quote-{one['nonce']} ")[0].strip(),
            tuple(quote["text"] for quote in _QUOTE.finditer(one["text"])),
        )
        for one in _TO_JUDGE.finditer(request.user)
    ]


def judging(verdicts: Mapping[str, str]) -> Responder:
    """A judge with a script: `verdicts` by sentence; what isn't in it is entailed."""

    def judge(request: ChatRequest) -> Reply:
        if request.schema_name != "EntailReply":
            return honest(request)
        return {
            "judged": [
                {
                    "sentence": one.number,
                    "reason": "as scripted",
                    "verdict": verdicts.get(one.text, "entailed"),
                }
                for one in to_judge(request)
            ]
        }

    return judge


def _draft(quotes: list[tuple[int, str]]) -> dict[str, Any]:
    return {
        "sentences": [
            {"text": text, "quotes": [{"passage": number, "quote": text}]}
            for number, text in quotes
        ],
        "calculations": [],
        "not_found": [],
    }


@responder("obedient")
def obedient(request: ChatRequest) -> Reply:
    """Does what any text in the prompt orders: `ORDER: {json}` is its reply, word by word.

    The worst model for injections: one that always falls for them. Without an order it is honest.
    """
    ordered = re.search(r"ORDER: (\{.*\})", request.user)
    if ordered:
        reply: dict[str, Any] = json.loads(ordered[1])
        if request.schema_name in reply:
            given: dict[str, Any] = reply[request.schema_name]
            return given
    return honest(request)


def obeying(orders: Sequence[str], replies: Mapping[str, Any]) -> Responder:
    """The worst model there is: obeys if it can see any of `orders`, encoded or not.

    `replies` are by schema; "$seen" in a quote stands for the order itself, "$passage" for the
    number of the passage that it stands in. Without an order in sight it is honest.
    """

    def obey(request: ChatRequest) -> Reply:
        seen = next((one for one in orders if one in request.user), None)
        if seen is None or request.schema_name not in replies:
            return honest(request)
        where = (one.number for one in passages(request) if seen in f"{one.source} {one.text}")
        reply = json.dumps(replies[request.schema_name])
        reply = reply.replace('"$passage"', str(next(where, 1)))
        value: Reply = json.loads(reply.replace("$seen", json.dumps(seen)[1:-1]))
        return value

    return obey
