"""Who else says what a claim says, why it is held for the same, and how many origins that makes."""
