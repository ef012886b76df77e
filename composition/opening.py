"""Builds the services from the environment: settings, caches, an embedder."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lexhop.composition.services import LocalServices
from lexhop.state.errors import BadInput

if TYPE_CHECKING:
    from lexhop.observability.telemetry import TelemetrySetup
    from lexhop.resilience.sealing import Seal
    from lexhop.resilience.tiers import Tiers
    from lexhop.retrieval.embeddings.embedder import EmbedderKind, TextVectors
    from lexhop.retrieval.embeddings.kept import PersistentEmbedder
    from lexhop.retrieval.ports import Stores
    from lexhop.settings import Settings


def open_services(
    kinds: "Mapping[str, EmbedderKind] | None" = None,
    *,
    given: "Mapping[str, object] | None" = None,
) -> LocalServices:
    """The services that the environment asks for. Raises BadInput for a setting that can't be.

    `kinds` are those of embedders, by what their names begin with; None stands for all there are.
    Settings that are `given` (by their names in `Settings`) come before those of the environment.
    """
    from pydantic import ValidationError

    from lexhop.observability.logging import start_logging
    from lexhop.observability.telemetry import TelemetrySetup
    from lexhop.settings import Settings

    try:
        settings = Settings(**(given or {}))  # type: ignore[arg-type] # pydantic checks them
    except ValidationError as error:
        first = error.errors()[0]
        message = first["msg"].removeprefix("Value error, ")
        if not first["loc"]:
            raise BadInput(message) from error
        name = "_".join(map(str, first["loc"])).upper()
        name = name if name in Settings.foreign_names() else f"LEXHOP_{name}"
        raise BadInput(f"{name}: {message}") from error
    start_logging(settings.log_level)
    telemetry = TelemetrySetup(folder=settings.data_dir, text=settings.trace_text)
    tiers = _tiers(settings, telemetry)
    made = _embedder(settings, tiers, kinds) if settings.embeddings else None
    return LocalServices(settings, tiers, telemetry, stores_in(settings.data_dir, made))


def stores_in(data_dir: Path, embedder: "TextVectors | None" = None) -> "Stores":
    """The collections under `data_dir`; the only place that names a store's adapter."""
    from lexhop.retrieval.stores.lance.stores import LanceStores

    return LanceStores(data_dir / "collections", embedder)


def _tiers(settings: "Settings", telemetry: "TelemetrySetup") -> "Tiers":
    """Redis where REDIS_URL names one, else the memory of this process."""
    from lexhop.resilience.tiers import open_tiers

    if not settings.redis_url:
        return open_tiers(observers=[telemetry])
    from lexhop.resilience.breaker import Breaker
    from lexhop.resilience.guarded_cache import GuardedCache
    from lexhop.resilience.redis_cache import RedisCache

    try:
        shared = RedisCache(settings.redis_url, _seal(settings))
    except ValueError as error:
        raise BadInput("REDIS_URL: write redis://HOST:PORT/DATABASE") from error
    breaker = Breaker("Redis", failures=2, open_s=10.0)
    telemetry.breakers.append(breaker)
    return open_tiers(GuardedCache(inner=shared, breaker=breaker), observers=[telemetry])


def _seal(settings: "Settings") -> "Seal":
    """Encrypts where LEXHOP_CACHE_KEY is set; else Redis's own password is the secret."""
    from lexhop.resilience.sealing import authenticating, encrypting

    if settings.cache_key is None:
        return authenticating(urlsplit(settings.redis_url).password or "")
    try:
        return encrypting(settings.cache_key.get_secret_value())
    except ImportError as error:
        message = "LEXHOP_CACHE_KEY: it needs a package more, pip install 'lexhop[encryption]'"
        raise BadInput(message) from error


def _embedder(
    settings: "Settings", tiers: "Tiers", kinds: "Mapping[str, EmbedderKind] | None"
) -> "PersistentEmbedder":
    from lexhop.resilience.retry import retrying
    from lexhop.retrieval.embeddings.cached import CachedEmbedder
    from lexhop.retrieval.embeddings.embedder import embedder
    from lexhop.retrieval.embeddings.kept import PersistentEmbedder

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
    return PersistentEmbedder(cached, settings.data_dir / "vectors.sqlite", model=made.model)
