"""The same claim in other words: candidates, judgement of a pair, groups, conflicts. Pure functions."""
