"""The nouns: spans, documents, attributions, claims, ids, and what can go wrong."""
