"""PDF files that are accessible (PDF/UA-1) and archivable (PDF/A-2a) at once. The only importer of WeasyPrint.

Why and how stands in docs/adr/0002-one-pdf-both-standards.md.
"""

import mimetypes
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin
from xml.etree import ElementTree

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils.translation import get_language

if TYPE_CHECKING:
    from weasyprint import Document
    from weasyprint.pdf.metadata import DocumentMetadata
    from weasyprint.urls import URLFetcher

#: PDF/A allows a foreign metadata namespace only when the file describes it: this names PDF/UA's and describes it.
PDF_UA_METADATA = """
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
         xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
         xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
         xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <rdf:Description rdf:about="" pdfuaid:part="1"/>
  <rdf:Description rdf:about="">
    <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
      <pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
      <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
      <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
      <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
        <pdfaProperty:name>part</pdfaProperty:name>
        <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
        <pdfaProperty:category>internal</pdfaProperty:category>
        <pdfaProperty:description>Indicates which part of ISO 14289 the file follows</pdfaProperty:description>
      </rdf:li></rdf:Seq></pdfaSchema:property>
    </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
</rdf:RDF>"""

#: The prefixes are part of the standard: a reader may look for them by name.
for prefix, path in {"Extension": "extension/", "Schema": "schema#", "Property": "property#"}.items():
    ElementTree.register_namespace(f"pdfa{prefix}", f"http://www.aiim.org/pdfa/ns/{path}")


def render_pdf(template_name: str, context: dict[str, Any], *, created: datetime, draft: bool = False) -> bytes:
    """Render a template under templates/pdf/, in the active language, to PDF/UA-1 and PDF/A-2a.

    `created` is the record's own moment, so the same record gives the same bytes every time.
    """
    language = get_language() or settings.LANGUAGE_CODE
    html = render_to_string(template_name, {**context, "language": language, "created": created, "draft": draft})
    return html_to_pdf(html, created=created)


def html_to_pdf(html: str, *, created: datetime) -> bytes:
    """Turn a whole HTML document into PDF/UA-1 and PDF/A-2a."""
    from weasyprint import HTML  # slow to import: only paid when a PDF is made

    if created.tzinfo is None:
        raise ValueError("created must be an aware datetime")
    variant = {"pdf_variant": "pdf/a-2a"}
    document = HTML(string=html, base_url=settings.BASE_URL, url_fetcher=static_fetcher()).render(**variant)
    document.metadata = _both_standards(document.metadata, created)
    return document.write_pdf(finisher=_finish, **variant)


def static_fetcher() -> "URLFetcher":
    """A fetcher for WeasyPrint that serves the product's own static files and refuses everything else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class StaticFetcher(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            path = find_static(url)
            content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})

    return StaticFetcher(allowed_protocols=[], allow_redirects=False)


def find_static(url: str) -> Path:
    """The static file that `url` names. Any other address raises PermissionError, on the network and on disk alike."""
    prefix = urljoin(settings.BASE_URL, settings.STATIC_URL)
    if not url.startswith(prefix):
        raise PermissionError(f"A PDF may only use the product's own static files, not {url}")
    try:
        found = finders.find(unquote(url.removeprefix(prefix)))
    except (SuspiciousFileOperation, ValueError):  # a way out of the folder; a NUL in the name
        found = None
    if not found or not Path(found).is_file():
        raise PermissionError(f"There is no static file at {url}")
    return Path(found)


def _both_standards(metadata: "DocumentMetadata", created: datetime) -> "DocumentMetadata":
    """The same metadata, dated by the record, saying PDF/UA besides the PDF/A that WeasyPrint says."""
    from weasyprint.pdf.metadata import DocumentMetadata

    class BothStandards(DocumentMetadata):
        def include_in_pdf(self, pdf, variant, version, conformance, compress):  # type: ignore[no-untyped-def]
            super().include_in_pdf(pdf, variant, version, conformance, compress=False)  # archives read it as it lies

        def generate_rdf_metadata(self, variant, version, conformance):  # type: ignore[no-untyped-def]
            rdf = ElementTree.fromstring(super().generate_rdf_metadata(variant, version, conformance))  # noqa: S314  # nosec B314 - our own text
            rdf.extend(ElementTree.fromstring(PDF_UA_METADATA))  # noqa: S314  # nosec B314 - our own text
            return ElementTree.tostring(rdf, encoding="utf-8")

    moment = created.astimezone(UTC).isoformat(timespec="seconds")
    return BothStandards(**{**vars(metadata), "created": moment, "modified": moment})


def _finish(_document: "Document", pdf: Any) -> None:
    """Mend what WeasyPrint leaves short of the promises above, right before the file is written."""
    _mend_structure(pdf)
    _open_for_signatures(pdf)
    _forget_the_clock(pdf)
    _end_streams_clearly(pdf)


def _mend_structure(pdf: Any) -> None:
    """Give PDF/UA the structure that it asks for and WeasyPrint leaves out."""
    import pydyf  # WeasyPrint's writer of PDF

    objects = {item.reference: item for item in pdf.objects if item.number}
    root = objects[pdf.catalog["StructTreeRoot"]]
    in_tree = set(_references_below(root["K"], objects))
    elements = {reference: item for reference, item in objects.items() if _is_structure(item)}

    # Running heads, feet and the draft mark hang outside the tree, neither content nor artifact: make them artifacts.
    pages = zip(pdf.page_references, objects[root["ParentTree"]]["Nums"][1::2], strict=False)  # links follow the pages
    for page, parents in pages:
        outside = {mcid for mcid, parent in enumerate(parents) if parent not in in_tree}
        stream = objects[objects[page]["Contents"]].stream
        for position, properties in enumerate(stream):
            if isinstance(properties, dict) and properties.get("MCID") in outside:
                parents[properties["MCID"]] = "null"
                stream[position - 1 : position + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
    for reference in elements.keys() - in_tree:
        elements[reference].clear()

    # A list item holds a label and a body, nothing else: paragraphs straight inside <li> get a body around them.
    for item in [element for element in elements.values() if element.get("S") == "/LI"]:
        loose = [kid for kid in item["K"] if kid in elements and elements[kid]["S"] not in {"/Lbl", "/LBody"}]
        if loose:
            body = pydyf.Dictionary({**item, "S": "/LBody", "K": pydyf.Array(loose), "P": item.reference})
            pdf.add_object(body)
            item["K"] = pydyf.Array([*(kid for kid in item["K"] if kid not in loose), body.reference])
            for kid in loose:
                elements[kid]["P"] = body.reference


def _is_structure(item: Any) -> bool:
    return isinstance(item, dict) and item.get("Type") == "/StructElem"


def _references_below(kids: list[Any], objects: dict[bytes, Any]) -> Iterator[bytes]:
    """Every structure element under `kids`, depth first."""
    for kid in kids:
        if kid in objects:
            yield kid
            yield from _references_below(objects[kid].get("K", []), objects)


def _open_for_signatures(pdf: Any) -> None:
    """Let the file have a form without fields, so that a signature added to it changes nothing else of it."""
    import pydyf

    form = pydyf.Dictionary({"Fields": pydyf.Array([])})
    pdf.add_object(form)
    pdf.catalog["AcroForm"] = form.reference


def _forget_the_clock(pdf: Any) -> None:
    """Date the embedded fonts by their makers: fontTools stamps a subset with the moment it was cut."""
    from fontTools.ttLib import TTFont

    for stream in [item for item in pdf.objects if "Length1" in getattr(item, "extra", {})]:
        font = TTFont(BytesIO(b"".join(stream.stream)), recalcTimestamp=False, recalcBBoxes=False)
        font["head"].modified = font["head"].created
        file = BytesIO()
        font.save(file, reorderTables=None)
        stream.stream = [file.getvalue()]
        stream.extra["Length1"] = len(file.getvalue())


def _end_streams_clearly(pdf: Any) -> None:
    """Let no stream's data end like a line: a reader could take its last byte for the line end before `endstream`.

    Also those that are added while the file is written: the other objects in one stream, and where each of them lies.
    """
    add = pdf.add_object

    def add_clearly(item: Any) -> None:
        add(item)
        _end_clearly(item)

    for item in pdf.objects:
        _end_clearly(item)
    pdf.add_object = add_clearly


def _end_clearly(item: Any) -> None:
    while hasattr(item, "stream") and item.data.endswith((b"\r\nendstream", b"\n\nendstream")):
        if item.extra.get("Type") == "/XRef":  # its length is counted; as it stands it ends with a zero
            item.compress = False
            return
        item.stream.append(b"")  # written as a line feed: nothing to a page, padding to a font
        if "Length1" in item.extra:
            item.extra["Length1"] += 1
