"""Mail: the parts of a message, without their transfer encodings, and the messages of a mailbox."""
