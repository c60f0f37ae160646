"""Document to attributions, speakers, claims and the ledger: pure, and held to its invariants."""
