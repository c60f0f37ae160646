"""News agencies by the names that credits give them."""

from __future__ import annotations

import re
from functools import cache

_NAMES = """
Reuters, Thomson Reuters
Associated Press, The Associated Press, AP, A.P.
Agence France-Presse, Agence France Presse, AFP
United Press International, UPI
Press Association, PA Media, PA
Deutsche Presse-Agentur, DPA, dpa
Kyodo News, Kyodo, Kyodo News+, Kyodo News Plus
Jiji Press, Jiji
Xinhua, Xinhua News Agency, Xinhuanet
China News Service, CNS
Central News Agency, CNA, Focus Taiwan
Yonhap, Yonhap News Agency
Korean Central News Agency, KCNA
TASS, ITAR-TASS
Interfax
RIA Novosti, RIA
Ukrinform
Interfax-Ukraine
ANSA
Adnkronos
EFE, Agencia EFE, EPA-EFE
Europa Press
Lusa
Agência Brasil
Press Trust of India, PTI
Asian News International, ANI
Indo-Asian News Service, IANS
United News of India, UNI
Associated Press of Pakistan, APP
Antara
Bernama
Vietnam News Agency, VNA
Philippine News Agency
Anadolu Agency, Anadolu, AA
Demirören News Agency, DHA
Islamic Republic News Agency, IRNA
Fars News Agency, Fars
Tasnim News Agency, Tasnim
Saudi Press Agency, SPA
Emirates News Agency, WAM
Middle East News Agency, MENA
Canadian Press, The Canadian Press
Australian Associated Press, AAP
Austria Press Agency, APA
Keystone-SDA
Belga
ANP
Ritzau
NTB
TT News Agency
STT
PAP, Polish Press Agency
CTK, ČTK, Czech News Agency
MTI
Agerpres
BTA
Tanjug
Hina
Pan African News Agency, PANA
News Agency of Nigeria, NAN
South African Press Association, SAPA
Bloomberg, Bloomberg News
Dow Jones Newswires, Dow Jones
Inter Press Service, IPS
Tribune News Service
Tribune Content Agency
States Newsroom
StatePoint
The Conversation
PR Newswire
Business Wire
GlobeNewswire
"""


@cache
def agencies() -> dict[str, str]:
    """Every name of an agency, with the name that stands for it."""
    lines = (line.split(", ") for line in _NAMES.strip().splitlines())
    return {name: names[0] for names in lines for name in names}


@cache
def pattern() -> re.Pattern[str]:
    """Where an agency is named: in its own capitals, as a word of its own."""
    names = sorted(agencies(), key=len, reverse=True)
    return re.compile(rf"(?<![\w&-])(?:{'|'.join(map(re.escape, names))})(?![\w&-])")
