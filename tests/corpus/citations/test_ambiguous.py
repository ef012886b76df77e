"""An abbreviation of several acts means the one at hand."""

import tomllib
from importlib import resources
from pathlib import Path

import pytest

from lexhop.corpus.citations.act_names import known_acts
from lexhop.corpus.citations.parser import parse_citations

LIST = tomllib.loads(
    resources.files("lexhop.corpus.citations").joinpath("act_names.toml").read_text("utf-8")
)
MEANT = [(short, act) for short, acts in LIST["ambiguous"].items() for act in acts]


@pytest.mark.parametrize(("short", "act"), MEANT)
def test_the_act_at_hand_is_meant(short: str, act: str) -> None:
    acts = known_acts()
    acts.add(act)
    for names in (acts, acts.copy()):
        [found] = parse_citations(f"jf. {short} § 4", names)
        assert found.act == act


@pytest.mark.parametrize("short", LIST["ambiguous"])
def test_of_two_at_hand_the_first_is_meant(short: str) -> None:
    acts = known_acts()
    for act in reversed(LIST["ambiguous"][short]):
        acts.add(act)
    assert acts.canonical(short) == LIST["ambiguous"][short][0]


@pytest.mark.parametrize("short", LIST["ambiguous"])
def test_where_none_is_at_hand_the_field_of_law_counts(short: str) -> None:
    acts = known_acts()
    first, *_, last = LIST["ambiguous"][short]
    acts.add("færdselsloven")
    assert acts.canonical(short) == last
    acts.add("konkursskatteloven")
    assert acts.canonical(short) == first


@pytest.mark.parametrize("short", LIST["ambiguous"])
def test_the_users_own_list_comes_first(short: str, tmp_path: Path) -> None:
    own = tmp_path / "names.toml"
    own.write_text(f'[names]\n"bænkeloven" = ["{short}"]\n', encoding="utf-8")
    acts = known_acts(own)
    acts.add(LIST["ambiguous"][short][0])
    assert acts.canonical(short) == "bænkeloven"


def test_what_is_ambiguous_is_listed_nowhere_else() -> None:
    plain = {name for names in LIST["names"].values() for name in names}
    assert not plain & set(LIST["ambiguous"])
    assert {act for _, act in MEANT} <= set(LIST["names"])
