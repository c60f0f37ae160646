"""Layouts that give words to somebody without a cue: transcripts, interviews, mail, signed quotations, labelled passages."""
