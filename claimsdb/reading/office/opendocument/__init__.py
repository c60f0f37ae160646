"""OpenDocument texts (ODT, OTT)."""
