"""Every environment variable, read once."""

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """LEXHOP_* variables. Other names belong to the libraries that own them."""

    model_config = SettingsConfigDict(env_prefix="LEXHOP_", frozen=True)

    data_dir: Path = Path(".lexhop")
    model: str = "auto"
    store: str = "lancedb"
    abbreviations: Path | None = None
    embeddings: str = ""
    embeddings_batch: int = Field(default=64, ge=1, le=128)
    embeddings_device: str = ""
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

    @field_validator("model")
    @classmethod
    def _only_extractive(cls, name: str) -> str:
        if name not in {"auto", "extractive"}:
            message = (
                f"{name!r} is a chat model, and this version reasons without one; "
                "use LEXHOP_MODEL=auto or extractive"
            )
            raise ValueError(message)
        return name
