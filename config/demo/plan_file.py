"""A small valid PDF for the plan of a demo case."""

from django.core.files.uploadedfile import SimpleUploadedFile

from approvals.attachments import Checked, checked
from approvals.models import Attachment


def plan_file(name: str, line: str) -> Checked:
    """A plan document of one page that shows one line of ASCII text."""
    upload = SimpleUploadedFile(f"{name}.pdf", pdf(line), content_type="application/pdf")
    return checked(upload, Attachment.Kind.PLAN)


def pdf(line: str) -> bytes:
    """The bytes of a one-page PDF with that line in Helvetica."""
    shown = line.encode("ascii").replace(b"\\", b"").replace(b"(", b"").replace(b")", b"")
    drawn = b"BT /F1 16 Tf 72 760 Td (%s) Tj ET" % shown
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    body += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + (
        b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    )
    return body
