"""Sends user feedback on answers to LangSmith."""

import warnings
from dataclasses import dataclass
from uuid import UUID

from langsmith import Client
from langsmith.utils import LangSmithError, LangSmithNotFoundError
from requests import RequestException

from lexhop.observability.ports import NoSuchRun, Unreachable


@dataclass(frozen=True, slots=True)
class LangSmithScores:
    """A `Scores`. The client redacts comments."""

    client: Client

    def give(self, run_id: UUID, *, key: str, score: float, comment: str = "") -> None:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                run = self.client.read_run(run_id)
            self.client.create_feedback(
                run_id, key, score=score, comment=comment or None, session_id=run.session_id
            )
        except LangSmithNotFoundError as error:
            raise NoSuchRun(str(run_id)) from error
        except (LangSmithError, RequestException) as error:
            raise Unreachable(type(error).__name__) from error
