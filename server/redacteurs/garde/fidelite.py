"""A paragraph beside its point: it says what the point says, no less, no more, and what is to do is not done."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from server.francais.verbes import has_verbe
from server.redacteurs.donnees import cut_mots, fold_texte, read_mots, stem
from server.redacteurs.garde.base import Refus
from server.redacteurs.garde.parente import are_kin, is_among, spell_sigles
from server.redacteurs.marques import MARQUE, Nature, say_marques

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from server.redacteurs.garde.base import Examen

# Share of the words of the point that its paragraph takes up.
_REPRIS_MIN = 0.5
# Words added to the point, besides those that make a sentence: as many as it has, three for a short one, two for a
# point that is nothing but facts.
_AJOUTS_MIN, _AJOUTS_SANS_MOT = 3, 2
_LONGUEUR_MIN = 3
_OBLIGE = re.compile(r"(?<!\w)(?:doit|doivent|devra|devront|faut|faudra)(?!\w)")
_OBLIGE_DANS_LE_POINT = re.compile(
    r"(?i:(?<!\w)(?:doi|dev|faut|faud|oblig|nécess|requis|exig|impos|impér|max|min\b|limit|tenu|interdi|souhait|demand"
    r"|avant|au plus|besoin|toujours|plus aucun|aucun|sous ⟦DUREE|chaque))"
    # What an act is there to keep: said by itself, it is to be assured.
    r"|(?i:^(?:la |le |les )?(?:sécurité|sûreté|salubrité|tranquillité|continuité|protection|préservation|maintien"
    r"|accès|passage libre)(?!\w))"
    # Small letters: « NIR » is no infinitive.
    # « la joindre au 06 … », « fermer le gaz », « ne pas dépasser »; not « dossier de », « lettre du ».
    r"|(?:(?:(?<!\w)(?:à|de|pour|pas|se) |['’]|^|[,;:(] ?)(?:(?:la|le|les|y|en|nous|vous|lui|leur|ne) )?)"
    r"\w+(?:er|ir|re|oir)(?!\w)"
    r"(?! (?:de|du|des|n°|et)(?!\w)| d['’])"
    # « à fermer de ⟦HEURE_1⟧ à ⟦HEURE_2⟧»: no noun is followed by a mark in this way after « à ».
    r"|(?<!\w)à \w+(?:er|ir|re|oir) (?:de|du) ⟦"
)
_JOUR_DIT = re.compile(r"⟦(?:DATE|JOUR)_")
_PARTICIPE = re.compile(
    r"(?<!\w)(?!nuit|midi|bruit|droit|circuit|crédit|débit|appui|essai|délai|emploi|envoi|défi)[^\W\d_]{2,}(?:é|i|u|is|it|ert)e?s?(?!\w)"
)
_MOT_SUIVANT = re.compile(r" ([^\W\d_]{4,})(?!\w)")
_ETRE = re.compile(r"(?<!\w)(?:est|sont|a|ont|était|étaient|sera|seront|serait|seraient)(?!\w)")
_VERBALES = ("er", "ir", "re", "ra", "ront", "raient")
_PAR_QUI = re.compile(r"(?<!\w)([^\W\d_]+) par (?:l['’]|(?:la?|les?|une?|des|sa|son|ses|leurs?|votre|vos) )([^\W\d_]+)")
_ECHU = re.compile(r"(?<!\w)(?:échu|expir|périm|décéd)")
_ECHU_DEPUIS = re.compile(r"(?<!\w)(?:échu|expir|périm|décéd)\w* depuis(?!\w)")
_PRES = 3
"""Words between a verb or its noun and what says that it is to do: « versement prévu », « prévu de verser »."""
_SOUFFLE = 2
"""Words that say something, from one to its repetition, within one breath."""
_A_LIEU = re.compile(r"(?<!\w)(?:a|ont|aura|auront|avait|avaient) lieu(?!\w)|(?<!\w)au lieu d[eu]s?(?!\w)")
_DES = re.compile(r"(?<!\w)(?:dès(?! lors)|à/c|à (?:partir|compter) d)")
_DEBUTE = re.compile(r"(?<!\w)(?:début|commenc)")
_BORNES = {
    "depuis": re.compile(r"(?<![\w-])depuis(?![\w-])"),
    "avant": re.compile(r"(?<![\w-])(?:avant|auparavant|au plus tard|antérieure?s? [àa]u?x?|précédant)(?![\w-])"),
    "après": re.compile(r"(?<![\w’'-])(?:après|postérieure?s? [àa]u?x?)(?![\w-])"),
    "jusque": re.compile(r"(?<!\w)jusqu"),
    "dès": _DES,
}
"""What says on which side of a date or a time a thing is: « depuis le 1er mars » is not « à partir du 1er mars »."""
_DE_PLUS_DE = re.compile(r"(?<!\w)de plus de ⟦duree")
_DEVANT_SON_FAIT = re.compile(r"(?<!\w)([^\W\d_]{3,}) (?:de |d['’])?(?=⟦)")
_DEVANT_UN_FAIT = re.compile(r"\W+(?:\w+\W+){0,3}?⟦")
_PERSONNE = re.compile(r"(?<!\w)(?:je|j'|mon|ma|mes|tu|ton|ta|tes)(?!\w)")
_CHEVILLE = re.compile(
    r"(?:est|sont|a été|ont été) (?:effectué|réalisé|fait|mis en place|mis en œuvre|prévu|assuré)e?s?\W*$"
)
"""What a model adds to a point of which it finds no verb: « la largeur restante de 3,20 m est effectuée »."""
_MOBILES = ("seulement", "uniquement", "exclusivement")
"""What restricts goes to either end of its sentence: « salage des voies … seulement », « seules les voies … »."""
_DITS_AUTREMENT = (*_MOBILES, "possible", "proceder")
"""Words that a verb may take the place of: « dépôt possible » is « peut être déposé »."""
_PREDICAT = re.compile(
    r"(?<!\w)(?:est|sont|était|étaient|sera|seront|serait|seraient|été) (?:(?:pas|plus|déjà|ainsi|bien) )*"
    r"(?!proposé)([^\W\d_]{2,}(?:é|i|u|is|it|ert)e?s?)(?!\w)"
)
"""What a sentence says of its subject: « est fermée », « ont été supprimés »."""
_MODAL = re.compile(
    r"(?<!\w)(?:faut|faudra|doit|doivent|devra|devront|va|vont|peut|peuvent|pourra|pourront) "
    r"(?:y |en |vous |être ){0,2}([^\W\d_]{2,}(?:er|ir|re|oir|é|i|u|is|it|ert)e?s?)(?!\w)"
)
"""What a sentence says is to do, or may be done: « il faut fermer », « pourra être déposé »."""
_A_INFINITIF = r"\bà (?!(?:partir|compter)\b)[^\W\d_]+(?:er|ir|re|oir)\b"
_A_FAIRE = re.compile(
    rf"{_A_INFINITIF}|\b(?!caméra|opéra)\w{{3,}}r(?:a|ont)\b"
    r"|\b(?:prév|propos|projeté|en projet|demand|sollicit|prochain|futur|ensuite)\w*"
)
"""What says that a thing is to do, or asked for: it is not done."""
_A_FAIRE_SEUL = re.compile(rf"{_A_INFINITIF}|\bprév|\bprojeté")
_ACCOMPLI = re.compile(
    r"(?<!\w)(?:a|ont|ai|avons|avez|avait|avaient) (?:déjà |bien |été )*"
    r"(?!lieu\b|voulu\b)(?P<p>[^\W\d_]{2,}(?:é|i|u|is|it|ert|int)e?s?)(?!\w)"
)


def check_fidelite(examen: Examen) -> Iterator[Refus]:
    """Refuse a paragraph that leaves its point or adds to it."""
    neutres = read_mots("neutres")
    if examen.marquage.demande.sorte == "paragraphes":
        neutres |= read_mots("neutres_lettre")
    # What another point says is said there: « ces travaux » may be taken up, so that each word counts for half.
    champs = {stem(m) for phrase in examen.source[len(examen.couples) :] for m in phrase.mots}
    permis = neutres | champs
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        dits, ecrits, epeles = _contents(point), _contents(ecrit), spell_sigles(point, ecrit)
        perdus = _find_tus(dits, ecrits, epeles)
        ajoutes = [m for m in _find_tus(ecrits, dits, epeles) if not {m, stem(m)} & permis]
        if len(perdus) > max(1, (1 - _REPRIS_MIN) * len(dits)) or perdus == dits != []:
            yield _refus("perdu", rang, "ne reprend pas ce que dit son point", "reprends les mots du point.", perdus)
        ailleurs = sum(stem(m) in examen.radicaux_donnes for m in ajoutes)
        cheville = _find_cheville(ecrit, dits)
        sans_mot = _AJOUTS_SANS_MOT if MARQUE.search(point) else 0
        if cheville or len(ajoutes) - ailleurs / 2 > (max(_AJOUTS_MIN, len(dits)) if dits else sans_mot):
            en_trop = [*ajoutes, *cheville]
            yield _refus("ajout", rang, "ajoute à son point", "n’ajoute rien à ce que dit le point.", en_trop)


def _find_tus(mots: Sequence[str], autres: Sequence[str], epeles: Collection[str]) -> list[str]:
    """Find the words of one text that the other says in no way; those of an acronym that is spelt out are said."""
    return [mot for mot in mots if mot not in epeles and not is_among(mot, autres)]


def _find_cheville(ecrit: str, dits: Sequence[str]) -> Sequence[str]:
    """Give the words of a verb that only fills the end of a paragraph and that its point does not say; () for none."""
    cheville = _CHEVILLE.search(ecrit.lower())
    mots = cut_mots(cheville[0]) if cheville else ()
    return () if any(is_among(mot, dits) for mot in mots[1:]) else mots


def check_bornes(examen: Examen) -> Iterator[Refus]:
    """Refuse « depuis » for « à partir du », « après » for « avant », a bound that is lost, one set before a fact."""
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        changes = [nom for nom, motif in _BORNES.items() if _is_changed(motif, point.lower(), ecrit.lower())]
        if changes:
            consigne = "garde « avant », « après », « depuis », « jusqu’à », « à partir de » comme dans le point."
            yield _refus("borne", rang, "change le moment que donne son point", consigne, changes)


def _is_changed(borne: re.Pattern[str], point: str, ecrit: str) -> bool:
    if borne.search(point):
        # « à partir du » may be « débuteront le ».
        return not (borne.search(ecrit) or (borne is _DES and _DEBUTE.search(ecrit)))
    # What has lapsed on a date has lapsed since.
    ecrit = _ECHU_DEPUIS.sub("", ecrit) if _ECHU.search(point) else ecrit
    # « agents de plus de ⟦DUREE_1⟧ » may be « présents depuis plus de ⟦DUREE_1⟧ ».
    ecrit = re.sub(r"(?<!\w)depuis (plus de ⟦)", r"de \1", ecrit) if _DE_PLUS_DE.search(point) else ecrit
    return any(_DEVANT_UN_FAIT.match(ecrit, m.end()) for m in borne.finditer(ecrit))


def check_accompli(examen: Examen) -> Iterator[Refus]:
    """Refuse « a été versée » where the point says « à verser »: what is to do is not done.

    A verb that the point does not use (« a émis un avis ») is an addition, unless all that the point says is to do.
    """
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        propositions = [p for p in re.split(r"[,;:.()]", point.lower()) if p.strip()]
        for m in _ACCOMPLI.finditer(ecrit.lower()):
            fait = fold_texte(m["p"])
            dits = [p for p in propositions if is_among(fait, _contents(p))]
            if all(_is_to_do(fait, p) for p in dits) if dits else all(map(_A_FAIRE_SEUL.search, propositions)):
                consigne = "ce qui est à faire ou prévu n’est pas fait : garde le temps du point."
                yield _refus("accompli", rang, "dit fait ce que son point ne dit pas fait", consigne, [m.group()])
                break


def _is_to_do(verbe: str, proposition: str) -> bool:
    """Tell whether a clause of the point says, beside the verb or its noun, that it is to do.

    « demande » does not say of itself that « a demandé » is to do, nor « report de la séance prévue » of the report.
    """
    if re.search(rf"(?<!\w){verbe}e?s?(?!\w)", fold_texte(proposition)):
        return False
    for m in _A_FAIRE.finditer(proposition):
        marque = m.group().removeprefix("à ")
        if is_among(verbe, [fold_texte(marque)]):
            return marque != m.group() or marque.endswith(("ra", "ront"))
        voisins = [*cut_mots(proposition[: m.start()])[-_PRES:], *cut_mots(proposition[m.end() :])[:_PRES]]
        if is_among(verbe, voisins):
            return True
    return False


def check_predicat(examen: Examen) -> Iterator[Refus]:
    """Refuse « la salle sera démolie » for « la salle est fermée »: a word of the point made way for another verb."""
    neutres = read_mots("neutres") | read_mots("neutres_lettre")
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        dits, ecrits, epeles = _contents(point), _contents(ecrit), spell_sigles(point, ecrit)
        # « inchangé » may be « n’a pas changé ».
        perdus = [m for m in _find_tus(dits, [*ecrits, *_DITS_AUTREMENT], epeles) if not is_among(m[2:], ecrits)]
        faits = [fold_texte(m[1]) for motif in (_PREDICAT, _MODAL) for m in motif.finditer(ecrit.lower())]
        autres = [m for m in faits if m in ecrits and not {m, stem(m)} & neutres and not is_among(m, dits)]
        if perdus and autres:
            consigne = "garde les verbes et les mots du point."
            yield _refus("predicat", rang, "remplace ce que dit son point", consigne, [*perdus[:2], *autres[:2]])


def check_segments(examen: Examen) -> Iterator[Refus]:
    """Refuse « charges ⟦M1⟧, loyer ⟦M2⟧ » for « loyer ⟦M1⟧, charges ⟦M2⟧ », and a clause lost between two marks."""
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        donnes, ecrits = ([_contents(s) for s in MARQUE.split(texte)] for texte in (point, ecrit))
        epeles = spell_sigles(point, ecrit)
        tous = [m for segment in ecrits for m in segment]
        perdus = [mots for mots in donnes if len(mots) > 1 and not any(m in epeles or is_among(m, tous) for m in mots)]
        natures = [fait.nature if (fait := examen.fait(m)) else None for m in MARQUE.findall(point)]
        # « le jury a apprécié … » may be « … a été apprécié par le jury »: both keep their parts wherever they stand.
        passifs = [fold_texte(mot) for m in _PAR_QUI.finditer(ecrit.lower()) for mot in m.groups()]
        donnes = [[m for m in mots if not is_among(m, passifs)] for mots in donnes]
        croises = perdus[:1] or _find_croises(natures, donnes, ecrits)[:1] or _find_retournes(examen, point, ecrit)
        if croises:
            consigne = "laisse les mots du point autour de leurs marques."
            yield _refus("segment", rang, "déplace ou perd ce que dit son point", consigne, croises[0])


def _find_croises(
    natures: Sequence[Nature | None], donnes: Sequence[Sequence[str]], ecrits: Sequence[Sequence[str]]
) -> list[tuple[str, str]]:
    """Find two words that changed places, each beside a fact of one nature; a word said twice has no place of its own.

    A verb that goes to the front of its sentence, a noun that ends it as a verb (« reliure de … » written « … sont à
    relier »), a date that cuts « a rendu un avis », change nothing.
    """
    places = []
    for i, mots in enumerate(donnes):
        for mot in (m for m in mots if not is_among(m, _MOBILES)):
            dits = [j for j, autres in enumerate(ecrits) if is_among(mot, autres)]
            seul = not any(is_among(mot, autres) for k, autres in enumerate(donnes) if k != i)
            if len(dits) == 1 and seul and not _is_said_by_a_verb(mot, ecrits[dits[0]]):
                places.append((i, dits[0], mot))
    return [
        (a, b)
        for i, x, a in places
        for j, y, b in places
        if i < j and x > y and _are_twins(natures, i, j) and not b.endswith(("er", "ir", "re"))
    ]


def _is_said_by_a_verb(mot: str, ecrits: Sequence[str]) -> bool:
    return mot not in ecrits and any(m.endswith(_VERBALES) and are_kin(m, mot) for m in ecrits)


def _find_retournes(examen: Examen, point: str, ecrit: str) -> list[tuple[str]]:
    """Find who became an object: « le club demande une aide » written « demande le club », but not « du club »."""
    retournes = []
    for m in MARQUE.finditer(point):
        fait = examen.fait(m[0])
        acteur = fait is not None and fait.nature in {Nature.ORG, Nature.PERSONNE}
        suivant = _MOT_SUIVANT.match(point, m.end()) if acteur else None
        if suivant and re.search(rf"(?<!\w){re.escape(suivant[1])} (?:(?:la?|les?) |l['’])?{re.escape(m[0])}", ecrit):
            retournes.append((suivant[1],))
    return retournes[:1]


def _are_twins(natures: Sequence[Nature | None], i: int, j: int) -> bool:
    """Tell whether the facts after two segments, or before them, are of one nature."""
    bords = [None, *natures, None]
    return bords[i + 1] is bords[j + 1] is not None or bords[i] is bords[j] is not None


def check_obligation(examen: Examen) -> Iterator[Refus]:
    """Refuse « doit » where the point says nothing of the kind."""
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        dit = _OBLIGE.search(ecrit.lower())
        if dit and not _OBLIGE_DANS_LE_POINT.search(point) and not _is_planned(point):
            consigne = "n’oblige à rien que le point n’oblige à faire."
            yield _refus("obligation", rang, "oblige à ce que son point ne demande pas", consigne, [dit.group()])


def _is_planned(point: str) -> bool:
    """Tell a point that only names what has a day: « livraison d’une grue le ⟦DATE_1⟧ » may be « doit être livrée »."""
    return bool(_JOUR_DIT.search(point)) and not (has_verbe(say_marques(point)) or _PARTICIPE.search(point.lower()))


def check_redites(examen: Examen) -> Iterator[Refus]:
    """Refuse a word of the point said again in one breath: « la déviation possible est possible »."""
    for rang, (point, ecrit) in enumerate(examen.couples, 1):
        donnes, ecrits = ([m.rstrip("s") for m in _words(_A_LIEU.sub(" ", texte))] for texte in (point, ecrit))
        proches = {a for i, a in enumerate(ecrits) if a in ecrits[i + 1 : i + 1 + _SOUFFLE]}
        # « une aide de ⟦MONTANT_1⟧, et le Département une aide de ⟦MONTANT_2⟧ »: each with its own fact.
        chacun = Counter(fold_texte(m[1]).rstrip("s") for m in _DEVANT_SON_FAIT.finditer(ecrit))
        proches = {mot for mot in proches if chacun[mot] < ecrits.count(mot)}
        comptes, permis = Counter(ecrits), Counter(donnes)
        redits = [m for m, n in comptes.items() if n > permis[m] > 0]
        if len(redits) > 1 or any(m in proches or comptes[m] > permis[m] + 1 for m in redits):
            yield _refus("redite", rang, "dit deux fois ce que dit son point", "ne répète aucun mot du point.", redits)


def check_personne(examen: Examen) -> Iterator[Refus]:
    """Refuse « je » and « mon » where nobody speaks: only a letter is written by somebody to somebody."""
    if examen.marquage.demande.sorte == "paragraphes":
        return
    dits = [m.group() for m in _PERSONNE.finditer(fold_texte(examen.libre)) if m.group() not in examen.mots_donnes]
    if dits:
        consigne = "Personne ne parle dans ce texte : ni « je », ni « mon »."
        yield Refus("personne", f"Le passage parle à la première personne : « {dits[0]} ».", consigne, dits[0])


def check_verbe(examen: Examen) -> Iterator[Refus]:
    """Refuse « Considérant que pas de trottoir »: « que » asks for a verb."""
    for ecrit in examen.paragraphes if examen.marquage.demande.sorte == "considerants" else ():
        tete, lien, suite = say_marques(ecrit).partition("que ")
        mots = set(_contents(suite))
        recopie = any(mots <= set(_contents(point)) for point in examen.marquage.demande.points)
        if lien and tete.strip() == "Considérant" and recopie and not (has_verbe(suite) or _ETRE.search(suite)):
            consigne = "Après « Considérant que », il faut une phrase avec un verbe conjugué."
            yield Refus("verbe", "Un considérant n’a pas de verbe.", consigne, ecrit[:60])


def _contents(texte: str) -> list[str]:
    return list(dict.fromkeys(_words(texte)))


def _words(texte: str) -> list[str]:
    """Give the folded words that say something, each time."""
    mots = cut_mots(MARQUE.sub(" ", texte))
    return [m for m in mots if len(m) >= _LONGUEUR_MIN and m not in read_mots("vides")]


def _refus(code: str, rang: int, quoi: str, consigne: str, mots: Sequence[str]) -> Refus:
    dits = ", ".join(mots[:4])
    return Refus(code, f"Le paragraphe {rang} {quoi} : « {dits} ».", f"Au paragraphe {rang}, {consigne}", dits)
