"""What reads documents: processes on this machine."""
