"""The seal on a file: what it holds, and that no change of the file passes, whatever it is."""

import io
import os
import random
import re
import stat
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pypdfium2
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from documents import errors
from documents.sealing import applying, checker, checking, demo, keys
from documents.sealing.people import Signature
from tests.documents.sealed import AT, File, body, key_of, seal_in, sealed_by, small

CHANGED, UNKNOWN, UNSEALED = checker.CHANGED, checker.UNKNOWN_SEAL, checker.UNSEALED


@pytest.fixture(scope="module")
def file() -> File:
    return small()


def found(pdf: bytes, roots: bytes) -> str:
    """What is found, asked in this process: quick, and the same code."""
    return str(checker.check(pdf, roots)["found"])


def test_the_seal_stands_behind_the_body_and_is_trusted_by_its_root_alone(file):
    assert file.sealed.startswith(file.body) and len(file.sealed) < len(file.body) + 20_000
    told = checking.check(file.sealed, file.roots)
    assert told.state == checker.SEALED and told.evidence["content"]["conclusion"] == "已备案"
    assert told.seal["whole_file"] and told.seal["no_changes"] and told.seal["at"] == AT.isoformat()
    assert found(file.sealed, b"") == UNKNOWN


def test_the_sealed_file_is_still_a_pdf_a_3a_of_version_1_7(file):
    root = PdfFileReader(io.BytesIO(file.sealed)).root
    xmp = root["/Metadata"].data.decode()
    assert 'pdfaid:part="3"' in xmp and "/Version" not in root and "/Extensions" not in root
    assert file.sealed.startswith(b"%PDF-1.7") and root["/Perms"]["/DocMDP"]["/Type"] == "/Sig"


def test_every_bit_counts_even_in_the_signature_itself(file):
    """A sample, spread evenly; all 17,600 bits of the signature were tried once."""
    signature = file.sealed.rindex(b"/Contents <")
    places = random.Random(26).sample(range(len(file.body)), 40)
    places += range(signature + 11, signature + 2_300, 60)
    places += range(signature + 2_300, len(file.sealed), 150)
    passed = []
    for number, place in enumerate(places):
        copy = bytearray(file.sealed)
        copy[place] ^= 1 << number % 8
        if found(bytes(copy), file.roots) == checker.SEALED:
            passed.append((place, number % 8))
    assert passed == []


def overlaid(pdf: bytes) -> bytes:
    """White over a line, and other words on it, as an annotation: what readers call an edit."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    stream = b"q 1 1 1 rg 40 700 500 90 re f Q"
    from pyhanko.pdf_utils.generic import StreamObject, pdf_name

    added = writer.add_object(StreamObject(stream_data=stream))
    from pyhanko.pdf_utils.generic import ArrayObject

    page[pdf_name("/Contents")] = ArrayObject([page.raw_get("/Contents"), added])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def updated(pdf: bytes, change) -> bytes:
    """The file with a change of its root behind its end."""
    writer, out = IncrementalPdfFileWriter(io.BytesIO(pdf)), io.BytesIO()
    change(writer)
    writer.write(out)
    return out.getvalue()


def without_its_page(pdf: bytes) -> bytes:
    def change(writer):
        pages = writer.root["/Pages"]
        pages |= {generic.pdf_name("/Kids"): generic.ArrayObject()}
        pages |= {generic.pdf_name("/Count"): generic.NumberObject(0)}
        writer.update_container(pages)

    return updated(pdf, change)


def with_another_title(pdf: bytes) -> bytes:
    title = {generic.pdf_name("/Title"): generic.TextStringObject("批复")}
    return updated(pdf, lambda w: w.set_info(w.add_object(generic.DictionaryObject(title))))


def written_anew(pdf: bytes) -> bytes:
    out = io.BytesIO()
    pypdfium2.PdfDocument(pdf).save(out)
    return out.getvalue()


def locked(pdf: bytes, password: str) -> bytes:
    writer, out = copy_into_new_writer(PdfFileReader(io.BytesIO(pdf))), io.BytesIO()
    writer.encrypt(owner_pass="owner", user_pass=password)
    writer.write(out)
    return out.getvalue()


def with_other_evidence(pdf: bytes, text: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    attached = writer.root["/Names"]["/EmbeddedFiles"]["/Names"][1]["/EF"]["/F"]
    attached._data, attached._encoded_data = text, None
    attached.pop("/Filter", None)
    writer.update_container(attached)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_tamper_matrix(file, tmp_path, monkeypatch):
    another = sealed_by(tmp_path / "another", file.body)[0]
    over = overlaid(file.sealed)
    swapped = with_other_evidence(file.sealed, b"{}")
    matrix = {
        "overlay": (over, CHANGED),
        "overlay and another seal": (
            sealed_by(tmp_path / "third", overlaid(file.body))[0],
            UNKNOWN,
        ),
        "swapped evidence": (swapped, CHANGED),
        "cut off at the end": (file.sealed[:-7], CHANGED),
        "cut off in the middle": (file.sealed[: len(file.body) // 2], checker.UNREADABLE),
        "the body without its seal": (file.body, UNSEALED),
        "sealed by another key": (another, UNKNOWN),
        "something behind it": (file.sealed + b"\n%%EOF\n", CHANGED),
        "something before it": (b"\n" + file.sealed, CHANGED),
        "nothing": (b"", checker.EMPTY),
        "no PDF": (b"PK\x03\x04 a plan", checker.NO_PDF),
        "locked by a password": (locked(file.body, "geheim"), checker.LOCKED),
        "locked against changes": (locked(file.body, ""), checker.LOCKED),
        "a page less": (without_its_page(file.sealed), CHANGED),
        "another title": (with_another_title(file.sealed), CHANGED),
        "written anew": (written_anew(file.sealed), CHANGED),
    }
    told = {name: found(pdf, file.roots) for name, (pdf, _) in matrix.items()}
    assert told == {name: state for name, (_, state) in matrix.items()}
    monkeypatch.setattr(checking, "MAX_BYTES", len(file.sealed))
    assert checking.check(file.sealed + b" ", file.roots).state == checking.TOO_LARGE


def test_who_decided_signs_before_the_seal_and_every_signature_counts(file, tmp_path):
    (tmp_path / "people").mkdir()
    said = (("wang", "单位审核：同意"), ("zhao", "市场部立项：列入"))
    signing = [
        Signature(f"Person{n}", key_of(tmp_path / "people", name), words)
        for n, (name, words) in enumerate(said, start=1)
    ]
    pdf, roots = sealed_by(tmp_path / "seal", file.body, signing)
    told = checker.check(pdf, roots)
    assert told["found"] == checker.SEALED and told["seal"]["field"] == checker.SEAL
    assert [one["field"] for one in told["people"]] == ["Person1", "Person2"]
    reader = PdfFileReader(io.BytesIO(pdf))
    assert [s.sig_object["/Reason"] for s in reader.embedded_signatures][:2] == [w for _, w in said]
    # All fields were there before the first signature, as an update of their own.
    first = reader.get_historical_resolver(1).root["/AcroForm"]["/Fields"]
    assert len(first) == 3 and pdf.startswith(file.body)

    signatures = [m.start() for m in re.finditer(rb"/Contents <30", pdf)]
    assert len(signatures) == 3
    for place in (len(file.body) // 2, *(start + 500 for start in signatures)):
        copy = bytearray(pdf)
        copy[place] ^= 1
        assert found(bytes(copy), roots) != checker.SEALED, place
    assert found(overlaid(pdf), roots) == CHANGED
    seals, _, people = roots.partition(checker.PEOPLE)
    assert people.count(b"BEGIN") == 2 and found(pdf, seals) == UNKNOWN
    # The key of a person makes no seal.
    key = signing[0].keys
    how = {"key": str(key.key), "certificate": str(key.chain)}
    assert found(sealed_by(tmp_path / "forged", file.body, **how)[0], roots) == UNKNOWN
    key.key.write_text("nonsense")
    with pytest.raises(errors.BadSeal):
        sealed_by(tmp_path / "seal", file.body, signing)


def test_a_seal_over_evidence_that_does_not_fit_its_hash_is_no_paper(tmp_path):
    broken = with_other_evidence(body(), b'{"content": {}, "content_hash": "0"}')
    pdf, roots = sealed_by(tmp_path, broken)
    assert found(pdf, roots) == checker.SEALED
    assert checking.check(pdf, roots).state == CHANGED


def test_after_the_key_was_changed_old_papers_hold_and_new_ones_too(file, tmp_path):
    old, _ = sealed_by(tmp_path, file.body)
    (tmp_path / "demo").rename(tmp_path / "retired")
    new, roots = sealed_by(tmp_path, file.body)
    assert roots.count(b"BEGIN CERTIFICATE") == 2
    assert (found(old, roots), found(new, roots)) == (checker.SEALED, checker.SEALED)
    assert (
        checker.check(old, roots)["seal"]["sha256"] != checker.check(new, roots)["seal"]["sha256"]
    )


def test_the_demo_seal_says_so_in_its_certificate_and_its_key_is_the_owners_alone(file, tmp_path):
    seal = checker.check(file.sealed, file.roots)["seal"]
    assert seal["demo"] and "DEMO" in seal["organisation"] and "演示" in seal["name"]
    demo.ensure(tmp_path / "demo", AT)
    before = (tmp_path / "demo" / demo.KEY).read_bytes()
    demo.ensure(tmp_path / "demo", AT)
    assert (tmp_path / "demo" / demo.KEY).read_bytes() == before
    modes = {stat.S_IMODE(os.stat(f).st_mode) for f in (tmp_path / "demo").iterdir()}
    assert modes == {0o600} and [f.name for f in tmp_path.iterdir()] == ["demo"]


def test_without_a_key_a_paper_has_no_seal_and_with_a_bad_one_it_is_not_made(settings, tmp_path):
    settings.SEAL = seal_in(tmp_path, demo=False)
    assert applying.seal(b"%PDF", AT) == applying.Sealed(b"%PDF", {})
    (tmp_path / "bad.pem").write_text("nonsense")
    bad = str(tmp_path / "bad.pem")
    settings.SEAL = seal_in(tmp_path, key=bad, certificate=bad)
    with pytest.raises(errors.BadSeal):
        applying.seal(b"%PDF", AT)


def test_a_key_of_the_settings_seals_with_a_passphrase(file, settings, tmp_path):
    from cryptography.hazmat.primitives import serialization

    demo.ensure(tmp_path / "made", AT)
    plain = serialization.load_pem_private_key((tmp_path / "made" / demo.KEY).read_bytes(), None)
    locked = plain.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"geheim"),
    )
    (tmp_path / "key.pem").write_bytes(locked)
    chain = str(tmp_path / "made" / demo.CERTIFICATE)
    given = {"key": str(tmp_path / "key.pem"), "certificate": chain, "demo": False}
    pdf, roots = sealed_by(tmp_path, file.body, passphrase="geheim", **given)
    assert found(pdf, roots) == checker.SEALED
    with pytest.raises(errors.BadSeal):
        sealed_by(tmp_path, file.body, passphrase="falsch", **given)


def test_an_expired_certificate_still_holds_for_what_it_sealed_in_its_time(tmp_path, settings):
    long_ago = datetime(1990, 1, 1, tzinfo=UTC)
    demo.ensure(tmp_path / "demo", long_ago)
    settings.SEAL = seal_in(tmp_path)
    within, after = long_ago + timedelta(days=30), long_ago + timedelta(days=366 * 21)
    for at, state in ((within, checker.SEALED), (after, UNKNOWN)):
        pdf = applying.seal(small().body, at).pdf
        assert found(pdf, keys.roots()) == state


@pytest.fixture
def clock_server(tmp_path):
    """A server that stamps the time, on this machine."""
    from asn1crypto import tsp
    from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
    from pyhanko.sign.timestamps import DummyTimeStamper

    from tests.documents.stamping import make_authority

    make_authority(tmp_path)
    stamper = DummyTimeStamper(
        load_cert_from_pemder(tmp_path / "tsa.pem"),
        load_private_key_from_pemder(tmp_path / "tsa.key.pem", None),
        fixed_dt=AT + timedelta(seconds=5),
    )

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            """Says nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", str(tmp_path / "tsa.pem")
    server.shutdown()


def test_a_timestamp_says_when_and_is_trusted_by_its_own_root(file, tmp_path, clock_server):
    url, authority = clock_server
    pdf, roots = sealed_by(tmp_path, file.body, timestamp=url, roots=[authority])
    told = checker.check(pdf, roots)
    assert told["found"] == checker.SEALED
    assert told["seal"]["timestamp"] == (AT + timedelta(seconds=5)).isoformat()
    own = roots.replace((tmp_path / "tsa.pem").read_bytes(), b"")
    assert found(pdf, own) == UNKNOWN


def test_a_timestamp_that_cannot_be_had_leaves_the_paper_unmade(file, tmp_path):
    with pytest.raises(errors.BadSeal):
        sealed_by(tmp_path, file.body, timestamp="http://127.0.0.1:9/")
