"""XML namespaces, relationship types and content types of .docx."""

from typing import Final

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
PIC: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
WPS: Final = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
M: Final = "http://schemas.openxmlformats.org/officeDocument/2006/math"
V: Final = "urn:schemas-microsoft-com:vml"
OFFICE: Final = "urn:schemas-microsoft-com:office:office"
W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
PAQUET_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
PAQUET_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
PROPRIETES_NOYAU: Final = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
PROPRIETES_PERSO: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
TYPES_VT: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
DC: Final = "http://purl.org/dc/elements/1.1/"

TYPE_WML: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

RACINE: Final = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}" xmlns:a="{A}" xmlns:pic="{PIC}" xmlns:mc="{MC}" xmlns:wps="{WPS}"'
)
"""The declarations that every part we write starts with."""
