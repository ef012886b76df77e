"""Datasets and their examples, with every version that they ever had."""

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fake_langsmith.wire import Part

Row = dict[str, Any]


class Datasets:
    """Each change of a dataset's examples is a version, named by its time or by tags."""

    def __init__(self) -> None:
        self.by_id: dict[str, Row] = {}
        self.examples: dict[str, Row] = {}
        self.attachments: dict[str, tuple[str, bytes]] = {}
        self._versions: dict[str, list[tuple[str, dict[str, Row]]]] = {}
        self._tags: dict[str, dict[str, str]] = {}
        self._last = datetime.now(UTC)

    def new(self, given: Mapping[str, Any]) -> Row | None:
        """None where the name is taken."""
        if any(one["name"] == given["name"] for one in self.by_id.values()):
            return None
        dataset = {"id": str(uuid.uuid4()), "created_at": self._now(), **given}
        dataset["metadata"] = (given.get("extra") or {}).get("metadata")
        self.by_id[dataset["id"]] = dataset
        self._versions[dataset["id"]] = []
        self._tags[dataset["id"]] = {}
        return dataset

    def find(self, name: str = "", containing: str = "") -> list[Row]:
        return [
            self.told(one)
            for one in self.by_id.values()
            if (not name or one["name"] == name) and containing in one["name"]
        ]

    def told(self, dataset: Row) -> Row:
        mine = [one for one in self.examples.values() if one["dataset_id"] == dataset["id"]]
        return dataset | {"example_count": len(mine)}

    def remove(self, dataset_id: str) -> None:
        del self.by_id[dataset_id]
        self.examples = {
            id_: one for id_, one in self.examples.items() if one["dataset_id"] != dataset_id
        }

    def put(self, dataset_id: str, examples: Iterable[Mapping[str, Any]]) -> list[Row]:
        """Adds or changes examples, in one version."""
        now, changed = self._now(), []
        for given in examples:
            known = self.examples.get(str(given["id"]), {"created_at": now})
            metadata = given.get("metadata") or known.get("metadata") or {}
            if split := given.get("split"):
                metadata = metadata | {
                    "dataset_split": [split] if isinstance(split, str) else split
                }
            example = known | {name: value for name, value in given.items() if value is not None}
            example |= {"dataset_id": dataset_id, "metadata": metadata, "modified_at": now}
            self.examples[str(given["id"])] = example
            changed.append(example)
        self._keep(dataset_id, now)
        return changed

    def drop(self, example_ids: Iterable[str]) -> None:
        gone = [self.examples.pop(one) for one in example_ids]
        for dataset_id in {one["dataset_id"] for one in gone}:
            self._keep(dataset_id, self._now())

    def from_parts(self, parts: Iterable[Part]) -> list[Row]:
        """What an upload says in its parts "ID", "ID.inputs", "ID.outputs", "ID.attachment.X"."""
        rows: dict[str, Row] = {}
        for part in parts:
            example_id, _, field = part.name.partition(".")
            row = rows.setdefault(example_id, {"id": example_id})
            if field.startswith("attachment."):
                place = f"/attachments/{example_id}/{field.removeprefix('attachment.')}"
                self.attachments[place] = part.content_type, part.content
                row.setdefault("attachment_urls", {})[field] = {
                    "presigned_url": place,
                    "mime_type": part.content_type,
                }
            elif field:
                row[field] = part.json()
            else:
                row |= json.loads(part.content)
        return list(rows.values())

    def at(self, dataset_id: str, as_of: str = "") -> list[Row]:
        """The examples of a version: the newest, a tag's, or that of a time."""
        wanted = self._tags[dataset_id].get(as_of, as_of)
        versions = self._versions[dataset_id]
        if wanted in ("", "latest"):
            return list(versions[-1][1].values()) if versions else []
        moment = datetime.fromisoformat(wanted)
        until = [kept for time, kept in versions if datetime.fromisoformat(time) <= moment]
        return list(until[-1].values()) if until else []

    def versions(self, dataset_id: str) -> list[Row]:
        """Newest first."""
        tags = self._tags[dataset_id]
        told = [
            {"as_of": time, "tags": [tag for tag, at in tags.items() if at == time]}
            for time, _ in reversed(self._versions[dataset_id])
        ]
        if told:
            told[0]["tags"] = ["latest", *told[0]["tags"]]
        return told

    def version(self, dataset_id: str, as_of: str = "", tag: str = "") -> Row | None:
        for one in self.versions(dataset_id):
            by_time = as_of and datetime.fromisoformat(one["as_of"]) <= datetime.fromisoformat(
                as_of
            )
            if tag in one["tags"] or by_time:
                return one
        return None

    def tag(self, dataset_id: str, as_of: str, tag: str) -> Row | None:
        version = self.version(dataset_id, as_of=as_of)
        if version:
            self._tags[dataset_id][tag] = version["as_of"]
        return self.version(dataset_id, as_of=as_of)

    def _keep(self, dataset_id: str, now: str) -> None:
        mine = {id_: one for id_, one in self.examples.items() if one["dataset_id"] == dataset_id}
        self._versions[dataset_id].append((now, mine))

    def _now(self) -> str:
        """Later than ever before, so that each version has a time of its own."""
        self._last = max(datetime.now(UTC), self._last + timedelta(microseconds=1))
        return self._last.isoformat()
