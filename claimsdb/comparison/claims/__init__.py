"""The same claim in other words: candidates, the judgement of a pair, groups round the claim that stands for them,
conflicts. Pure functions.
"""
