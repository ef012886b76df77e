"""Which files hold nothing to ingest: a file beside the tables, which may be lost."""

import json
from pathlib import Path

from lexhop.corpus.ingest.collection import Refused

_NAME = "REFUSED"


def read_refused(folder: Path) -> Refused:
    """What was written last; {} where there is none, or it is damaged."""
    try:
        kept = json.loads((folder / _NAME).read_text(encoding="ascii"))
        return {str(file): (str(known), str(problem)) for file, (known, problem) in kept.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def write_refused(folder: Path, refused: Refused) -> None:
    """Replace it as a whole."""
    draft = folder / f"{_NAME}.new"
    draft.write_text(json.dumps(refused), encoding="ascii")
    draft.replace(folder / _NAME)
