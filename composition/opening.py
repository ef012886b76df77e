"""From the environment to services: settings, caches, an embedder."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import ValidationError

from lexhop.cli.services import BadInput
from lexhop.composition.local import Local
from lexhop.settings import Settings

if TYPE_CHECKING:
    from lexhop.observability.opening import Observing
    from lexhop.resilience.tiers import Tiers
    from lexhop.retrieval.embeddings.embedder import Kind
    from lexhop.retrieval.embeddings.kept import KeptVectors


def open_services(kinds: "Mapping[str, Kind] | None" = None) -> Local:
    """The services that the environment asks for. Raises BadInput for a setting that can't be.

    `kinds` are those of embedders, by what their names begin with; None stands for all there are.
    """
    from lexhop.observability.logging import start_logging
    from lexhop.observability.opening import Observing

    try:
        settings = Settings()
    except ValidationError as error:
        first = error.errors()[0]
        message = first["msg"].removeprefix("Value error, ")
        if not first["loc"]:
            raise BadInput(message) from error
        name = "_".join(map(str, first["loc"])).upper()
        name = name if name in Settings.foreign_names() else f"LEXHOP_{name}"
        raise BadInput(f"{name}: {message}") from error
    start_logging(settings.log_level)
    observing = Observing(folder=settings.data_dir, text=settings.trace_text)
    tiers = _tiers(settings, observing)
    made = _embedder(settings, tiers, kinds) if settings.embeddings else None
    return Local(settings, tiers, observing, made)


def _tiers(settings: Settings, observing: "Observing") -> "Tiers":
    """Redis where REDIS_URL names one, else the memory of this process."""
    from lexhop.resilience.tiers import open_tiers

    if not settings.redis_url:
        return open_tiers(observers=[observing])
    from lexhop.resilience.breaker import Breaker
    from lexhop.resilience.guarded_cache import GuardedCache
    from lexhop.resilience.redis_cache import RedisCache

    try:
        shared = RedisCache(settings.redis_url)
    except ValueError as error:
        raise BadInput("REDIS_URL: write redis://HOST:PORT/DATABASE") from error
    breaker = Breaker("Redis", failures=2, open_s=10.0)
    observing.breakers.append(breaker)
    return open_tiers(GuardedCache(inner=shared, breaker=breaker), observers=[observing])


def _embedder(
    settings: Settings, tiers: "Tiers", kinds: "Mapping[str, Kind] | None"
) -> "KeptVectors":
    from lexhop.resilience.retry import retrying
    from lexhop.retrieval.embeddings.cached import CachedEmbedder
    from lexhop.retrieval.embeddings.embedder import embedder
    from lexhop.retrieval.embeddings.kept import KeptVectors

    try:
        made = embedder(
            settings.embeddings,
            batch=settings.embeddings_batch,
            device=settings.embeddings_device,
            kinds=kinds,
            retrying=retrying,
        )
    except ValueError as error:
        raise BadInput(f"LEXHOP_EMBEDDINGS: {error}") from error
    cached = CachedEmbedder(
        inner=made,
        model=f"{made.model} {settings.openai_base_url}",
        tier=tiers.embeddings,
        tenant=settings.tenant,
    )
    return KeptVectors(cached, settings.data_dir / "vectors.sqlite", model=made.model)
