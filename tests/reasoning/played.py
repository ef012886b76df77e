"""A model in the test's own process, and a small law for it to read."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lexhop.corpus.citations.act_names import known_acts
from lexhop.corpus.citations.references import own_keys
from lexhop.evals.bench.constant import ConstantStore
from lexhop.graph.build import build_graph
from lexhop.models.ports import Model, R, Reply, Request
from lexhop.reasoning.chat.reasoner import ChatReasoner
from lexhop.reasoning.extractive.reasoner import ExtractiveReasoner
from lexhop.reasoning.fallback import FallbackReasoner
from lexhop.retrieval.ports import Hit
from lexhop.retrieval.query.terms import QueryTerms
from lexhop.state.options import Options
from lexhop.state.plan import Query
from lexhop.state.records import Act, Answer, Evidence, Origin, Passage, Reference, Usage
from lexhop.state.research import Research
from tests.fake_openai.roles import honest
from tests.fake_openai.wire import ChatRequest

ACT = "brobizzloven"
COST = Usage(calls=1, input_tokens=100, output_tokens=10, cost_usd=0.001)
Plays = Callable[[ChatRequest], Any]


def section(number: str, text: str, **other: Any) -> Passage:
    name = f"{ACT} § {number}"
    plain: dict[str, Any] = {
        "id": f"a/§{number}",
        "document_id": "a",
        "provision": name,
        "citation": name,
        "title": "Lov om broafgift",
        "act": ACT,
        "url": "https://example.org/a",
        "text": f"§ {number}. {text}",
    }
    return Passage(**{**plain, **other})


def prose(name: str, text: str, **other: Any) -> Passage:
    plain: dict[str, Any] = {
        "id": name,
        "document_id": name,
        "provision": name,
        "citation": name,
        "title": name,
        "text": text,
        "kind": "prose",
        "language": "en",
    }
    return Passage(**{**plain, **other})


FEE = section(
    "4",
    "Afgiften for en passage af broen er 12 kr. for motorcykler og 45 kr. for personbiler.\n\n"
    "Stk. 2. Der betales ikke afgift for cykler og udrykningskøretøjer. Fritagelsen søges efter "
    "reglerne i § 7.",
    references=(Reference(text="§ 7", target=f"{ACT} § 7"),),
)
EXEMPTION = section(
    "7",
    "Ansøgning om fritagelse for afgift indgives senest 14 dage før passagen af broen til "
    "Brotilsynet.",
)
REDUCED = section(
    "9", "Afgiften nedsættes med 5 pct. for pendlere, der passerer broen.", repealed=True
)
CONTROL = section("10", "Brotilsynet kan kræve fremlæggelse af køretøjets registreringsattest.")
MOORING = prose(
    "Mooring permit",
    "A mooring permit for a boat in the harbour costs 85 euro a month. The harbour office issues "
    "the permit within 10 days of the application.",
)
CRANE = prose(
    "Crane bookings",
    "The crane lifts boats of up to 12 tonnes. Bookings are taken at the harbour office, not by "
    "telephone.",
)
SHELF = (FEE, EXEMPTION, REDUCED, CONTROL, MOORING, CRANE)
DANISH = "Hvad er afgiften for personbilers passage af broen?"
ENGLISH = "What does a mooring permit for a boat cost in the harbour?"


class Shelved(ConstantStore):
    """A store of which only the acts matter: `Shelf` does the finding."""

    async def acts(self) -> list[Act]:
        return [Act(document_id="a", name=ACT, names=(ACT,))]


@dataclass
class Shelf:
    """Finds by the words of a query and by the provisions that it names; keeps the queries."""

    passages: Sequence[Passage] = SHELF
    queries: list[Query] = field(default_factory=list)

    async def find(self, query: Query, *, limit: int, **other: Any) -> list[Hit]:
        self.queries.append(query)
        named = [one for one in self.passages if own_keys(one) & set(query.keys)]
        hits = [
            Hit(passage=one, score=1.0, origin=Origin("citation"), coverage=1.0) for one in named
        ]
        if query.via:
            return [replace(hit, origin=Origin("reference", query.via)) for hit in hits]
        for one in self.passages:
            asked = QueryTerms(query.text, "da" if one.act else "en")
            coverage = asked.coverage([f"{one.title}\n{one.text}"])
            if coverage > 0 and one not in named:
                hits.append(
                    Hit(passage=one, score=coverage, origin=Origin("words"), coverage=coverage)
                )
        return sorted(hits, key=lambda hit: -hit.score)[:limit]


@dataclass
class Played:
    """Replies as `plays` says; what it was asked is kept. `plays` may raise a Failure."""

    plays: Plays = honest
    name: str = "big"
    asked: list[Request[Any]] = field(default_factory=list)

    async def __call__(self, request: Request[R]) -> Reply[R]:
        self.asked.append(request)
        value = request.reply.model_validate(self.plays(as_sent(request)))
        if request.on_partial:
            in_parts(request.on_partial, value.model_dump())
        return Reply(value=value, model=self.name, usage=COST)

    @property
    def roles(self) -> list[str]:
        return [one.role for one in self.asked]

    @property
    def prompts(self) -> str:
        return "\n".join(f"{one.prompt.system}\n{one.prompt.user}" for one in self.asked)


def in_parts(hear: Callable[[object], None], value: dict[str, Any]) -> None:
    """What a stream of the reply would have parsed to, sentence by sentence."""
    sentences = value.get("sentences", [])
    for most in range(1, len(sentences) + 1):
        begun = {**sentences[most - 1], "quotes": []}
        hear({"sentences": [*sentences[: most - 1], begun]})
    hear(value)


def as_sent(request: Request[Any]) -> ChatRequest:
    schema = {"name": request.reply.__name__, "schema": request.reply.model_json_schema()}
    return ChatRequest.model_validate(
        {
            "model": "m",
            "messages": [
                {"role": "system", "content": request.prompt.system},
                {"role": "user", "content": request.prompt.user},
            ],
            "response_format": {"type": "json_schema", "json_schema": schema},
        }
    )


def by_role(**replies: Any) -> Plays:
    """`plan`, `assess`, `draft`, `entail`: one reply, or several of which the last goes on.

    A repair gets the next `draft`, each of its sentences under its place in it.
    """
    names = {
        "PlanReply": "plan",
        "AssessReply": "assess",
        "DraftReply": "draft",
        "RepairReply": "draft",
        "EntailReply": "entail",
    }
    left = {role: list(one) if isinstance(one, list) else [one] for role, one in replies.items()}

    def plays(request: ChatRequest) -> Any:
        waiting = left.get(names[request.schema_name or ""])
        if not waiting:
            return honest(request)
        value = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return mending(value) if request.schema_name == "RepairReply" else value

    return plays


def mending(value: dict[str, Any]) -> dict[str, Any]:
    """A draft as a repair of all sentences that it has."""
    sentences = enumerate(value["sentences"], start=1)
    return {"sentences": [{**sentence, "number": number} for number, sentence in sentences]}


def plan(
    *queries: str,
    form: str = "open",
    target: str = "",
    read: Sequence[str] = (),
    understood: str = "",
) -> dict[str, Any]:
    return {
        "understood": understood,
        "form": form,
        "queries": list(queries),
        "read": list(read),
        "target": target,
    }


def assess(sufficiency: str = "sufficient", **other: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "missing": [],
        "conflict": "",
        "rests_on": [],
        "follow": [],
        "read": [],
        "queries": [],
    }
    return {"sufficiency": sufficiency, **plain, **other}


def says(text: str, *quotes: tuple[int, str]) -> dict[str, Any]:
    return {"text": text, "quotes": [{"passage": one, "quote": words} for one, words in quotes]}


def draft(
    *sentences: dict[str, Any],
    not_found: Sequence[str] = (),
    calculations: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    return {
        "sentences": list(sentences),
        "calculations": list(calculations),
        "not_found": list(not_found),
    }


def evidence(*passages: Passage) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(passage=one, span="", score=1.0 - number / 100, hop=1, origin=Origin("words"))
        for number, one in enumerate(passages)
    )


def _code() -> ExtractiveReasoner:
    names = known_acts()
    names.add(ACT, (ACT,))
    return ExtractiveReasoner(acts=names, loaded=frozenset({ACT}))


CODE = _code()


def chat(model: Model, small: Model | None = None, **other: Any) -> ChatReasoner:
    return ChatReasoner(model=model, small=small or model, code=CODE, **other)


async def ask(
    model: Model,
    question: str = DANISH,
    *,
    shelf: Shelf | None = None,
    small: Model | None = None,
    preset: str = "fast",
    **options: Any,
) -> Answer:
    """Through the whole graph, with code behind the model as in the real thing."""
    reasoner = FallbackReasoner(first=chat(model, small), last=CODE)
    graph = build_graph(Shelved(), reasoner, search=shelf or Shelf())
    start = Research(question=question, options=Options(preset=preset, **options))
    answer: Answer = (await graph.ainvoke(start))["answer"]
    return answer


def everything_said(answer: Answer) -> str:
    """All that a reader sees besides the question."""
    return json.dumps(
        [
            answer.text,
            answer.gaps,
            answer.notices,
            [[one.citation, one.quote, one.title] for one in answer.citations],
            [one.missing for one in answer.hops],
        ],
        ensure_ascii=False,
    )
