"""The weights of a judgement, by logistic regression; `claimsdb/training/same.py` makes them, and says from what."""

METHOD = "same-1"
BIAS = -3.5
MEANING = 3.0
WORDS_ONE = 2.0
WORDS_OTHER = 0.9
LEAST = 0.55
"""From which score on two claims are about the same thing."""
