"""`python -m tests.fake_openai`: serve until stopped; the address is printed as a line of JSON."""

import argparse
import asyncio
import json
import os
import sys
from pathlib import Path

from aiohttp import web
from pydantic import ValidationError

from tests.fake_openai import roles as roles  # registers its responders
from tests.fake_openai.rules import Rule
from tests.fake_openai.server import MODELS, RULES, FakeServer


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fake_openai", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--rules", type=Path, help="a JSON file with a list of rules")
    parser.add_argument("--model", action="append", help="a model it has; may be repeated")
    parser.add_argument(
        "--until-stdin-closes", action="store_true", help="end when whoever started it is gone"
    )
    return parser.parse_args()


async def serve(given: argparse.Namespace, rules: tuple[Rule, ...]) -> None:
    server = FakeServer(rules=rules, models=tuple(given.model or MODELS))
    # A client that leaves cancels its handler: that is how a cancelled call is noticed.
    runner = web.AppRunner(
        server.app(), handler_cancellation=True, access_log=None, shutdown_timeout=0
    )
    await runner.setup()
    await web.TCPSite(runner, given.host, given.port, backlog=1024).start()
    port = runner.addresses[0][1]
    line = {"base_url": f"http://{given.host}:{port}/v1", "pid": os.getpid()}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
    try:
        await (_stdin_closed() if given.until_stdin_closes else asyncio.Event().wait())
    finally:
        await runner.cleanup()


async def _stdin_closed() -> None:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    await reader.read()


def main() -> None:
    given = arguments()
    try:
        rules = tuple(RULES.validate_json(given.rules.read_bytes())) if given.rules else ()
    except (OSError, ValidationError) as error:
        sys.exit(f"{given.rules}: {error}")
    try:
        asyncio.run(serve(given, rules))
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")


if __name__ == "__main__":
    main()
