"""Key and certificates of the seal, by the settings; the roots of all seals that ever were stay trusted."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from documents.errors import BadSeal
from documents.sealing import checker, demo

ROOTS, PEOPLE, DEMO = "roots", "people-roots", "demo"


@dataclass(frozen=True)
class Keys:
    """The files of the seal: the private key, its certificate with those that issued it behind it."""

    key: Path
    chain: Path
    passphrase: str = ""


def keys(at: datetime) -> Keys | None:
    """The keys that seal papers now; None where nothing seals. The demo's are made at its first paper."""
    given = settings.SEAL
    if given["key"]:
        return Keys(Path(given["key"]), Path(given["certificate"]), given["passphrase"])
    if not given["demo"]:
        return None
    folder = Path(given["folder"]) / DEMO
    demo.ensure(folder, at)
    return Keys(folder / demo.KEY, folder / demo.CERTIFICATE)


def keep_root(chain: Path, kind: str = ROOTS) -> None:
    """Keep the certificate that a chain ends with, so that its seals hold after the next one comes."""
    folder = Path(settings.SEAL["folder"]) / kind
    last = b"-----BEGIN CERTIFICATE-----" + chain.read_bytes().rpartition(_BEGIN)[2]
    file = folder / f"{sha256(last).hexdigest()[:32]}.pem"
    if not file.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_bytes(last)


_BEGIN = b"-----BEGIN CERTIFICATE-----"


def roots() -> bytes:
    """The certificates that are trusted, as PEM: those of the settings, and those that were kept.

    Behind them those by which the signatures of people are trusted, as `checker` takes them.
    """
    given = settings.SEAL
    named = [Path(name) for name in given["roots"]]
    kept, people = (
        sorted((Path(given["folder"]) / kind).glob("*.pem")) for kind in (ROOTS, PEOPLE)
    )
    try:
        seals, others = (
            b"\n".join(file.read_bytes() for file in files) for files in ((*named, *kept), people)
        )
    except OSError as error:
        raise BadSeal(reason=str(error)) from error
    return seals + b"\n" + checker.PEOPLE + others if others else seals


@cache
def signer_of(given: Keys, changed: float) -> Any:
    """What signs with these keys. changed: when the file last was, so that a new key is read anew.

    raises  BadSeal
    """
    from pyhanko.keys import load_certs_from_pemder, load_private_key_from_pemder
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    try:
        certificates = list(load_certs_from_pemder([given.chain]))
        secret = load_private_key_from_pemder(given.key, given.passphrase.encode() or None)
        store = SimpleCertificateStore()
        # Those between: the first goes along anyway, the last one is kept as a root, and neither a
        # second copy nor a root in the file would be covered by anything.
        store.register_multiple(certificates[1:-1])
        return SimpleSigner(signing_cert=certificates[0], signing_key=secret, cert_registry=store)
    except (OSError, ValueError, TypeError, IndexError) as error:
        raise BadSeal(reason=str(error)) from error
