"""Word documents (DOCX, DOCM, DOTX)."""
