"""Checks the seal of one PDF: the file on stdin, what was found on stdout as JSON.

A program of its own, with limits on itself and without the product: a file that anybody hands in is
read here. It answers in codes; documents/verifying.py says them in words. It runs by hand too:

    python documents/sealing/checker.py ROOTS.pem <PAPER.pdf

ROOTS.pem holds the certificates that seals are trusted by; behind the line PEOPLE those by which
the signatures of people are trusted, and no seal.
"""

import io
import json
import logging
import resource
import sys
from typing import Any

SEAL = "Seal"
EVIDENCE = "evidence.json"
DEMO = "QIANPI DEMO"
PEOPLE = b"# people\n"
# What can be found, the worst first.
EMPTY, NO_PDF, LOCKED, UNREADABLE, UNSEALED, CHANGED, UNKNOWN_SEAL, SEALED = (
    "empty",
    "no_pdf",
    "locked",
    "unreadable",
    "unsealed",
    "changed",
    "unknown_seal",
    "sealed",
)
_USAGES = {"non_repudiation", "digital_signature"}


def main() -> int:
    """Limits first, then the file: `checker.py ROOTS.pem [CPU-SECONDS MEMORY-BYTES]`."""
    if len(sys.argv) > 2:
        cpu, memory = int(sys.argv[2]), int(sys.argv[3])
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)  # what is wrong is in the answer
    with open(sys.argv[1], "rb") as roots:
        found = check(sys.stdin.buffer.read(), roots.read())
    json.dump(found, sys.stdout, ensure_ascii=False)
    return 0


def check(pdf: bytes, roots: bytes) -> dict[str, Any]:
    """What the file says for itself: `found`, the seal, the signatures of people, the evidence.

    roots  the certificates that are trusted, as PEM
    """
    from pyhanko.pdf_utils.reader import PdfFileReader

    answer: dict[str, Any] = {"found": UNREADABLE, "seal": None, "people": [], "evidence": None}
    if b"%PDF-" not in pdf[:1024]:
        return answer | {"found": NO_PDF if pdf else EMPTY}
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            return answer | {"found": LOCKED}
        answer["evidence"] = evidence_in(reader)
        signatures = list(reader.embedded_signatures)
    except Exception as error:  # whatever a damaged file makes the library say
        had_a_seal = CHANGED if b"/ByteRange" in pdf else UNREADABLE
        return answer | {"found": had_a_seal, "error": type(error).__name__}
    if not signatures:
        return answer | {"found": UNSEALED}
    try:
        seals, _, people_too = roots.partition(PEOPLE)
        last = signatures.pop()
        told = [told_by(pdf, one, seals + people_too) for one in signatures]
        told.append(told_by(pdf, last, seals))
    except Exception as error:
        return answer | {"found": CHANGED, "error": type(error).__name__}
    *people, seal = told
    answer |= {"seal": seal, "people": people}
    if seal["field"] != SEAL or not seal["whole_file"] or not seal["no_changes"]:
        return answer | {"found": CHANGED}
    worst = min(told, key=lambda one: (CHANGED, UNKNOWN_SEAL, SEALED).index(one["found"]))
    return answer | {"found": worst["found"]}


def told_by(pdf: bytes, signature: Any, roots: bytes) -> dict[str, Any]:
    """What one signature says, and whether it holds: by the bottom line, never by a part of it."""
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    at = signature.self_reported_timestamp
    status = validate_pdf_signature(
        signature,
        ValidationContext(
            trust_roots=list(load_certs_from_pemder_data(roots)) if roots.strip() else [],
            allow_fetching=False,
            moment=at,
        ),
        key_usage_settings=KeyUsageConstraints(key_usage=_USAGES, match_all_key_usages=False),
    )
    holds = status.intact and status.valid and status.docmdp_ok and written_once(pdf, signature)
    trusted = holds and status.bottom_line
    stamped = status.timestamp_validity
    return {
        "field": signature.field_name,
        "found": SEALED if trusted else UNKNOWN_SEAL if holds else CHANGED,
        "whole_file": signature.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        "no_changes": signature.docmdp_level == MDPPerm.NO_CHANGES,
        "at": at and at.isoformat(),
        "timestamp": stamped and stamped.timestamp.isoformat(),
        **certificate_in(signature.signer_cert),
    }


def certificate_in(certificate: Any) -> dict[str, Any]:
    """Whose certificate it is, by whom it was issued, and its fingerprint."""
    subject, issuer = certificate.subject.native, certificate.issuer.native
    return {
        "name": subject.get("common_name", ""),
        "organisation": subject.get("organization_name", ""),
        "issuer": issuer.get("common_name", ""),
        "sha256": certificate.sha256.hex(),
        "demo": DEMO in str(issuer.get("organization_name", "")),
    }


def written_once(pdf: bytes, signature: Any) -> bool:
    """Whether the signature stands in the file in the one way in which it is written.

    It can't cover itself: without this, the case of its digits and what follows it could be changed.
    """
    first, length, second, _rest = (int(number) for number in signature.byte_range)
    written = pdf[first + length : second]
    content = signature.pkcs7_content
    size = der_length(content)
    plain = content[:size].hex().upper().encode() + b"0" * 2 * (len(content) - size)
    head = 2 + (content[1] & 0x7F)
    named = head + der_length(content[head:])
    full = size == named + der_length(content[named:])
    return written == b"<" + plain + b">" and content[0] == 0x30 and full and is_plain(signature)


def is_plain(signature: Any) -> bool:
    """Whether what the signature doesn't cover of itself says what it usually does."""
    data, signer = signature.signed_data, signature.signer_info
    versions = (data["version"].native, signer["version"].native)
    algorithms = [one.native for one in data["digest_algorithms"]]
    issued = signer["sid"].chosen["issuer"].dump() == signature.signer_cert.issuer.dump()
    usual = versions == ("v1", "v1") and algorithms == [signer["digest_algorithm"].native]
    return usual and issued and data["crls"].native is None


def der_length(content: bytes) -> int:
    """How many bytes the DER value at the start of the content has."""
    if content[1] < 0x80:
        return 2 + content[1]
    octets = content[1] & 0x7F
    return 2 + octets + int.from_bytes(content[2 : 2 + octets], "big")


def evidence_in(reader: Any) -> str | None:
    """The text of the one embedded file of that name; None without it, or with others beside it."""
    inside = reader.root
    for name in ("/Names", "/EmbeddedFiles", "/Names"):
        if name not in inside:
            return None
        inside = inside[name]
    if len(inside) != 2:
        return None
    described = inside[1]
    if described["/UF"] != EVIDENCE or described["/AFRelationship"] != "/Data":
        return None
    return str(described["/EF"]["/F"].data.decode("utf-8"))


if __name__ == "__main__":
    sys.exit(main())
