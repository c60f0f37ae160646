"""From the network's findings to attributions: reconciled with quotation marks, shared sources, nesting, edges, cue types."""
