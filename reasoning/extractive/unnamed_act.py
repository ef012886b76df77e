"""Sections that a question cites without an act: they are looked for in all acts loaded."""

from collections.abc import Sequence, Set
from dataclasses import replace

from lexhop.corpus.citations.act_names import ActNames
from lexhop.corpus.citations.citation import ParsedCitation, provision_key
from lexhop.corpus.citations.parser import parse_citations
from lexhop.corpus.citations.references import own_keys
from lexhop.prompts import phrase
from lexhop.state.plan import Plan, Query
from lexhop.state.records import Evidence

_SEVERAL = 2
_MOST_NAMED = 6


def in_any_act(plan: Plan, question: str, acts: ActNames, loaded: Set[str]) -> Plan:
    """`plan` with a query for the first section without an act, in each act that may be meant."""
    named = [act for act in acts.named_in(question) if act in loaded]
    sections = [cited for cited in parse_citations(question, acts) if _lacks_act(cited)]
    if named or len(loaded) < _SEVERAL or not sections or any(query.keys for query in plan.queries):
        return plan
    return replace(plan, queries=(_query(question, sections[0], loaded), *plan.queries))


def _lacks_act(cited: ParsedCitation) -> bool:
    return bool(cited.section) and not cited.act


def _query(question: str, cited: ParsedCitation, loaded: Set[str]) -> Query:
    names = sorted(loaded)
    return Query(
        text=question,
        keys=tuple(provision_key(act, cited.section) for act in names),
        locators=(cited.locator,) * len(names),
        provisions=tuple(f"{act} § {cited.section}" for act in names),
        any_act=True,
    )


def settled(plan: Plan, evidence: Sequence[Evidence]) -> tuple[Plan, tuple[str, ...]]:
    """`plan` with the section of the only act that has it, and the provisions that may be meant.

    Those are () where every section came with its act. Without one act that alone has the section
    there is nothing to look up.
    """
    asked = next((query for query in plan.queries if query.any_act), None)
    if asked is None:
        return plan, ()
    found = {key for item in evidence for key in own_keys(item.passage)}
    meant = [at for at, key in enumerate(asked.keys) if key in found]
    picked = meant if len(meant) == 1 else []
    one = replace(
        asked,
        keys=tuple(asked.keys[at] for at in picked),
        locators=tuple(asked.locators[at] for at in picked),
        provisions=tuple(asked.provisions[at] for at in picked),
    )
    queries = tuple(one if query is asked else query for query in plan.queries)
    return replace(plan, queries=queries), tuple(asked.provisions[at] for at in meant)


def which_act(plan: Plan, meant: Sequence[str]) -> str:
    """The gap for a section that several acts have, or none."""
    asked = next(query for query in plan.queries if query.any_act)
    section = _parts(asked.provisions[0])[1]
    if not meant:
        return phrase(plan.language, "no_such_section", section=section)
    acts = ", ".join(_parts(provision)[0] for provision in meant[:_MOST_NAMED])
    more = ", ..." if meant[_MOST_NAMED:] else ""
    return phrase(plan.language, "several_acts", section=section, acts=acts + more)


def taken_from(language: str, provision: str) -> str:
    """The notice that a section without an act was read as `provision`."""
    act, section = _parts(provision)
    return phrase(language, "taken_from", section=section, act=act)


def _parts(provision: str) -> tuple[str, str]:
    act, _, section = provision.rpartition(" § ")
    return act, section
