"""PDF: words, rulings and pictures of its pages, and the way from pages to a document."""
