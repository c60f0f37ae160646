"""From what the network marks to attributions: reconciled with quotation marks, shared sources, nesting, edges, cue types."""
