"""`python -m claimsdb` is `claimsdb`."""

from claimsdb.cli import main

main()
