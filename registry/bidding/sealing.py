"""How a bid is sealed so that only two of the named holders together open it.

Each bid has a key of its own (AES-256-GCM) that nobody keeps. For every two holders it is locked
with a lock made of two random halves; each half is wrapped for its holder's public key (X25519, an
ephemeral key, HKDF). A holder's private key is made of the passphrase (scrypt) whenever it is
needed. So neither the database nor a backup nor one holder alone opens a bid. Who runs the machine
could still change the program and see bids as they arrive, or passphrases as they are typed.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

NEEDED = 2  # holders who open together
LEAST_PASSPHRASE = 12
_KEY, _NONCE, _PUBLIC = 32, 12, 32
_WORK = {"n": 2**15, "r": 8, "p": 1}


class CannotOpen(Exception):
    """These are not the keys that it was sealed for, or it was changed since."""


@dataclass(frozen=True)
class Sealed:
    """A sealed bid: the box for the database, a wrapped half for each holder, the hash of what is in it."""

    box: bytes
    halves: list[bytes]
    digest: str


def new_key(passphrase: str) -> tuple[bytes, bytes]:
    """A salt, and the public key that belongs to the passphrase."""
    salt = os.urandom(16)
    return salt, _private(passphrase, salt).public_key().public_bytes_raw()


def fits(passphrase: str, *, salt: bytes, public: bytes) -> bool:
    """Whether the passphrase is the one of a key."""
    return _private(passphrase, salt).public_key().public_bytes_raw() == public


def seal(content: Mapping[str, Any], file: bytes, publics: Sequence[bytes]) -> Sealed:
    """Content and file, sealed for these holders: any two of them open it."""
    told = json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
    inside = len(told).to_bytes(4, "big") + told + file
    key, halves = os.urandom(_KEY), [os.urandom(_KEY) for _ in publics]
    locked = {
        f"{a}-{b}": _shut(_lock(halves[a], halves[b]), key).hex()
        for a, b in combinations(range(len(publics)), NEEDED)
    }
    head = json.dumps(locked, sort_keys=True).encode()
    box = len(head).to_bytes(4, "big") + head + _shut(key, inside)
    wrapped = [_wrap(half, public) for half, public in zip(halves, publics, strict=True)]
    return Sealed(box, wrapped, hashlib.sha256(inside).hexdigest())


def half_of(wrapped: bytes, passphrase: str, salt: bytes) -> bytes:
    """A holder's half of the lock of a bid. Raises CannotOpen."""
    ephemeral, shut = wrapped[:_PUBLIC], wrapped[_PUBLIC:]
    secret = _private(passphrase, salt).exchange(X25519PublicKey.from_public_bytes(ephemeral))
    return _unshut(_derived(secret, b"qianpi half"), shut)


def unseal(box: bytes, halves: Mapping[int, bytes], digest: str) -> tuple[dict[str, Any], bytes]:
    """What is in a box, by the halves of two holders (by their place). Raises CannotOpen."""
    a, b = sorted(halves)[:NEEDED]
    size = int.from_bytes(box[:4], "big")
    locked = json.loads(box[4 : 4 + size])
    key = _unshut(_lock(halves[a], halves[b]), bytes.fromhex(locked[f"{a}-{b}"]))
    inside = _unshut(key, box[4 + size :])
    if hashlib.sha256(inside).hexdigest() != digest:
        raise CannotOpen(CannotOpen.__doc__)
    told = int.from_bytes(inside[:4], "big")
    return json.loads(inside[4 : 4 + told]), inside[4 + told :]


def _private(passphrase: str, salt: bytes) -> X25519PrivateKey:
    seed = Scrypt(salt=bytes(salt), length=_KEY, **_WORK).derive(passphrase.encode())
    return X25519PrivateKey.from_private_bytes(seed)


def _wrap(half: bytes, public: bytes) -> bytes:
    ephemeral = X25519PrivateKey.generate()
    secret = ephemeral.exchange(X25519PublicKey.from_public_bytes(bytes(public)))
    shut = _shut(_derived(secret, b"qianpi half"), half)
    return ephemeral.public_key().public_bytes_raw() + shut


def _lock(one: bytes, other: bytes) -> bytes:
    return _derived(bytes(one) + bytes(other), b"qianpi lock")


def _derived(secret: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY, salt=None, info=info).derive(secret)


def _shut(key: bytes, plain: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, None)


def _unshut(key: bytes, shut: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(bytes(shut[:_NONCE]), bytes(shut[_NONCE:]), None)
    except InvalidTag as error:
        raise CannotOpen(CannotOpen.__doc__) from error
