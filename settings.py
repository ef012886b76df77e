"""All environment variables, read once."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_MODEL = "gpt-4.1-mini"
DEFAULT_SMALL = "gpt-4.1-nano"


class Settings(BaseSettings):
    """LEXHOP_* variables, and some that other tools read as well.

    `model` is auto (the default one if there is a key, else none), extractive, or a model's name.
    """

    model_config = SettingsConfigDict(env_prefix="LEXHOP_", frozen=True)

    data_dir: Path = Path(".lexhop")
    model: str = "auto"
    model_small: str = ""
    model_fallback: str = ""
    model_timeout_s: float = Field(default=20.0, gt=0, le=50)
    model_effort: Literal["", "none", "minimal", "low", "medium", "high", "xhigh"] = ""
    model_responses: bool = False
    model_prices: Path | None = None
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str = Field(default="", validation_alias="OPENAI_BASE_URL")
    redis_url: str = Field(default="", validation_alias="REDIS_URL")
    cache_key: SecretStr | None = Field(default=None, min_length=16)
    tenant: str = ""
    log_level: Literal["off", "debug", "info", "warning", "error"] = "off"
    trace_text: Literal["redacted", "none"] = "redacted"
    store: str = "lancedb"
    abbreviations: Path | None = None
    embeddings: str = ""
    embeddings_batch: int = Field(default=64, ge=1, le=128)
    embeddings_device: str = ""
    processes: int = Field(default=0, ge=0, le=64)
    chunk_provision: int = Field(default=1200, ge=100, le=8000)
    chunk_technical: int = Field(default=1200, ge=100, le=8000)
    chunk_code: int = Field(default=800, ge=100, le=8000)
    chunk_general: int = Field(default=1500, ge=100, le=8000)
    chunk_overlap: float = Field(default=0.15, ge=0.0, le=0.5)

    @field_validator("store")
    @classmethod
    def _only_embedded(cls, name: str) -> str:
        if name != "lancedb":
            message = f"{name!r} is no store of this version; use LEXHOP_STORE=lancedb"
            raise ValueError(message)
        return name

    @model_validator(mode="after")
    def _reachable_model(self) -> "Settings":
        if self.model == "auto" and self.openai_base_url and not self.openai_api_key:
            raise ValueError(
                "OPENAI_BASE_URL: name a model of that server as well, LEXHOP_MODEL=NAME, or "
                "LEXHOP_MODEL=extractive for none"
            )
        if self.model not in ("auto", "extractive") and not (
            self.openai_api_key or self.openai_base_url
        ):
            raise ValueError(
                f"LEXHOP_MODEL: {self.model!r} needs OPENAI_API_KEY, or OPENAI_BASE_URL for a "
                "server of your own"
            )
        return self

    @property
    def chat_model(self) -> str:
        """The model that writes, "" for none."""
        if self.model == "auto":
            return DEFAULT_MODEL if self.openai_api_key else ""
        return "" if self.model == "extractive" else self.model

    @classmethod
    def foreign_names(cls) -> frozenset[str]:
        """The variables without the prefix LEXHOP_."""
        aliases = (field.validation_alias for field in cls.model_fields.values())
        return frozenset(alias for alias in aliases if isinstance(alias, str))

    @property
    def chat_models(self) -> frozenset[str]:
        """The models that are asked before any stand-in."""
        return frozenset({self.chat_model, self.small_model} if self.chat_model else ())

    @property
    def small_model(self) -> str:
        """The model for planning, and for simple questions."""
        return self.model_small or (DEFAULT_SMALL if self.model == "auto" else self.chat_model)

    @property
    def stand_in(self) -> str:
        """The cheaper model to fall back to, "" for none."""
        other = self.model_fallback or self.small_model
        return other if other != self.chat_model else ""
