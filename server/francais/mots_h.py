"""Which words in h, y or a vowel take the elision, and which do not.

The source of choice is usage: the mark of the aspirated h in dictionaries for common words; for communes, the form that
the town itself uses as far as we know it. No official list exists. A proper noun in H that is in neither table is not
elided (« de Hagetmau »): the full form is never read as a fault, the elided one may be.
"""

from __future__ import annotations

# Beginnings of common words whose h is mute: « l'habitant », « l'heure », « l'hôpital ».
H_MUET = (
    "habi", "hallucin", "haleine", "harmoni", "hebdo", "heberg", "hecta", "helico", "hemi", "hemo", "hepat", "herb",
    "herit", "hesit", "heterog", "heure", "heureu", "hexagon", "hiberna", "hippo", "hirondelle", "histo", "hiver",
    "homeo", "homicide", "hommage", "homme", "homo", "honnet", "honneur", "honor", "hopit", "horai", "horiz",
    "horlog", "horoda", "horreur", "horri", "hortic", "hospi", "hostil", "hote", "huil", "huiss", "huitr", "humain",
    "humanit", "humid", "humili", "humour", "hybrid", "hydr", "hygien", "hymne", "hyper", "hypo",
)  # fmt: skip
# Proper nouns and names of places whose first word takes the elision: « d'Hyères », « l'Hôtel de ville ».
H_MUET_PROPRES = frozenset(
    (
        "habitants", "habitat", "halluin", "harfleur", "haubourdin", "hazebrouck", "hellemmes", "hendaye", "henin",
        "hennebont", "herault", "herblay", "hericourt", "herouville", "hesdin", "hippolyte", "hirson", "hopital",
        "hospices", "hossegor", "hotel", "houlgate", "hyeres",
    )
)  # fmt: skip
# A vowel, and yet no elision: « de onze », « le oui », « le yaourt ».
SANS_ELISION = frozenset(("onze", "onzieme", "onziemes", "oui", "ouistiti", "uhlan", "ululement", "yacht", "yaourt"))
# Y before a vowel is a consonant (« de Yann », « le yoga »), but for these: « l'Yonne », « d'Yerres », « d'Yeu ».
Y_VOYELLE = frozenset(("yeu", "yerres", "yeux", "yevre", "yonne"))
