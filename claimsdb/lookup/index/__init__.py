"""What look-up searches in beside the full text: embeddings of the claims' texts, and the words that stand in them."""
