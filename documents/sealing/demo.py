"""The seal of the demo: root and certificate of this machine, whose names say that they are worth nothing."""

import os
import shutil
import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from documents.sealing.checker import DEMO

ROOT, CERTIFICATE, KEY = "root.pem", "seal.pem", "seal.key.pem"
ORGANISATION = f"{DEMO} (NOT A REAL SEAL)"
YEARS = 20


def ensure(folder: Path, at: datetime) -> None:
    """Make the key and the certificates of the demo in that folder, if they aren't there yet.

    They appear at once or not at all: web server and worker start together.
    """
    if folder.exists():
        return
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".demo-"))
    try:
        _make(made, at)
        with suppress(OSError):  # the other one was first
            made.rename(folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _make(folder: Path, at: datetime) -> None:
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name = _name("签批演示根证书（仅供演示）")
    root = _certificate(root_name, root_key, root_name, root_key, at, authority=True)
    seal = _certificate(
        _name("演示印章（无法律效力）"), key, root_name, root_key, at, authority=False
    )
    _write(folder / ROOT, root.public_bytes(Encoding.PEM))
    _write(folder / CERTIFICATE, seal.public_bytes(Encoding.PEM) + root.public_bytes(Encoding.PEM))
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _write(folder / KEY, secret)


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    at: datetime,
    *,
    authority: bool,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=366 * YEARS))  # the demo's history has its papers too
        .not_valid_after(at + timedelta(days=366 * YEARS))
        .add_extension(x509.BasicConstraints(authority, 0 if authority else None), critical=True)
        .add_extension(usage, critical=True)
        .sign(issuer_key, hashes.SHA256())
    )


def _write(file: Path, content: bytes) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
