"""From a file to the documents in it: what kind it is, its members, and the way back to the bytes of each."""
