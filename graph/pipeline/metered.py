"""A pipeline that counts questions and their outcomes."""

import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from lexhop.graph.pipeline.qa import QAPipeline, Step
from lexhop.observability.logging import log
from lexhop.observability.ports import Meter
from lexhop.resilience.errors import Failure
from lexhop.state.options import Options
from lexhop.state.records import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class MeteredPipeline:
    """Belongs outermost, so that cached answers are counted as well."""

    inner: QAPipeline
    meter: Meter

    async def ask(self, question: str, options: Options | None = None) -> Answer:
        started = time.perf_counter()
        try:
            answer = await self.inner.ask(question, options)
        except Exception as error:
            self._failed(error, options, started)
            raise
        self.meter.answered(answer)
        return answer

    async def stream(self, question: str, options: Options | None = None) -> AsyncIterator[Step]:
        started = time.perf_counter()
        try:
            async for step in self.inner.stream(question, options):
                if isinstance(step, Answer):
                    self.meter.answered(step)
                yield step
        except Exception as error:
            self._failed(error, options, started)
            raise

    def _failed(self, error: Exception, options: Options | None, started: float) -> None:
        seconds = time.perf_counter() - started
        kind = error.kind if isinstance(error, Failure) else type(error).__name__
        preset = (options or Options()).preset
        self.meter.failed(kind, preset=preset, seconds=seconds)
        took = round(seconds * 1000, 1)
        log("question failed", level=logging.ERROR, error=error, preset=preset, took_ms=took)
