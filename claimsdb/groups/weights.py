"""The weights of a judgement, by logistic regression; `claimsdb/training/same.py` makes them, and says from what."""

METHOD = "same-3"
BIAS = -4.77
MEANING = 3.58
WORDS_ONE = 1.99
WORDS_OTHER = 2.34
LEAST = 0.54
"""From which score on two claims are about the same thing."""
NEARLY = 0.47
"""From which score on a claim may join a group whose centre it is nearly the same as, where it is the same as another of its claims."""
TELLING = 9.0
"""What the words that both have must tell together: below it ("the policy", "to comment") nothing says that it is one event."""
