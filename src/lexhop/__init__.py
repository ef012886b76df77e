"""Multi-hop question answering over documents that refer to each other, with checked citations.

```python
from lexhop import Lexhop

with Lexhop("my-law") as law:
    law.ingest("path/to/acts")
    answer = law.ask("Hvad kræver LL § 33 A, stk. 1?")
    print(answer.status, answer.text)
```
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lexhop.client import AsyncLexhop, Lexhop
    from lexhop.retriever import LexhopRetriever, ask_tool
    from lexhop.state.errors import BadInput
    from lexhop.state.options import Options
    from lexhop.state.records import Answer, Citation, Passage, ProvisionView

__all__ = [
    "Answer",
    "AsyncLexhop",
    "BadInput",
    "Citation",
    "Lexhop",
    "LexhopRetriever",
    "Options",
    "Passage",
    "ProvisionView",
    "ask_tool",
]

_HOMES = {
    "client": ("AsyncLexhop", "Lexhop"),
    "retriever": ("LexhopRetriever", "ask_tool"),
    "state.errors": ("BadInput",),
    "state.options": ("Options",),
    "state.records": ("Answer", "Citation", "Passage", "ProvisionView"),
}


def __getattr__(name: str) -> object:
    """Each name is imported when it is asked for: the command line needs none of them."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"lexhop.{module}"), name)
    raise AttributeError(f"module 'lexhop' has no attribute {name!r}")
