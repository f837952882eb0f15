"""What the PDF/UA rules ask for that the renderer leaves out: scopes of table headings, the title shown."""

from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name


def finish_tags(document: bytes, *, title: str) -> bytes:
    """``document`` with a scope on every table heading, its title shown by the reader, its language set."""
    with pikepdf.open(BytesIO(document)) as pdf:
        root = pdf.Root
        root.Lang = "en-GB"
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            metadata["dc:title"] = title
        pdf.docinfo["/Title"] = title
        _scope_headings(root.StructTreeRoot, in_head=False)
        out = BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _scope_headings(node: Any, *, in_head: bool) -> None:
    """A heading in the table's head speaks for its column, any other for its row."""
    kind = node.get("/S")
    if kind == Name.TH:
        scope = Dictionary(O=Name.Table, Scope=Name.Column if in_head else Name.Row)
        node["/A"] = Array([*_attributes_of(node), scope])
        return
    children = node.get("/K")
    for child in children if isinstance(children, Array) else [children]:
        if isinstance(child, Dictionary) and "/S" in child:
            _scope_headings(child, in_head=in_head or kind == Name.THead)


def _attributes_of(node: Any) -> list[Any]:
    """The element's attributes but for an earlier scope."""
    given = node.get("/A")
    attributes = list(given) if isinstance(given, Array) else [given] if given is not None else []
    return [attribute for attribute in attributes if "/Scope" not in attribute]
