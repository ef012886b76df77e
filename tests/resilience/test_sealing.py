"""What lies in a shared cache counts only if it was made with the same secret, for the same key."""

import os
import zlib

import pytest

from lexhop.resilience.sealing import Seal, authenticating, encrypting

SEALS = {"authenticated": authenticating("a secret"), "encrypted": encrypting("a secret of ours")}
OTHERS = {"authenticated": authenticating("another"), "encrypted": encrypting("a secret of them")}
VALUES = (b"", b"x", os.urandom(5000), b'{"text": "' + b"afgift " * 1000 + b'"}')


@pytest.fixture(params=SEALS)
def name(request: pytest.FixtureRequest) -> str:
    given: str = request.param
    return given


@pytest.mark.parametrize("value", VALUES, ids=len)
def test_a_value_comes_back_for_its_key_and_secret_alone(name: str, value: bytes) -> None:
    stored = SEALS[name].seal("key", value)
    assert SEALS[name].opened("key", stored) == value
    assert SEALS[name].opened("another key", stored) is None
    assert OTHERS[name].opened("key", stored) is None
    for other in SEALS.keys() - {name}:
        assert SEALS[other].opened("key", stored) is None


@pytest.mark.parametrize("value", VALUES[1:], ids=len)
def test_no_byte_can_be_changed_added_or_taken(name: str, value: bytes) -> None:
    seal = SEALS[name]
    stored = seal.seal("key", value)
    for at in {*range(40), len(stored) // 2, len(stored) - 1}:
        if at < len(stored):
            changed = stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :]
            assert seal.opened("key", changed) is None, at
    assert seal.opened("key", stored + b"\0") is None
    assert seal.opened("key", stored[:-1]) is None


@pytest.mark.parametrize(
    "odd", [b"", b"lx2", b"lx2-", b"lx2e", b"lx2e" + b"x" * 11, "lx2-", None, 7]
)
def test_anything_else_is_nothing(name: str, odd: object) -> None:
    assert SEALS[name].opened("key", odd) is None


def test_an_encrypted_value_has_no_word_of_it() -> None:
    stored = SEALS["encrypted"].seal("key", b"Hvad er afgiften?")
    assert b"afgift" not in stored
    assert SEALS["encrypted"].seal("key", b"Hvad er afgiften?") != stored


class _Fooled(Seal):
    """Takes any body: what is behind the seal has to hold by itself."""

    def _body(self, key: str, stored: bytes) -> bytes | None:
        return stored


@pytest.mark.parametrize(
    "body",
    [
        b"z" + zlib.compress(b"\0" * 2**28, 9),
        b"z" + zlib.compress(b"x" * 5000)[:-6],
        b"z" + b"\x1f\x8b no zlib",
        b"z",
        b"",
        b"-" * (2**24 + 1),
    ],
    ids=["a bomb", "cut", "garbage", "empty", "nothing", "too long"],
)
def test_a_bomb_or_garbage_is_nothing_even_behind_the_seal(body: bytes) -> None:
    assert _Fooled().opened("key", body) is None
