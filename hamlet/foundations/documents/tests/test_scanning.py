import socketserver
import struct
import threading

import pytest
from django_tasks_db.models import DBTaskResult

from hamlet.foundations.audit.queries import history
from hamlet.foundations.documents import jobs, scanner
from hamlet.foundations.documents.operations import keep_document, note_scan
from hamlet.foundations.documents.rules import State
from hamlet.foundations.documents.tests import files

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.StreamRequestHandler):
    """As much of clamd as INSTREAM needs: it reads the pieces and names what it finds."""

    def handle(self):
        said, content = self.rfile.read(10), b""
        assert said == b"zINSTREAM\0"
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        if b"too big" in content:
            self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
        else:
            self.wfile.write(b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0")


@pytest.fixture
def clamd(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.VIRUS_SCANNER = f"127.0.0.1:{server.server_address[1]}"
        yield settings.VIRUS_SCANNER
        server.shutdown()


@pytest.fixture
def kept(agency, insider, settings):
    def keep(content=files.PDF):
        settings.VIRUS_SCANNER = settings.VIRUS_SCANNER or "127.0.0.1:1"
        return keep_document(upload=files.upload(content=content), on=agency, by=insider)

    return keep


def test_scanner_tells_clean_from_found_over_many_pieces(clamd):
    assert scanner.is_clean(files.PDF, clamd)
    assert scanner.is_clean(b"x" * 200_000, clamd)
    assert not scanner.is_clean(b"x" * 100_000 + EICAR, clamd)


def test_scanner_that_does_not_understand_is_an_error_and_never_clean(clamd):
    with pytest.raises(OSError, match="size limit exceeded"):
        scanner.is_clean(b"too big", clamd)


@pytest.mark.parametrize(("extra", "state"), [(b"", State.READY), (EICAR, State.REFUSED)])
def test_document_waits_and_then_the_scan_decides(clamd, kept, extra, state):
    document = kept(files.PDF + extra)
    assert document.state == State.WAITING.value

    jobs.scan_document.call(str(document.pk))
    document.refresh_from_db()
    assert document.state == state.value
    assert history(document)[0].sentence == f"scanned a document: {state.value}"


def test_document_waits_on_when_the_scanner_cannot_be_reached(kept):
    document = kept()

    jobs.scan_document.call(str(document.pk))
    document.refresh_from_db()
    assert document.state == State.WAITING.value
    assert DBTaskResult.objects.get().args_kwargs["args"] == [str(document.pk)]


def test_morning_scans_what_still_waits(kept, clamd, insider, settings):
    document = kept()

    jobs.scan_waiting(None, insider)
    document.refresh_from_db()
    assert document.state == State.READY.value


def test_refused_document_stays_refused(kept, insider):
    document = kept()
    note_scan(document=document, clean=False, by=insider)

    assert note_scan(document=document, clean=True, by=insider).state == State.REFUSED.value


def test_scan_is_asked_for_when_the_document_is_committed(kept, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        document = kept()

    assert DBTaskResult.objects.get().args_kwargs["args"] == [str(document.pk)]
