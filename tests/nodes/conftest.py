"""Nodes run on a store in memory: what a store does is held by the contract suite."""

import pytest

from tests.memory_store import MemoryStore, Shelf


@pytest.fixture
def examples(example_shelf: Shelf) -> MemoryStore:
    return MemoryStore(example_shelf)
