"""The version of claimsdb, which runs record."""

__version__ = "0.1.0"
