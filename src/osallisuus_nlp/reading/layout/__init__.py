"""How a page is laid out: words, lines, columns and boxes in the order of reading, headings, passages."""
