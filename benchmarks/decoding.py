"""Measures how often the encoding of short texts is detected: `python benchmarks/decoding.py` prints a table by language and encoding.

A text is right if it decodes to the original, whatever the name of the encoding.
"""

from __future__ import annotations

import itertools

from claimsdb.streams.encodings.detection import detect

SENTENCES = {
    "English": [
        "The minister said the talks had gone “very well” – better, he added, than anyone’s expectations.",
        "Officials in the capital declined to comment on the report, which cost £4.2m to produce.",
        "“We’re not going to discuss hypotheticals,” the spokeswoman told reporters on Friday.",
        "The company’s shares fell 3 per cent… and then recovered within the hour.",
        "A café owner, José Núñez, said the new rules were naïve and would hurt small businesses.",
    ],
    "French": [
        "Le président de la République a déclaré mardi que la réforme serait adoptée avant l’été.",
        "Selon le ministère, près de trois mille élèves ont été touchés par la grève.",
        "« Nous ne céderons pas », a répété la secrétaire générale du syndicat à la sortie de la réunion.",
        "Les négociations, engagées depuis février, ont échoué sur la question du coût de l’énergie.",
        "Où en est-on ? La préfète n’a pas souhaité répondre à nos questions.",
    ],
    "German": [
        "Die Bundesregierung prüft nach Angaben eines Sprechers weitere Maßnahmen für die Städte.",
        "„Wir können das nicht länger dulden“, sagte der Präsident am Donnerstag in München.",
        "Für viele Bürger bleibt die Lage schwierig; die Löhne stiegen im März um zwei Prozent.",
        "Die Behörden führten den Ausfall auf einen Fehler in der Übertragung zurück.",
        "Größere Schäden gab es nicht, hieß es aus dem Büro des Bürgermeisters.",
    ],
    "Polish": [
        "Minister spraw zagranicznych powiedział w środę, że rozmowy były trudne, ale potrzebne.",
        "Według urzędników ceny żywności wzrosły w lutym o trzy procent.",
        "„Nie zgodzimy się na żadne ustępstwa”, oświadczył przewodniczący związku.",
        "Mieszkańcy Łodzi skarżą się na hałas i brak zieleni w śródmieściu.",
        "Rząd zapowiedział, że pieniądze trafią do szkół jeszcze przed końcem września.",
    ],
    "Russian": [
        "Министр иностранных дел заявил в среду, что переговоры прошли успешно.",
        "По словам чиновников, цены на продукты выросли на три процента.",
        "«Мы не пойдём на уступки», — сказал председатель профсоюза журналистам.",
        "Жители города жалуются на шум и нехватку зелени в центре.",
        "Правительство пообещало, что деньги поступят в школы до конца сентября.",
    ],
    "Greek": [
        "Ο υπουργός Εξωτερικών δήλωσε την Τετάρτη ότι οι συνομιλίες ήταν χρήσιμες.",
        "Σύμφωνα με τις αρχές, οι τιμές των τροφίμων αυξήθηκαν κατά τρία τοις εκατό.",
        "«Δεν θα κάνουμε πίσω», είπε η πρόεδρος του συνδικάτου στους δημοσιογράφους.",
        "Οι κάτοικοι της πόλης διαμαρτύρονται για τον θόρυβο στο κέντρο.",
        "Η κυβέρνηση υποσχέθηκε ότι τα χρήματα θα δοθούν πριν από τον Σεπτέμβριο.",
    ],
    "Japanese": [
        "外務大臣は水曜日、協議は有意義だったと述べた。",
        "当局によると、食料品の価格は二月に三パーセント上昇した。",
        "「われわれは譲歩しない」と組合の委員長は記者団に語った。",
        "市の住民は、中心部の騒音と緑の少なさに不満を訴えている。",
        "政府は九月末までに学校へ資金を届けると約束した。",
    ],
    "Chinese": [
        "外交部长星期三表示，会谈富有成果。",
        "据官员介绍，二月份食品价格上涨了百分之三。",
        "“我们不会让步，”工会主席对记者说。",
        "市民抱怨市中心噪音太大，绿地太少。",
        "政府承诺在九月底之前把资金拨给学校。",
    ],
    "Taiwan": [
        "外交部長星期三表示，會談富有成果。",
        "據官員介紹，二月份食品價格上漲了百分之三。",
        "「我們不會讓步，」工會主席對記者說。",
        "市民抱怨市中心噪音太大，綠地太少。",
        "政府承諾在九月底之前把資金撥給學校。",
    ],
    "Korean": [
        "외교부 장관은 수요일 회담이 유익했다고 말했다.",
        "당국에 따르면 식료품 가격은 이월에 삼 퍼센트 올랐다.",
        "노조 위원장은 기자들에게 양보하지 않겠다고 밝혔다.",
        "시민들은 도심의 소음과 부족한 녹지에 불만을 나타냈다.",
        "정부는 구월 말까지 학교에 자금을 지원하겠다고 약속했다.",
    ],
}
ENCODINGS = {
    "English": ["cp1252", "mac-roman"],
    "French": ["cp1252", "iso8859-1", "iso8859-15", "mac-roman"],
    "German": ["cp1252", "iso8859-1", "mac-roman"],
    "Polish": ["cp1250", "iso8859-2"],
    "Russian": ["cp1251", "koi8-r", "iso8859-5"],
    "Greek": ["cp1253", "iso8859-7"],
    "Japanese": ["shift_jis", "euc_jp"],
    "Chinese": ["gb18030"],
    "Taiwan": ["big5"],
    "Korean": ["euc_kr"],
}
# Characters that an older encoding lacks are replaced as its users replaced them.
PLAIN = str.maketrans({"“": '"', "”": '"', "„": '"', "’": "'", "–": "-", "—": "-", "…": "...", "«": '"', "»": '"'})


def samples(sentences: list[str], encoding: str) -> dict[int, list[tuple[str, bytes]]]:
    """Texts of one, two and five sentences, plain and encoded."""
    texts: dict[int, list[tuple[str, bytes]]] = {}
    for n in (1, 2, 5):
        for chosen in itertools.combinations(sentences, n):
            text = "\n\n".join(chosen)
            try:
                raw = text.encode(encoding)
            except UnicodeEncodeError:
                text = text.translate(PLAIN)
                raw = text.encode(encoding, "replace")
                text = raw.decode(encoding)
            if any(byte > 0x7F for byte in raw):
                texts.setdefault(n, []).append((text, raw))
    return texts


def main() -> None:
    print("| language | encoding | 1 sentence | 2 sentences | 5 sentences | taken for |")
    print("| --- | --- | --- | --- | --- | --- |")
    total = right = 0
    for language, encodings in ENCODINGS.items():
        for encoding in encodings:
            cells, wrong = [], []
            for made in samples(SENTENCES[language], encoding).values():
                good = 0
                for text, raw in made:
                    name = detect(raw)
                    fine = name is not None and raw.decode(name, "replace") == text
                    good += fine
                    wrong += [] if fine else [str(name)]
                cells.append(f"{good} of {len(made)}")
                total, right = total + len(made), right + good
            print(f"| {language} | {encoding} | {' | '.join(cells)} | {', '.join(sorted(set(wrong)))} |")
    print(f"\n{right} of {total}")


if __name__ == "__main__":
    main()
