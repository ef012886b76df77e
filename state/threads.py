"""A new question on a used thread: nothing of the earlier one may reach its answer."""

from dataclasses import MISSING, fields
from typing import Annotated, Any, cast, get_origin, get_type_hints

from langgraph.types import Overwrite

from lexhop.state.own import Own
from lexhop.state.question import GraphInput, accepted_options
from lexhop.state.research import Research, Update

_SET_BY_CALLERS = ("run_id", "started", "deadline", "corpus_version")
_MERGED = {
    name
    for name, hint in get_type_hints(Research, include_extras=True).items()
    if get_origin(hint) is Annotated and hint.__metadata__[-1] is not Own
}


def afresh(state: Research) -> Research:
    """The state for a new question. Raises ValueError for invalid options.

    A state with a plan is of an earlier question, and so are all other values in it.
    """
    kept = _SET_BY_CALLERS if state.plan is None else ()
    return Research(
        question=state.question,
        options=accepted_options(state.options),
        **{name: getattr(state, name) for name in kept},
    )


def replacing(state: Research, update: Update) -> Update:
    """`update`, with all else that an earlier question left in `state` reset."""
    whole: dict[str, Any] = {**update}
    for field in fields(Research):
        default = field.default if field.default_factory is MISSING else field.default_factory()
        if field.name not in GraphInput.model_fields and getattr(state, field.name) != default:
            value = whole.get(field.name, default)
            whole[field.name] = Overwrite(value) if field.name in _MERGED else value
    return cast("Update", whole)
