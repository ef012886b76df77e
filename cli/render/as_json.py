"""JSON output, whose shape other programs rely on."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from lexhop.corpus.text.visible import escaped

if TYPE_CHECKING:
    from lexhop.corpus.ingest.collection import IngestReport
    from lexhop.retrieval.comparison import ActDiff
    from lexhop.retrieval.ports import Hit
    from lexhop.state.records import Answer

Json = dict[str, Any]


def dumps(data: object) -> str:
    """One line of UTF-8 JSON; what isn't seen is escaped."""
    return escaped(json.dumps(data, ensure_ascii=False))


def answer(given: "Answer") -> Json:
    return asdict(given)


def search(query: str, found: "Sequence[Hit]", took_ms: float) -> Json:
    return {
        "query": query,
        "hits": [
            {
                "citation": hit.passage.citation,
                "provision": hit.passage.provision,
                "title": hit.passage.title,
                "text": hit.passage.text,
                "score": round(hit.score, 6),
                "via": hit.via,
                "kind": hit.authority or hit.passage.kind,
                "repealed": hit.passage.repealed,
                "valid_from": hit.passage.valid_from,
                "changed_by": list(hit.passage.changed_by),
                "pending": list(hit.passage.pending),
                "passage_id": hit.passage.id,
            }
            for hit in found
        ],
        "took_ms": took_ms,
    }


def act_diff(diff: "ActDiff", days: tuple[str, str]) -> Json:
    before, after = (
        {
            "day": day,
            "version": act.number,
            "valid_from": act.valid_from,
            "unofficial": bool(act.base),
        }
        for day, act in zip(days, (diff.before, diff.after), strict=True)
    )
    changes = [asdict(change) for change in diff.changes]
    return {"act": diff.act, "before": before, "after": after, "changes": changes}


def ingest_report(report: "IngestReport", collection: str) -> Json:
    stats = report.references
    return {
        "collection": collection,
        "files": report.files,
        "documents": report.documents,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "passages": report.passages,
        "passages_written": report.passages_written,
        "references": {
            "found": stats.found,
            "resolved": stats.resolved,
            "unresolved": dict(stats.unresolved),
            "unresolved_targets": {
                reason: dict(targets.most_common(20)) for reason, targets in stats.examples.items()
            },
        },
        "unofficial": asdict(report.unofficial),
        "left_alone": dict(report.left_alone.most_common()),
        "skipped": [{"file": file, "reason": reason} for file, reason in report.skipped],
        "corpus_version": report.corpus_version,
        "took_s": round(report.took_s, 3),
    }
