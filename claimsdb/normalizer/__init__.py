"""From a document to attributions, speakers, claims and the ledger: pure, with its invariants checked."""
