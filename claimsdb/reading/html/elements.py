"""The elements of HTML by what they do to text. Names are those of the HTML standard."""

from __future__ import annotations

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form frameset "
    "h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li listing main menu nav ol p plaintext pre search section summary table tbody td "
    "tfoot th thead tr ul xmp".split()
)
"""Elements before and after which the text breaks."""

CLOSING_P = BLOCKS - frozenset("body caption frameset head html legend tbody td tfoot th thead tr".split())
"""Elements that end an open paragraph."""

VOID = frozenset("area base br col embed frame hr img input link meta param source track wbr".split())
"""Elements without content."""

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

BARRIERS = frozenset({"caption", "table", "td", "th", "html", "template", "object", "button"})
"""Elements inside which an end tag closes nothing that is outside."""

UNSEEN = frozenset(
    "annotation annotation-xml audio canvas datalist object rp script style svg template textarea title video".split()
)
"""Elements of which a browser shows no text: other media, fallbacks for them, and what scripts fill in."""

AROUND = frozenset("aside dialog footer menu nav select".split())
"""Elements around the article: nothing in them is part of it."""

CONTROLS = frozenset({"button", "option", "label", "legend"})
"""Elements whose text is for use, not for reading."""

FORMATTING = frozenset(
    "abbr acronym b bdi bdo big cite em font i ins kbd mark s samp small span strike strong sub sup tt u var wbr".split()
)
"""Elements that say how text looks, or what kind of words it is."""

SAYING = frozenset("base frame frameset html link meta script time title".split())
"""Elements that say something of the whole page."""
