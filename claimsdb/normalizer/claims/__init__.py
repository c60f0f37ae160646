"""From attributions and clauses to claims and the coverage ledger."""
