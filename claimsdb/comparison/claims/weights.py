"""The weights of a judgement, by logistic regression; `claimsdb/learning/training/comparison/same.py` makes them, and says from what.

They were learnt with the vectors of an encoder before the present one (bias -4.77, meaning 3.58); what the present one's cosines
are worth on the scale of those (1.103 times, less 0.142) was read off the upper thousandth of all pairs of PolNeAR dev.
"""

METHOD = "same-4"
BIAS = -5.28
MEANING = 3.95
WORDS_ONE = 1.99
WORDS_OTHER = 2.34
LEAST = 0.52
"""From which score on two claims are about the same thing."""
NEARLY = 0.45
"""From which score on a claim may join a group whose centre it is nearly the same as, where it is the same as another of its claims."""
TELLING = 9.0
"""What the words that both have must tell together: below it ("the policy", "to comment") nothing says that it is one event."""
