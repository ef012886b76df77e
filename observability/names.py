"""Finds people's names with Presidio, from the extra `presidio`."""

from collections.abc import Callable

from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

_SURE_ENOUGH = 0.5


def presidio_names(
    models: dict[str, str], language: str = "da"
) -> Callable[[str], list[tuple[int, int]]]:
    """A finder of names in texts of `language`, for `redact`.

    `models` are spaCy models by language, installed beforehand: {"da": "da_core_news_md"}. Presidio
    downloads a missing one, or fails. A call takes milliseconds of CPU.
    """
    engine = AnalyzerEngine(
        nlp_engine=NlpEngineProvider(
            nlp_configuration={
                "nlp_engine_name": "spacy",
                "models": [
                    {"lang_code": code, "model_name": name} for code, name in models.items()
                ],
            }
        ).create_engine(),
        supported_languages=list(models),
    )

    def names(text: str) -> list[tuple[int, int]]:
        found = engine.analyze(text, language, entities=["PERSON"], score_threshold=_SURE_ENOUGH)
        return [(name.start, name.end) for name in found]

    return names
