"""PowerPoint presentations (PPTX, PPTM, PPSX)."""
