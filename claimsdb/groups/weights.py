"""The weights of a judgement, by logistic regression; `claimsdb/training/same.py` makes them, and says from what."""

METHOD = "same-1"
BIAS = -3.59
MEANING = 2.93
WORDS_ONE = 2.32
WORDS_OTHER = 1.19
LEAST = 0.54
"""From which score on two claims are about the same thing."""
TELLING = 9.0
"""What the words that both have must tell together: below it ("the policy", "to comment") nothing says that it is one event."""
