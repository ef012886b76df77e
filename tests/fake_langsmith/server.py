"""The sink's HTTP: the calls that the langsmith SDK makes, and /_control for tests."""

import json
import re
import threading
import uuid
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fake_langsmith.datasets import Datasets
from tests.fake_langsmith.runs import TENANT, Runs
from tests.fake_langsmith.wire import parts, unpacked

INFO = {
    "version": "0.13.0",
    "batch_ingest_config": {
        "use_multipart_endpoint": True,
        "scale_up_qsize_trigger": 1000,
        "scale_up_nthreads_limit": 16,
        "scale_down_nempty_trigger": 4,
        "size_limit": 100,
        "size_limit_bytes": 20_971_520,
    },
    "instance_flags": {
        "zstd_compression_enabled": True,
        "dataset_examples_multipart_enabled": True,
        "examples_multipart_enabled": True,
    },
}
_NOT_FOUND, _CONFLICT, _UNKNOWN_HERE = 404, 409, 501
Reply = tuple[int, object]


class Request:
    """One call: its path without a prefix of the API's, its query, its body."""

    def __init__(self, method: str, target: str, body: bytes, content_type: str) -> None:
        split = urlsplit(target)
        self.method = method
        self.path = re.sub(r"^(/api)?(/v1)?(/platform)?(?=/)", "", split.path)
        self.query = parse_qs(split.query)
        self.body = body
        self.content_type = content_type

    def one(self, name: str) -> str:
        return self.query.get(name, [""])[0]

    def json(self) -> Any:
        return json.loads(self.body)

    def page(self, rows: list[Any]) -> list[Any]:
        start = int(self.one("offset") or 0)
        return rows[start : start + int(self.one("limit") or 100)]


class Sink:
    """Everything that was sent, and how to answer. One call at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.released = threading.Event()
        self.reset()

    def reset(self) -> None:
        self.released.set()
        self.released = threading.Event()
        self.info: dict[str, Any] = json.loads(json.dumps(INFO))
        self.runs = Runs()
        self.datasets = Datasets()
        self.raw: list[bytes] = []
        self.calls: list[str] = []
        self.unknown: list[str] = []
        self.fault: dict[str, Any] = {}

    def fault_for(self, path: str) -> str:
        """How to misbehave at this call: "hang", "drop", a status; "" for not at all."""
        if not self.fault or not path.startswith(self.fault["paths"]) or self.fault["times"] == 0:
            return ""
        self.fault["times"] -= 1
        self.fault["met"] += 1
        return str(self.fault["mode"])

    def answer(self, request: Request) -> Reply:
        for method, pattern, handle in _ROUTES:
            found = re.fullmatch(pattern, request.path)
            if found and method == request.method:
                return handle(self, request, *found.groups())
        self.unknown.append(f"{request.method} {request.path}")
        return _NOT_FOUND, {"detail": f"{request.method} {request.path} isn't known here"}

    def control(self, request: Request) -> Reply:
        match request.method, request.path:
            case "GET", "/_control/runs":
                return 200, list(self.runs.by_id.values())
            case "GET", "/_control/feedback":
                return 200, list(self.runs.feedback.values())
            case "GET", "/_control/projects":
                return 200, list(self.runs.projects.values())
            case "GET", "/_control/raw":
                return 200, b"\n".join(self.raw)
            case "GET", "/_control/calls":
                met = self.fault.get("met", 0)
                return 200, {"calls": self.calls, "unknown": self.unknown, "faults": met}
            case "POST", "/_control/misbehave":
                self.released.set()
                self.released = threading.Event()
                self.fault = {"paths": "", "times": -1, "met": 0, **request.json()}
            case "POST", "/_control/info":
                for name, value in request.json().items():
                    self.info[name] |= value
            case "POST", "/_control/reset":
                self.reset()
            case _:
                return _NOT_FOUND, {}
        return 200, {}


def _ingest_batch(sink: Sink, request: Request) -> Reply:
    for operation, runs in request.json().items():
        for run in runs or []:
            sink.runs.take(operation, run)
    return 202, {}


def _ingest_parts(sink: Sink, request: Request) -> Reply:
    sink.runs.take_parts(parts(request.body, request.content_type))
    return 202, {}


def _ingest_run(sink: Sink, request: Request, run_id: str = "") -> Reply:
    run = request.json()
    sink.runs.take(request.method.lower(), run | {"id": run_id or run["id"]})
    return 202, {}


def _read_run(sink: Sink, _: Request, run_id: str) -> Reply:
    return _row(sink.runs.by_id.get(run_id))


def _query_runs(sink: Sink, request: Request) -> Reply:
    asked = request.json()
    rows = sink.runs.query(asked)
    start = int(asked.get("cursor") or 0)
    end = start + min(asked.get("limit") or 100, 100)
    return 200, {
        "runs": rows[start:end],
        "cursors": {"next": str(end) if end < len(rows) else None},
    }


def _feedback(sink: Sink, request: Request, feedback_id: str = "") -> Reply:
    if request.method == "GET":
        found = sink.runs.feedback_on(request.query.get("run", ()), request.query.get("key", ()))
        return 200, request.page(found)
    given = request.json()
    return 200, sink.runs.take_feedback(given | {"id": feedback_id or given["id"]})


def _new_project(sink: Sink, request: Request) -> Reply:
    given = request.json()
    known = [one for one in sink.runs.projects.values() if one["name"] == given["name"]]
    if known and not request.one("upsert"):
        return _CONFLICT, {"detail": "Session already exists."}
    return 200, known[0] if known else sink.runs.new_project(given)


def _projects(sink: Sink, request: Request) -> Reply:
    name = request.one("name")
    rows = [one for one in sink.runs.projects.values() if not name or one["name"] == name]
    return 200, request.page(rows)


def _project(sink: Sink, request: Request, project_id: str) -> Reply:
    project = sink.runs.projects.get(project_id)
    if project and request.method == "PATCH":
        project |= {name: one for name, one in request.json().items() if one is not None}
    if project and request.method == "DELETE":
        del sink.runs.projects[project_id]
    return _row(project)


def _new_dataset(sink: Sink, request: Request) -> Reply:
    made = sink.datasets.new(request.json())
    return (200, sink.datasets.told(made)) if made else (_CONFLICT, {"detail": "name is taken"})


def _find_datasets(sink: Sink, request: Request) -> Reply:
    found = sink.datasets.find(request.one("name"), request.one("name_contains"))
    wanted = request.query.get("id", [one["id"] for one in found])
    return 200, request.page([one for one in found if one["id"] in wanted])


def _dataset(sink: Sink, request: Request, dataset_id: str) -> Reply:
    dataset = sink.datasets.by_id.get(dataset_id)
    if dataset and request.method == "DELETE":
        sink.datasets.remove(dataset_id)
    return _row(sink.datasets.told(dataset) if dataset else None)


def _versions(sink: Sink, request: Request, dataset_id: str) -> Reply:
    return 200, request.page(sink.datasets.versions(dataset_id))


def _version(sink: Sink, request: Request, dataset_id: str) -> Reply:
    return _row(sink.datasets.version(dataset_id, request.one("as_of"), request.one("tag")))


def _tag(sink: Sink, request: Request, dataset_id: str) -> Reply:
    given = request.json()
    return _row(sink.datasets.tag(dataset_id, given["as_of"], given["tag"]))


def _put_parts(sink: Sink, request: Request, dataset_id: str) -> Reply:
    given = sink.datasets.from_parts(parts(request.body, request.content_type))
    made = sink.datasets.put(dataset_id, given)
    ids = [one["id"] for one in made]
    return 201, {"count": len(ids), "example_ids": ids, "as_of": made[0]["modified_at"]}


def _put_examples(sink: Sink, request: Request) -> Reply:
    given = request.json()
    rows = given if isinstance(given, list) else [given]
    made = []
    for dataset_id in dict.fromkeys(one.get("dataset_id") for one in rows):
        mine = [
            {**one, "id": one.get("id") or str(uuid.uuid4())}
            for one in rows
            if one.get("dataset_id") == dataset_id
        ]
        made += sink.datasets.put(dataset_id, mine)
    return 200, made if isinstance(given, list) else made[0]


def _example(sink: Sink, request: Request, example_id: str) -> Reply:
    example = sink.datasets.examples.get(example_id)
    if example and request.method == "DELETE":
        sink.datasets.drop([example_id])
    if example and request.method == "PATCH":
        sink.datasets.put(example["dataset_id"], [request.json() | {"id": example_id}])
    return _row(example)


def _examples(sink: Sink, request: Request) -> Reply:
    if request.one("filter"):
        return _UNKNOWN_HERE, {"detail": "examples can't be filtered here"}
    rows = sink.datasets.at(request.one("dataset"), request.one("as_of"))
    if wanted := request.query.get("id"):
        rows = [one for one in rows if one["id"] in wanted]
    if splits := set(request.query.get("splits", ())):
        rows = [one for one in rows if splits & set(one["metadata"].get("dataset_split", ()))]
    if metadata := json.loads(request.one("metadata") or "{}"):
        rows = [one for one in rows if metadata.items() <= one["metadata"].items()]
    return 200, request.page(rows)


def _drop_examples(sink: Sink, request: Request) -> Reply:
    given = request.query.get("example_ids") or request.json()["example_ids"]
    sink.datasets.drop(given)
    return 200, {}


def _attachment(sink: Sink, request: Request) -> Reply:
    kept = sink.runs.attachments | sink.datasets.attachments
    found = kept.get(request.path)
    return (200, found[1]) if found else (_NOT_FOUND, {})


def _row(row: object) -> Reply:
    return (200, row) if row else (_NOT_FOUND, {"detail": "not found"})


_ID = r"([0-9a-f-]{36})"
_ROUTES: tuple[tuple[str, str, Callable[..., Reply]], ...] = (
    ("GET", "/info", lambda sink, _: (200, sink.info)),
    ("POST", "/runs/multipart", _ingest_parts),
    ("POST", "/runs/batch", _ingest_batch),
    ("POST", "/runs", _ingest_run),
    ("PATCH", f"/runs/{_ID}", _ingest_run),
    ("GET", f"/runs/{_ID}", _read_run),
    ("POST", "/runs/query", _query_runs),
    ("GET", "/feedback", _feedback),
    ("POST", "/feedback", _feedback),
    ("PATCH", f"/feedback/{_ID}", _feedback),
    ("GET", "/sessions", _projects),
    ("POST", "/sessions", _new_project),
    *((method, f"/sessions/{_ID}", _project) for method in ("GET", "PATCH", "DELETE")),
    ("GET", "/datasets", _find_datasets),
    ("POST", "/datasets", _new_dataset),
    *((method, f"/datasets/{_ID}", _dataset) for method in ("GET", "DELETE")),
    ("GET", f"/datasets/{_ID}/versions", _versions),
    ("GET", f"/datasets/{_ID}/version", _version),
    ("PUT", f"/datasets/{_ID}/tags", _tag),
    *((method, f"/datasets/{_ID}/examples", _put_parts) for method in ("POST", "PATCH")),
    ("POST", "/datasets/examples/delete", _drop_examples),
    *((method, "/examples/bulk", _put_examples) for method in ("POST", "PATCH")),
    ("POST", "/examples", _put_examples),
    ("GET", "/examples", _examples),
    ("DELETE", "/examples", _drop_examples),
    *((method, f"/examples/{_ID}", _example) for method in ("GET", "PATCH", "DELETE")),
    ("GET", r"/attachments/.+", _attachment),
    ("GET", "/settings", lambda *_: (200, {"id": TENANT, "display_name": "t", "created_at": 0})),
)


class Handler(BaseHTTPRequestHandler):
    """One connection. Faults come before anything is kept, as they would of a broken server."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two writes: 40 ms a reply otherwise
    sink: Sink

    def do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/_control/"):
            with self.sink.lock:
                self._reply(*self.sink.control(Request(self.command, self.path, body, "")))
            return
        with self.sink.lock:
            mode, released = self.sink.fault_for(self.path), self.sink.released
        if mode in ("hang", "drop"):
            if mode == "hang":
                released.wait()
            self.close_connection = True
            return
        if mode:
            self._reply(int(mode), {"detail": "told to misbehave"})
            return
        with self.sink.lock:
            self._reply(*self._answer(body))

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do  # noqa: N815

    def _answer(self, body: bytes) -> Reply:
        try:
            plain = unpacked(body, dict(self.headers))
            self.sink.raw.append(f"{self.command} {self.path}\n".encode() + plain)
            self.sink.calls.append(f"{self.command} {urlsplit(self.path).path}")
            content_type = self.headers.get("Content-Type", "")
            return self.sink.answer(Request(self.command, self.path, plain, content_type))
        except (ValueError, SyntaxError, KeyError) as error:
            self.sink.unknown.append(f"{self.command} {self.path}: {error!r}")
            return _UNKNOWN_HERE, {"detail": repr(error)}

    def _reply(self, status: int, content: object) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        kind = "application/octet-stream" if isinstance(content, bytes) else "application/json"
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no news."""


def serve() -> None:
    """Serve on a free port of loopback, and print it."""
    Handler.sink = Sink()
    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)  # noqa: T201
    server.serve_forever()
