"""A few paragraphs of a document put into other words by the model; nothing of the document itself is kept."""
