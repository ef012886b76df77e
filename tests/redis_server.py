"""A redis-server process, and a proxy before it that misbehaves on order."""

import asyncio
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Literal, Self

import pytest

PROGRAM = shutil.which("redis-server")
needs_redis = pytest.mark.skipif(
    PROGRAM is None, reason="redis-server isn't installed: apt-get install redis-server"
)

Fault = Literal["none", "hang", "slow", "garbage", "cut", "dead"]


def free_port() -> int:
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        port: int = some.getsockname()[1]
        return port


class RedisServer:
    """A process on loopback that keeps nothing on disk."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.port = free_port()
        self._command = [
            PROGRAM or "redis-server", "--port", str(self.port), "--bind", "127.0.0.1",
            "--save", "", "--appendonly", "no", "--dir", str(folder), *options,
        ]  # fmt: skip
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        give_up = time.monotonic() + 20
        while True:
            with suppress(OSError):
                if self.ask("PING") == b"+PONG\r\n":
                    return
            assert time.monotonic() < give_up, "redis-server doesn't start"
            time.sleep(0.01)

    def kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()

    def ask(self, *commands: str) -> bytes:
        """The first part of the reply to the last of these inline commands."""
        reply = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            for command in commands:
                connection.sendall(command.encode() + b"\r\n")
                reply = connection.recv(65536)
        return reply


class FaultProxy:
    """Passes bytes to and from `port`, unless `fault` says otherwise; that counts at once.

    "hang" takes requests and never replies, "slow" replies `delay_s` late, "garbage" replies
    with what no protocol has, "cut" closes at the first request, "dead" refuses connections.
    """

    def __init__(self, port: int) -> None:
        self.port = free_port()
        self.fault: Fault = "none"
        self.delay_s = 1.0
        self.connections = 0
        self._behind = port
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    async def __aenter__(self) -> Self:
        await self._listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.turn("dead")
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def turn(self, fault: Fault) -> None:
        self.fault = fault
        if fault == "dead":
            if self._server:
                self._server.close()
                self._server = None
            for writer in list(self._open):
                writer.transport.abort()
        elif self._server is None:
            await self._listen()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self._open.add(writer)
        self.connections += 1
        behind: asyncio.StreamWriter | None = None
        with suppress(OSError, asyncio.CancelledError):
            back, behind = await asyncio.open_connection("127.0.0.1", self._behind)
            await asyncio.gather(self._forward(reader, behind, writer), self._back(back, writer))
        for one in (writer, behind):
            if one:
                one.transport.abort()
        self._open.discard(writer)
        self._tasks.discard(task)

    async def _forward(
        self,
        reader: asyncio.StreamReader,
        behind: asyncio.StreamWriter,
        writer: asyncio.StreamWriter,
    ) -> None:
        while data := await reader.read(65536):
            if self.fault == "cut":
                writer.transport.abort()
                break
            if self.fault == "garbage":
                writer.write(b"\x00\xff HTTP/1.1 400 \r\n$oops\r\n" * 3)
            elif self.fault != "hang":
                behind.write(data)
        behind.transport.abort()

    async def _back(self, back: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await back.read(65536):
            if self.fault == "slow":
                await asyncio.sleep(self.delay_s)
            writer.write(data)
        writer.transport.abort()
