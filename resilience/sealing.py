"""Values as they lie in a shared cache: only who has the secret can make one.

Whoever can write to the cache could otherwise put an answer there. Anything that isn't sealed for
its key, by this secret, is nothing: a miss.
"""

import hmac
import os
import zlib
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

_MARK, _MARK_ENCRYPTED = b"lx2-", b"lx2e"
_PLAIN, _PACKED = b"-", b"z"
_MAC = 16
_NONCE = 12
_WORTH_PACKING = 1024
_MOST_BYTES = 16 * 2**20
"""No value of ours is longer, before it is packed or after it is unpacked."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Seals with a MAC (BLAKE2b), keyed by `secret`; encrypts as well with `cipher`."""

    secret: bytes = b""
    cipher: "ChaCha20Poly1305 | None" = field(default=None, repr=False)

    def seal(self, key: str, value: bytes) -> bytes:
        """`value` as it is stored under `key`; long JSON is compressed."""
        packed = len(value) > _WORTH_PACKING and value[:1] in b"{["
        body = _PACKED + zlib.compress(value, 1) if packed else _PLAIN + value
        if self.cipher is None:
            return _MARK + self._mac(key, body) + body
        nonce = os.urandom(_NONCE)
        return _MARK_ENCRYPTED + nonce + self.cipher.encrypt(nonce, body, key.encode())

    def opened(self, key: str, stored: object) -> bytes | None:
        """The value that was sealed for `key` with this secret; None for anything else."""
        if not isinstance(stored, bytes) or len(stored) > _MOST_BYTES:
            return None
        body = self._body(key, stored)
        if not body:
            return None
        return _unpacked(body[1:]) if body[:1] == _PACKED else body[1:]

    def _body(self, key: str, stored: bytes) -> bytes | None:
        mark, rest = stored[: len(_MARK)], stored[len(_MARK) :]
        if self.cipher is None:
            body = rest[_MAC:]
            mine = mark == _MARK and hmac.compare_digest(rest[:_MAC], self._mac(key, body))
            return body if mine else None
        if mark != _MARK_ENCRYPTED:
            return None
        from cryptography.exceptions import InvalidTag

        try:
            return self.cipher.decrypt(rest[:_NONCE], rest[_NONCE:], key.encode())
        except (InvalidTag, ValueError):
            return None

    def _mac(self, key: str, body: bytes) -> bytes:
        digest = blake2b(key.encode(), digest_size=_MAC, key=self.secret)
        digest.update(b"\0")
        digest.update(body)
        return digest.digest()


def encrypting(secret: str) -> Seal:
    """A seal that encrypts (ChaCha20-Poly1305, RFC 8439) by a key that `secret` gives.

    Raises ImportError where the package cryptography is missing.
    """
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return Seal(cipher=ChaCha20Poly1305(_key(secret)))


def authenticating(secret: str) -> Seal:
    """A seal that only tells whose a value is."""
    return Seal(secret=_key(secret))


def _key(secret: str) -> bytes:
    return blake2b(secret.encode(), digest_size=32, person=b"lexhop cache").digest()


def _unpacked(body: bytes) -> bytes | None:
    """None for what isn't compressed by us, or is longer than anything of ours."""
    unpacking = zlib.decompressobj()
    try:
        value = unpacking.decompress(body, _MOST_BYTES)
    except zlib.error:
        return None
    return value if unpacking.eof else None
