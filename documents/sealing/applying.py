"""Put the seal on a drawn paper: behind its body, which stays as it is, byte for byte."""

import io
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from documents.errors import BadSeal
from documents.sealing.checker import SEAL, certificate_in
from documents.sealing.keys import PEOPLE, Keys, keep_root, keys, signer_of
from documents.sealing.people import Signature

TIMESTAMP_SECONDS = 10
REASON = "本文件自签发后未经改动"


@dataclass(frozen=True)
class Sealed:
    """A file with its seal, and whose it is; without keys the body as it was, and nothing."""

    pdf: bytes
    seal: dict[str, Any]


def seal(body: bytes, at: datetime, people: Sequence[Signature] = ()) -> Sealed:
    """The paper sealed by the organisation, at that moment: nothing may be changed any more.

    people  who sign before it; their fields are all there before the first one signs

    raises  BadSeal where a key, a certificate or the timestamp can't be had
    """
    given = keys(at)
    if given is None:
        return Sealed(body, {})
    keep_root(given.chain)
    signer = _signer(given)
    try:
        if people:
            body = _with_fields(body, [one.field for one in people])
        for one in people:
            keep_root(one.keys.chain, PEOPLE)
            body = _signed(body, _signer(one.keys), at, one.field, one.reason)
        pdf = _signed(body, signer, at, SEAL, REASON, **_final(after_people=bool(people)))
    except BadSeal:
        raise
    except Exception as error:  # of the library, of the server that stamps the time
        raise BadSeal(reason=f"{type(error).__name__}: {error}") from error
    return Sealed(pdf, certificate_in(signer.signing_cert) | {"at": at.isoformat()})


def _signer(given: Keys) -> Any:
    try:
        return signer_of(given, given.key.stat().st_mtime)
    except OSError as error:
        raise BadSeal(reason=str(error)) from error


def _final(*, after_people: bool) -> dict[str, Any]:
    """What makes a signature the last one: only the first of a file can be the one that certifies."""
    from pyhanko.sign.fields import MDPPerm

    last: dict[str, Any] = {} if after_people else {"certify": True}
    return last | {"docmdp_permissions": MDPPerm.NO_CHANGES}


def _with_fields(body: bytes, names: Sequence[str]) -> bytes:
    """The file with empty fields for these signatures and the seal; filling them is no change of it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import (
        FieldMDPAction,
        FieldMDPSpec,
        MDPPerm,
        SigFieldSpec,
        append_signature_field,
    )

    writer, out = IncrementalPdfFileWriter(io.BytesIO(body)), io.BytesIO()
    for name in names:
        append_signature_field(writer, SigFieldSpec(name))
    everything = FieldMDPSpec(FieldMDPAction.ALL)
    lock: dict[str, Any] = {
        "field_mdp_spec": everything,
        "doc_mdp_update_value": MDPPerm.NO_CHANGES,
    }
    append_signature_field(writer, SigFieldSpec(SEAL, **lock))
    writer.write(out)
    return out.getvalue()


def _signed(body: bytes, signer: Any, at: datetime, field: str, reason: str, **final: Any) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter

    class Dated(signers.PdfSigner):
        """Signs at a given moment, and leaves the file a PDF 1.7, as PDF/A-3 asks."""

        def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
            session = super().init_signing_session(*args, **kwargs)
            session.system_time = at
            return session

        def register_extensions(self, *args: Any, **kwargs: Any) -> None:
            """None: they are of PDF 2.0."""

    about = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=signer.subject_name,
        reason=reason,
        **final,
    )
    sealing = Dated(about, signer, timestamper=_timestamper() if field == SEAL else None)
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
