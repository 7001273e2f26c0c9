"""Detection of the conjugated verb that makes a clause of an agent's point, without a dictionary of French.

Three means, in this order: forms that are hardly anything but verbs, forms that are verbs only where no determiner or
preposition comes before them (« l'association demande », but « la demande »), and endings (imperfect, future,
conditional, third person plural). A verb inside a relative clause does not count.
"""

from __future__ import annotations

import re
import unicodedata

from server.francais.lexique import read_mots

_MOT = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[.,;:!?]")
VERBES = read_mots(
    """est sont ont sera seront serait seraient etait etaient fut furent soit soient peut peuvent pourra pourront
    pourrait doit doivent devra devront devrait faut faudra convient conviendrait appartient incombe incombent
    permet permettent constitue constituent entraine entrainent impose imposent prevoit prevoient comporte
    comportent comprend comprennent concerne concernent resulte resultent releve relevent existe existent depend
    dependent dispose disposent souhaite souhaitent sollicite sollicitent organise organisent necessite necessitent
    presente presentent requiert requierent exige exigent demande demandent autorise autorisent interdit interdisent
    reste restent demeure demeurent risque risquent menace menacent gene genent cause causent provoque provoquent
    occasionne occasionnent justifie justifient empeche empechent rend rendent devient deviennent tient tiennent
    maintient maintiennent obtient vise visent tend tendent va vont fait font met mettent prend prennent donne
    donnent recoit recoivent assure assurent exerce exercent participe participent contribue contribuent repond
    repondent compte comptent accueille accueillent regroupe regroupent propose proposent intervient interviennent
    semble semblent parait paraissent apparait apparaissent represente representent realise realisent execute
    executent effectue effectuent manque manquent suffit suffisent importe ressort rappelle rappellent decide
    decident estime estiment atteint atteignent depasse depassent circule circulent stationne stationnent emprunte
    empruntent longe longent traverse traversent dessert desservent debouche debouchent eleve elevent deroule
    deroulent situe situent trouve trouvent subit subissent connait connaissent genere generent augmente augmentent
    diminue diminuent evolue evoluent beneficie beneficient respecte respectent remplit remplissent satisfait
    satisfont verse versent finance financent soutient soutiennent habite habitent reside resident exploite
    exploitent occupe occupent loue louent possede possedent detient detiennent gere gerent emploie emploient
    adresse adressent formule formulent depose deposent refuse refusent accepte acceptent declare declarent signale
    signalent invoque invoquent conteste contestent reclame reclament remet remettent transmet transmettent signe
    signent saisit saisissent sert servent offre offrent ouvre ouvrent ferme ferment forme forment confirme
    confirment affirme affirment consomme consomment suppose supposent implique impliquent induit induisent conduit
    conduisent produit produisent reduit reduisent construit construisent detruit detruisent compromet compromettent
    perturbe perturbent trouble troublent nuit nuisent encombre encombrent obstrue obstruent ralentit accede
    accedent rejoint rejoignent relie relient borde bordent mesure mesurent coute coutent oeuvre oeuvrent developpe
    developpent engage engagent porte portent concourt concourent a ait aient commence commencent debute debutent
    acheve achevent dure durent cesse cessent expire expirent"""
)
# Before one of these forms, they say that it is a noun or a participle: « la demande », « sans gêne », « à risque ».
_NOMINAUX = read_mots(
    """le la les un une des du de d l au aux a ce cet cette ces son sa ses leur leurs notre nos votre vos mon ma mes en
    sur sous sans par pour avec dans entre contre selon chaque aucun aucune tout toute quel quelle meme premiere
    seconde nouvelle presente dite et ou cote nord sud"""
)
# Forms that stay verbs after « en », « et », « les »…: nothing else has their shape (« a » is not « à »).
_SURS = read_mots(
    """sont ont sera seront serait seraient etait etaient peut peuvent pourra pourront pourrait doivent devra devront
    devrait faut faudra convient prevoit permettent constituent entrainent imposent"""
)
_SUBORDONNANTS = read_mots("""qui que qu dont ou lorsque lorsqu si quand""")
_NOMS_EN_RA = read_mots("""opera camera mitra sierra extra ultra infra supra pampara paella tiara angora""")
_NOMS_EN_AIT = read_mots(
    """lait trait retrait extrait attrait portrait souhait parfait forfait bienfait abstrait imparfait mefait surfait
    distrait"""
)
_ADJECTIFS_EN_ENT = read_mots(
    """present recent frequent different urgent excedent president accident incident agent adolescent cent argent vent
    client patient competent permanent equivalent inherent afferent conscient evident precedent couvent talent
    content resident absent apparent adjacent coherent imminent innocent pertinent prudent violent ardent continent
    serpent accent antecedent efficient emergent escient exigent indigent intelligent negligent occident orient
    transparent turbulent torrent parent deficient ingredient inconvenient recipient expedient souvent"""
)
_PLURIELS = read_mots(
    """les des ces ses leurs nos vos plusieurs certains certaines quelques aux et deux trois quatre"""
)
_TERMINAISONS = ("aient", "erait", "irait", "eront", "iront", "issent", "ait", "era", "ira")


def has_verbe(phrase: str) -> bool:
    """Tell whether the phrase is a clause with its own conjugated verb, outside its relative clauses."""
    en_attente = 0
    precedent, pluriel = "", False
    for brut in _MOT.findall(phrase):
        mot = _fold(brut)
        if _is_subordonnant(brut, mot) and precedent:
            en_attente += 1
        elif _is_verbe(brut, mot, precedent) or (pluriel and _is_troisieme_pluriel(mot, precedent)):
            if not en_attente:
                return True
            en_attente -= 1
        pluriel = pluriel or mot in _PLURIELS
        precedent = "à" if brut.lower() == "à" else mot
    return False


def _is_subordonnant(brut: str, mot: str) -> bool:
    # « où » subordinates, « ou » does not.
    return mot in _SUBORDONNANTS and (mot != "ou" or brut.lower() == "où")


def _is_verbe(brut: str, mot: str, precedent: str) -> bool:
    if mot == "a":
        return brut in {"a", "A"} and precedent not in {
            "",
            "de",
            "la",
            "le",
            "zone",
            "annexe",
            "lot",
            "point",
            "vitamine",
        }
    if mot in _SURS:
        return True
    if precedent in {"il", "ils", "elle", "elles", "on", "cela", "ceci", "se", "s", "ne", "n", "y"}:
        return mot in VERBES or _has_ending(mot) or mot.endswith(("e", "ent", "t"))
    if precedent in _NOMINAUX or precedent == "à":
        return False
    return mot in VERBES or _has_ending(mot)


def _is_troisieme_pluriel(mot: str, precedent: str) -> bool:
    """Tell « les riverains empruntent » from « les incidents », « récemment », « très fréquent »."""
    return (
        len(mot) > 4
        and mot.endswith("ent")
        and not mot.endswith("ment")
        and mot not in _ADJECTIFS_EN_ENT
        and precedent not in _NOMINAUX
        and precedent != "à"
    )


def _has_ending(mot: str) -> bool:
    return len(mot) > 5 and mot.endswith(_TERMINAISONS) and mot not in _NOMS_EN_RA and mot not in _NOMS_EN_AIT


def _fold(mot: str) -> str:
    sans = "".join(c for c in unicodedata.normalize("NFD", mot.lower()) if not unicodedata.combining(c))
    return sans.replace("œ", "oe")
