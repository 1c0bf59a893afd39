"""The formats without pages of their own: office files, web pages, Markdown and plain text."""
