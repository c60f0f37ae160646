"""Compare what was found with what people marked: attributions against a corpus, claims against a gold standard."""
