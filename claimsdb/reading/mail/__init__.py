"""Mail: messages and pages saved as mail, with the map through their transfer encodings."""
