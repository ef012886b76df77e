"""How what nodes find is merged."""

from lexhop.state.records import Evidence, Origin, Passage
from lexhop.state.reducers import append, append_unique, merge_evidence


def found(identity: str, score: float, hop: int = 1) -> Evidence:
    passage = Passage(
        id=identity, document_id="d", provision=identity, citation=identity, title="", text="t"
    )
    return Evidence(passage=passage, span="", score=score, hop=hop, origin=Origin("words"))


def test_a_passage_found_again_keeps_its_first_hop_and_its_best_score() -> None:
    merged = merge_evidence([found("a", 0.4)], [found("b", 0.3, 2), found("a", 0.9, 2)])
    assert [(one.passage.id, one.score, one.hop) for one in merged] == [
        ("a", 0.9, 1),
        ("b", 0.3, 2),
    ]


def test_a_worse_score_changes_nothing() -> None:
    assert merge_evidence([found("a", 0.4)], [found("a", 0.1)]) == (found("a", 0.4),)


def test_texts_are_kept_once_and_in_order() -> None:
    assert append_unique(("a", "b"), ("b", "c")) == ("a", "b", "c")
    assert append((1,), (1, 2)) == (1, 1, 2)
