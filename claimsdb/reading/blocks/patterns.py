"""What the furniture of news pages looks like: bylines, credits, captions, teasers. Conventions, not sites."""

from __future__ import annotations

import re

from claimsdb.english.agencies import CREDITED
from claimsdb.english.letters import latin
from claimsdb.english.listed import either, listed
from claimsdb.english.months import SHORT_DAYS, SHORT_MONTHS
from claimsdb.english.quotations import ENDING

_NAME_WORD = latin(rf"(?:[A-Z][\w’'.-]*|{either(listed('particles', 'byline'))})")
NAME = latin(rf"[A-Z][\w’'.-]*(?:\s+{_NAME_WORD}){{1,4}}")
_NAMES = rf"{NAME}(?:(?:,\s*{NAME})*,?\s+(?:and|&)\s+(?:{NAME}|agencies|staff|wires))?"
_AGENCY = rf"(?:{CREDITED}|Courtesy[^()]*)"
_OTHERS = r"(?:\s?/\s?[A-Z][\w’'. -]{1,30}+){1,8}"
_ROLE = rf"(?:{either(listed('titles', 'author'))})"

SENTENCE_END = re.compile(  # a signed quotation's too
    rf"[.!?…。！？][{ENDING})\]*_]*(?:[\"”»]\s*[―—–-]{{1,2}}\s*[A-Z][^.!?]{{0,60}})?$"
)
SIGNED = re.compile(r"[\"“«][^\"”»]+[\"”»]\s*[―—–-]{1,2}\s*[A-Z][^.!?\"“]{0,60}", re.S)
# Speech with its words: "…," said X; X said: "…
SPOKEN = re.compile(r"[\"“«][^\"“”«»]{6,}[,.!?…][\"”»]\s+\w|\w[,:]\s+[\"“«]\w")
QUESTION = re.compile(rf"\?[{ENDING})\]*_]*$")
LABEL = re.compile(r"[A-Z][A-Z ]{2,30}[.:]?")
TIME = re.compile(r"\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,4})?:?|\d{1,2}\s*[ap]\.?m\.?:?", re.I)
ABSTRACT = re.compile(r"(?:abstract|summary|synopsis|in brief)[.:]?", re.I)
NUMBERED_HEADING = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[IVX]{1,5}\.)\s+[A-Z]")

LONE_NAMES = re.compile(_NAMES)
BYLINE = re.compile(
    rf"(?:by|words by|(?:written|posted|compiled|photographs and words|words and (?:photographs|pictures)) by)\s+"
    rf"(?P<name>(?-i:{_NAMES}))(?P<rest>(?:\s*[,|·–—-]|\s+(?:in|for|at|of))\s.{{0,80}})?\.?"
    rf"|(?:interview|byline|author|writer|text|story)(?:\s+by|:)\s+(?P<other>(?-i:{_NAMES}))\.?",
    re.I,
)
_WHEN = r"(?:published|posted|updated|last (?:updated|modified)|first published|date)"
DATED = re.compile(
    rf"{_WHEN}(?:\s+(?:on|at))?:?\s+"
    rf"(?P<when>(?:\d|{either(SHORT_DAYS)}|{either(SHORT_MONTHS)}|may|today|yesterday).*)",
    re.I,
)

POSTED = re.compile(
    r"\(?(?:web posted|filed|aired|posted|broadcast)(?: at| on)?:?\s(?!by\b)(?=\D{0,20}\d)[^!?\n]{4,70}", re.I
)

_PLACE_AND_DATE = r"[A-Z][A-Z.’'\s-]{2,40}(?:,\s+(?:[A-Z][A-Za-z.]*(?:\s\d{1,2})?|\d{4})){0,3}"
_TOWN = r"[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,2}(?:,\s+[A-Z][\w.]*(?:\s\d{1,2})?){0,2}"
_IN_BRACKETS = r"\([A-Z][\w .&/]{1,30}\)"
DATELINE = re.compile(
    rf"(?!EXCLUSIVE|BREAKING|UPDATE|OPINION|ANALYSIS|WATCH|VIDEO)"
    rf"(?:(?:{_PLACE_AND_DATE}(?:\s*{_IN_BRACKETS})?|{_TOWN}\s*{_IN_BRACKETS}|{_IN_BRACKETS})\s*(?:--|[-–—―])\s+(?=\S)"
    rf"|(?!Analysis|Opinion|Comment|Exclusive|Breaking|Updated?|Explainer|Live|Watch|Video|Review)[A-Z][a-zà-ÿ]+\s[–—]\s+(?=[A-Z“\"]))"
)

CREDIT = re.compile(
    r"(?:[•*–—-]\s*)?(?:sources?:\s|(?:image|photo|picture|media|video) (?:source|copyright)[,:]\s"
    r"|\(?(?:additional )?(?:reporting|writing|editing|research|translation)(?: and [a-z]+)? by\s(?-i:[A-Z]|agenc|staff)"
    r"|(?:compiled|edited|translated|produced|illustrated) by\s(?-i:[A-Z])"
    r"|(?:photographs?|photos?|pictures?|images?|video|illustrations?|graphics?|credits?)(?: credits?)?(?::|\sby)\s(?-i:[A-Z©])"
    r"|(?-i:[A-Z])[\w’' ]{1,40},? with (?:additional )?(?:reporting|editing|writing|inputs?|files) (?:by|from)\s).*",
    re.I | re.S,
)
# Longer credits are lists, in brackets or in parts. Anything else that is longer is a sentence that begins like a credit.
CREDIT_LIST = re.compile(r"[(•]|sources?:|.*;", re.I | re.S)
CONTRIBUTED = re.compile(
    rf"(?:{_NAMES}\s+reported from|(?:The )?(?:{NAME}|{_AGENCY})(?:,?\s[\w’'.]+){{0,10}}?\s"
    r"contributed (?:to this|(?:additional )?reporting|from))\b.*",
    re.S,
)
# At the end of a line, after a sentence or on its own.
TRAILING_CREDIT = re.compile(
    r"(?:(?:photograph|photo|picture|image|credit|illustration|video)s?(?: credit)?(?::|\sby)\s+"
    rf"(?-i:[A-Z©])[^.\n]{{1,90}}\.?"
    rf"|(?!.*\bshow)(?:this|the) (?:undated |handout |file |satellite )*(?:image|photo|photograph|picture|frame grab)\b[^.]{{0,60}}"
    rf"\b(?:from|via|by|courtesy|provided|released)\b[^.]{{1,60}}\.?"
    rf"|(?-i:\((?:[\w’'. -]{{1,40}}+[/,]\s?+){{0,20}}(?:{CREDITED}(?:/[\w’'. -]{{1,40}}+)*|Courtesy[^()]*+)\))\.?"
    rf"|(?-i:(?:{NAME}|{_AGENCY}){_OTHERS})"
    rf"|(?-i:\({NAME}{_OTHERS}\))"
    rf"|(?-i:\((?:Picture|Photo|Image|Photograph|Credit|Source)s?(?: credit)?:\s[^()]{{1,60}}\))"
    r"|(?:[-–—]+\s*)?posted by\s+(?-i:[A-Z])[^.\n]{1,80}\bat\s+\d[\d/:. apm]*"
    rf"|(?-i:(?:©|\|\s*(?={_AGENCY}|Photo|Image|Picture))\s*[A-Z][\w’'./ -]{{1,60}}))$",
    re.I,
)
PICTURE = re.compile(
    r"^(?:image |photo |picture |video |media )?caption[,:]\s"
    r"|\b(?:first|second|third|fourth|far) (?:from )?(?:left|right)\b|, (?-i:left|right|centre|center|top|bottom),(?= )"
    r"|\((?:holding|wearing|in (?:red|blue|white|black|green|yellow)|left|right|centre|center|top|bottom|pictured"
    r"|foreground|background|seated|standing)\b[^)]{0,30}\)|\((?-i:[LRC])\)|\bpictured\b"
    r"|\bin this (?:file |undated |handout )*(?:photo|image|picture)"
    r"|\bfile photo\b|\bposes? for\b|\b(?:is|are) seen (?:in|at|on|during)\b",
    re.I,
)

# Links to other pages or offers something; the rest of the line belongs to it.
TEASER = re.compile(
    r"(?:[•*▪>»-]\s*)?(?:also (?:on|in) [^:]{1,30}|also read|read (?:more|also|next|on)|see also|more (?:on|from|about) [^.]{1,40}"
    r"|related(?: \w+)?|(?:you )?(?:may|might) also like|don[’']t miss|watch|listen"
    r"|in case you missed it|recommended(?: \w+)?|further reading"
    r"|most (?:read|popular|viewed)|top stories|editor[’']?s[’']? picks|our picks|trending"
    r"|latest (?:news|stories)|what to read next"
    r"|previous (?:post|article)|next (?:post|article)|filed under|tags?|topics?"
    r"|share(?: (?:this|on) [\w ]++)?)(?:\s*[:|]|$).*",
    re.I | re.S,
)
# Asks the reader to do something on the page; may be a sentence.
CALL = re.compile(
    r"(?:sign (?:up|in)|log ?in|subscribe|register (?:now|here|for)|already (?:a|an) \w+\?|(?:to )?continue reading"
    r"|unsubscribe|download (?:the|our) \w+|follow us|join us|click here|view (?:this|in your)|you are receiving"
    r"|you received this|leave a comment|skip to|type to|share this|start (?:reading|your)|support (?:us|our)|donate"
    r"|get (?:all )?(?:your|our|the latest)\b.*\b(?:news|stories|updates|headlines|newsletter|inbox)|like us on|do you support"
    r"|read (?:the rest|the full|more)|contact (?:us|me)|we use cookies|copyright\s+(?:\(c\)|\d{4}))(?!\w).*|(?:copyright\s*)?©.*",
    re.I | re.S,
)
# Names a part of the page; never a sentence.
PAGE_LABEL = re.compile(
    r"(?:(?:related|top|more|popular|latest) (?:stories|news|articles|posts|coverage|reading)|most (?:read|popular)|our picks"
    r"|terms (?:and conditions|of (?:use|service))|privacy policy|cookie (?:policy|settings)|for immediate release"
    r"|(?:media|press) contacts?|(?:strictly )?embargo(?:ed)?(?: (?:until|till|for))?(?=\W+\S))(?!\w).*"
    r"|\W*(?:https?://|www\.)\S++\W*|(?:advertisement|advertising|sponsored)(?: content| post)?|all rights reserved\.?",
    re.I | re.S,
)
# The position of the page on the site: "Home > News > Courts".
TRAIL = re.compile(
    r"(?:home|front page|start|index)\s*[>›»/|](?:[^>›»/|]{1,40}+[>›»/|]?+){1,6}+"
    r"|[\w’& .]{2,25}(?:\s\|\s[\w’& .]{2,25}){2,5}",
    re.I,
)
# Buttons in a row, and the number of comments.
_BUTTON = (
    r"(?:share|tweet|save|print|e-?mail|listen(?: to this (?:article|story))?|comments?|copy link|facebook|twitter|whatsapp|linkedin|reddit"
    r"|bookmark|follow|like|subscribe|gift article|x|\d+ (?:comments?|shares?|min(?:ute)?s?(?: read)?))(?:\s*\([^()]{1,12}\))?"
)
_GAP = r"(?:\s++(?:[|·•,/]\s++)?|[|·•,/]\s++)"
BUTTONS = re.compile(rf"{_BUTTON}(?:{_GAP}{_BUTTON})+|\d+ (?:comments?|shares?)|comments? \(\d+\)", re.I)
POINTER = re.compile(r"(?:watch|listen|see|click|read)\b.{0,90}\b(?:below|here|above)[.:]?", re.I)
ABOUT = re.compile(r"about (?:the (?:author|writer)s?|us|(?-i:[A-Z]).{1,50})", re.I)
MAIL_HEADER = re.compile(
    r"(?:from|to|cc|bcc|date|sent|subject|reply-to|message-id|list-id|mime-version|content-type):\s.*", re.I
)
_CLOSING = (
    r"(?:with )?(?:(?:best|kind|warm)(?:est)? )?(?:wishes|regards|rgds)|best|yours(?: \w+)?|(?:very )?(?:truly|sincerely)(?: yours)?"
    r"|respectfully(?: submitted)?|cheers|(?:many )?thanks(?: again)?|thank you|all the best|cordially"
)
_TITLE = rf"\b(?:{either(listed('abbreviations', 'before_name'))})\."
SALUTATION = re.compile(rf"(?:dear|hello|hi|good (?:morning|afternoon|evening))\b(?:[^.!?]|{_TITLE}){{0,50}}[,:]", re.I)
SPEAKER_LABEL = re.compile(r"[A-Z][\w.’' -]{0,40}:\s")
SIGN_OFF = re.compile(rf"(?:{_CLOSING})[,.!]?", re.I)
SIGNED_OFF = re.compile(rf"(?:{_CLOSING}),\s+(?-i:{NAME}|[A-Z][\w’'-]+)", re.I)
# "Sara,", "Sam & Jo,"; with a title also before a colon.
ADDRESSED = re.compile(
    r"(?:(?:Dr|Mr|Mrs|Ms|Prof|Professor|Sir|Madam|Rev)\b\.?(?:\s+[A-Z][\w’'-]+){0,2}[,:]"
    r"|[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?(?:\s+(?:&|and)\s+[A-Z][\w’'-]+)?,)"
)
# The line over a mail or a post: a name and the minute.
_STAMP = (
    rf"(?:\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|(?:\d{{1,2}}\s+)?(?:{either(SHORT_MONTHS)}|may)[a-z]*\.?(?:\s+\d{{1,2}},?)?\s+\d{{4}})"
    r",?(?:\s+at)?\s+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{2,4})?"
)
STAMPED = re.compile(
    rf"(?:(?:posted|answered|asked|written|comment(?:ed)?)(?:\s+by)?:?\s+)?(?:\S{{1,60}}\s+){{1,5}}?(?:(?:on|at|wrote on)\s+)?{_STAMP}:?",
    re.I,
)
REFERENCES = re.compile(
    r"(?:\d{1,2}\.?\s+)?(?:references|bibliography|works cited|footnotes|endnotes|notes and references|literature cited)[.:]?",
    re.I,
)
YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
# A footnote that only cites: its number, an author with initials or a title in quotation marks, a year.
CITING = re.compile(
    r"(?:\[\d{1,3}\]|\^?\d{1,3}\.?|\(\d{1,3}\))\s+(?:[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?,\s+(?:[A-Z]\.[\s,-]*)+|[A-Z]\.\s(?:[A-Z]\.\s)?[A-Z][\w’'-]+,\s)"
    r"[^\n]{0,400}\b(?:1[89]|20)\d\d\b"
)


# The beginning of an author's biography: a name, then a trade of authors.
BIOGRAPHY = re.compile(
    rf"(?P<who>{NAME})(?:,[^.]{{1,160}},)?\s+(?:"
    rf"(?:is|was|has been|served)\b[^.]{{0,140}}\b(?i:{_ROLE})s?\b|covers\b|writes (?:about|for|on)\b).*",
    re.S,
)
