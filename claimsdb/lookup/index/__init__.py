"""What look-up searches besides the full text: embeddings of the claims, and the words in them."""
