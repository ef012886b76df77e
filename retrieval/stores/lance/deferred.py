"""Spares a start the REST client that lancedb imports and nothing here calls.

It is half of what importing lancedb takes: a thousand generated validators. Its models, which
lancedb names in its signatures, are imported as they are; the rest of the package, should anybody
ask for it, when it is asked for.
"""

import sys
from importlib.util import find_spec
from types import ModuleType

_PACKAGE = "lance_namespace_urllib3_client"


class _Deferred(ModuleType):
    """A package whose own code runs when something is asked of it that isn't a submodule."""

    def __getattr__(self, name: str) -> object:
        spec = self.__spec__
        if name.startswith("__") or spec is None or spec.loader is None:
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]
        spec.loader.exec_module(self)
        return getattr(self, name)


def defer_rest_client() -> None:
    """Call it before lancedb is imported; nothing happens after, or where the client is lacking."""
    spec = find_spec(_PACKAGE) if _PACKAGE not in sys.modules else None
    if spec is None or spec.submodule_search_locations is None:
        return
    package = _Deferred(_PACKAGE)
    package.__spec__, package.__loader__, package.__file__ = spec, spec.loader, spec.origin
    package.__path__ = spec.submodule_search_locations
    sys.modules[_PACKAGE] = package
