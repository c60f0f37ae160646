"""Learn who speaks: the weights by which a pronoun or noun is given one of its candidates."""
