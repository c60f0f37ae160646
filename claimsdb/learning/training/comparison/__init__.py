"""What comparing claims is learnt from."""
