"""PDF: from the glyphs of pages to lines, columns, paragraphs and notes, with the map to the glyphs and where they are drawn."""
