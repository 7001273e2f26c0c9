"""Readers and writers: .docx, .odt, text, HTML, from and into the tree of `server.acte`."""
