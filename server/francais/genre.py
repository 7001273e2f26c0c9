from __future__ import annotations

_HOMMES = frozenset(("m.", "m", "mr", "monsieur", "h", "homme", "masculin"))
_FEMMES = frozenset(("mme", "mme.", "mlle", "madame", "mademoiselle", "f", "femme", "féminin", "feminin"))
# Feminine of the functions met in a collectivité; what is not here is left as it is.
FEMININS = {
    "adjoint": "adjointe", "administrateur": "administratrice",
    "agent": "agente", "chef": "cheffe", "chargé": "chargée", "conseiller": "conseillère", "délégué": "déléguée",
    "directeur": "directrice", "instructeur": "instructrice",
    "policier": "policière", "premier": "première", "président": "présidente", "préfet": "préfète",
    "rédacteur": "rédactrice", "régisseur": "régisseuse", "rapporteur": "rapporteuse", "sous-préfet": "sous-préfète",
    "suppléant": "suppléante", "technicien": "technicienne", "trésorier": "trésorière", "élu": "élue",
    "municipal": "municipale", "départemental": "départementale", "communautaire": "communautaire",
    "général": "générale", "vice-président": "vice-présidente", "habilité": "habilitée", "second": "seconde",
}  # fmt: skip


def is_feminin(genre: str) -> bool:
    """Tell the gender of a civilité: « Mme », « Madame », « f » against « M. », « Monsieur », « m ».

    Raises:
        ValueError: neither is recognised; a gender is never guessed.
    """
    cle = genre.strip().lower()
    if cle in _FEMMES:
        return True
    if cle in _HOMMES:
        return False
    raise ValueError(f"la civilité « {genre} » n’est pas connue ; attendu : « M. » ou « Mme »")


def civilite(genre: str, *, abrege: bool = True) -> str:
    """Write the civilité: « M. » or « Mme », in full « Monsieur » or « Madame ».

    Raises:
        ValueError: the gender is not recognised.
    """
    if is_feminin(genre):
        return "Mme" if abrege else "Madame"
    return "M." if abrege else "Monsieur"


def accord_genre(genre: str, masculin: str, feminin: str) -> str:
    """Choose between two forms by the civilité: « le maire » or « la maire », « adjoint » or « adjointe ».

    Raises:
        ValueError: the gender is not recognised.
    """
    return feminin if is_feminin(genre) else masculin


def fonction(genre: str, masculin: str, *, feminiser: bool = True) -> str:
    """Write a function in the gender of the person: « conseillère municipale déléguée », « première adjointe ».

    Only the words up to the first complement agree (« directrice générale des services », « présidente du conseil »).
    `feminiser=False` keeps the masculine form, where that is the usage of the collectivité.

    Raises:
        ValueError: the gender is not recognised.
    """
    if not is_feminin(genre) or not feminiser:
        return masculin
    mots = masculin.split(" ")
    fin = next((i for i, mot in enumerate(mots) if mot.lower() in _COMPLEMENTS or "’" in mot or "'" in mot), len(mots))
    return " ".join([*(_feminine(mot) for mot in mots[:fin]), *mots[fin:]])


_COMPLEMENTS = frozenset(("de", "du", "des", "à", "au", "aux", "en", "pour", "par"))


def _feminine(mot: str) -> str:
    feminin = FEMININS.get(mot.lower(), mot)
    if feminin == mot or not mot[:1].isupper():
        return feminin
    return feminin[:1].upper() + feminin[1:]
