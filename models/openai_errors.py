"""Translates errors of the `openai` client, for chat and for embeddings alike."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from time import time

import openai

from lexhop.resilience.errors import Failure, Permanent, Transient
from lexhop.state.records import FailureKind

_TRANSIENT_STATUS = {408, 409, 425, 429}
_LONGEST = 160
"""Characters of a provider's message that are passed on."""


@contextmanager
def openai_failures(what: str, *, clock: Callable[[], float] = time) -> Iterator[None]:
    """Turns errors of the client into Transient and Permanent; `what` names the failing service.

    A reply that the client can't parse is Transient: the next one may be valid.
    """
    try:
        yield
    except openai.APITimeoutError as error:
        raise Transient(f"{what} did not answer in time", kind="timeout") from error
    except openai.APIStatusError as error:
        raise _of_status(what, error, clock) from error
    except openai.APIConnectionError as error:
        raise Transient(f"no connection to {what}", kind="connection") from error
    except openai.LengthFinishReasonError as error:
        raise Permanent(f"the reply of {what} was cut short", kind="cut") from error
    except openai.ContentFilterFinishReasonError as error:
        raise Permanent(f"{what} filtered its reply", kind="refused") from error
    except openai.APIError as error:
        raise Transient(f"{what}: {_short(error)}", kind="bad_reply") from error
    except openai.OpenAIError as error:
        message = f"{what}: {_short(error)}"
        raise Permanent(message, kind="not_allowed") from error
    except (ValueError, TypeError, AttributeError, LookupError, AssertionError) as error:
        raise Transient(f"the reply of {what} can't be read", kind="bad_reply") from error


def _of_status(what: str, error: openai.APIStatusError, clock: Callable[[], float]) -> Failure:
    status = error.status_code
    if error.code == "insufficient_quota":
        return Permanent(f"{what}: the account has no credit left", kind="not_allowed")
    if status in _TRANSIENT_STATUS or status >= 500:
        kind: FailureKind = "rate_limited" if status == 429 else "unavailable"
        wait = _retry_after(error, clock)
        return Transient(f"{what} answered with {status}", kind=kind, retry_after=wait)
    if status in (401, 403):
        return Permanent(f"{what} did not accept the key ({status})", kind="not_allowed")
    if status == 404:
        return Permanent(f"{what} is not there (404)", kind="unknown_model")
    return Permanent(f"{what} rejected the call: {_short(error)}", kind="rejected")


def _retry_after(error: openai.APIStatusError, clock: Callable[[], float]) -> float | None:
    """Seconds that the provider asks to wait, by either of its headers; None if it doesn't."""
    headers = error.response.headers
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        if "retry-after" not in headers:
            return None
        value = headers["retry-after"]
        return max(0.0, float(value) if _is_number(value) else _seconds_to(value, clock))
    except (ValueError, TypeError):
        return None


def _is_number(text: str) -> bool:
    return text.strip().replace(".", "", 1).isdigit()


def _seconds_to(day: str, clock: Callable[[], float]) -> float:
    return parsedate_to_datetime(day).timestamp() - clock()


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:_LONGEST]
