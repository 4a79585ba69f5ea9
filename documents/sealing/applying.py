"""Put the seal on a drawn paper: behind its body, which stays as it is, byte for byte."""

import io
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from documents.errors import BadSeal
from documents.sealing.checker import SEAL, certificate_in
from documents.sealing.keys import keep_root, keys, signer_of

TIMESTAMP_SECONDS = 10


@dataclass(frozen=True)
class Sealed:
    """A file with its seal, and whose it is; without keys the body as it was, and nothing."""

    pdf: bytes
    seal: dict[str, Any]


def seal(body: bytes, at: datetime) -> Sealed:
    """The paper sealed by the organisation, at that moment: nothing may be changed any more.

    raises  BadSeal where key, certificate or timestamp can't be had
    """
    given = keys(at)
    if given is None:
        return Sealed(body, {})
    keep_root(given.chain)
    signer = signer_of(given, given.key.stat().st_mtime)
    try:
        pdf = _signed(body, signer, at)
    except Exception as error:  # of the library, of the server that stamps the time
        raise BadSeal(reason=f"{type(error).__name__}: {error}") from error
    return Sealed(pdf, certificate_in(signer.signing_cert) | {"at": at.isoformat()})


def _signed(body: bytes, signer: Any, at: datetime) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

    class Dated(signers.PdfSigner):
        """Signs at a given moment, and leaves the file a PDF 1.7, as PDF/A-3 asks."""

        def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
            session = super().init_signing_session(*args, **kwargs)
            session.system_time = at
            return session

        def register_extensions(self, *args: Any, **kwargs: Any) -> None:
            """None: they are of PDF 2.0."""

    about = signers.PdfSignatureMetadata(
        field_name=SEAL,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        name=signer.subject_name,
        reason="本文件自签发后未经改动",
    )
    sealing = Dated(about, signer, timestamper=_timestamper())
    out = sealing.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(body)))
    return bytes(out.getvalue())


def _timestamper() -> Any:
    """What asks the server of the settings for the time; None without one."""
    url = settings.SEAL["timestamp"]
    if not url:
        return None
    from asn1crypto import tsp
    from pyhanko.sign.timestamps import TimeStamper

    class Server(TimeStamper):
        async def async_request_tsa_response(self, req: Any) -> Any:
            asked = urllib.request.Request(  # noqa: S310 - the address is the administrator's
                url, req.dump(), {"Content-Type": "application/timestamp-query"}
            )
            with urllib.request.urlopen(asked, timeout=TIMESTAMP_SECONDS) as answer:  # noqa: S310
                return tsp.TimeStampResp.load(answer.read(1_000_000))

    return Server()
