"""Measures of what was found against what people marked: attributions against a corpus, claims against a gold standard."""
