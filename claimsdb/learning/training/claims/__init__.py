"""The training of the reader of claims: annotated documents, lessons, the network, and its release into the tagger's model."""
