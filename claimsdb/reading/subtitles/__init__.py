"""Subtitles and transcripts with times: cues joined into sentences, each with its time."""
