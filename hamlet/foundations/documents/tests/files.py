"""Small files of each kind, honest and not."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 40
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 200
ELF = b"\x7fELF\x02\x01\x01" + b"\x00" * 60


def archive(**names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, content in names.items():
            made.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


DOCX = archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"})
XLSX = archive(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})
PPTX = archive(**{"[Content_Types].xml": "<Types/>", "ppt/presentation.xml": "<presentation/>"})
ODT = archive(mimetype="application/vnd.oasis.opendocument.text", **{"content.xml": "<content/>"})
MACRO = archive(**{"word/document.xml": "<document/>", "word/vbaProject.bin": "macro"})


def upload(name="paper.pdf", content=PDF):
    return SimpleUploadedFile(name, content)
