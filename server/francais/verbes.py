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
# A quoted name is one word: « l'association « Le Cœur d'à côté » répond ».
_CITATION = re.compile(r"«[^«»]*»|“[^“”]*”")
# « géré » is not « gère »: the accent is looked at before the word is folded.
_PARTICIPE = re.compile(r"ée?s?$")
_FINIS_EN_EE = frozenset(("crée", "recrée", "agrée", "supplée"))
VERBES = read_mots(
    """a abroge accede accedent accepte acceptent accompagne accorde accueille accueillent acheve achevent adhere admet
    adresse adressent affirme affirment aggrave aide aient ait alloue ameliore anime annule apparaissent apparait
    appartient appelle apporte approuve assiste assure assurent atteignent atteint attend attendent attire attribue
    augmente augmentent autorise autorisent avere beneficie beneficient borde bordent cause causent cesse cessent
    charge circule circulent coincide commence commencent complete comporte comportent compose comprend comprennent
    compromet compromettent compte comptent concerne concernent concilie conclut concourent concourt conduisent
    conduit confie confirme confirment connaissent connait conserve considere consomme consomment constate constitue
    constituent construisent construit conteste contestent contraint contribue contribuent conviendrait convient
    convoque correspond correspondent court coute coutent cree debouche debouchent debute debutent decide decident
    declare declarent decoule defend defendent definissent definit degrade delegue demande demandent demeure
    demeurent depasse depassent depend dependent deplace depose deposent deroule deroulent designe desire dessert
    desservent dessine detaille detiennent detient detruisent detruit devait devalorise developpe developpent
    deviennent devient devra devrait devront diminue diminuent disent disparait dispense dispose disposent dit doit
    doivent donne donnent dote durcit dure durent echappe effectue effectuent eleve elevent emane empeche empechent
    emploie emploient emprunte empruntent encombre encombrent encourage endommage engage engagent enonce enregistre
    entend entendent entraine entrainent envahit envisage equivaut espere est estime estiment etablissent etablit
    etaient etait etend etendent evite evolue evoluent excede execute executent exerce exercent exige exigent existe
    existent expire expirent explique exploite exploitent expose facilite fait faudra faut favorise ferme ferment
    figure finance financent fixe fonctionne font forme forment formule formulent fournissent fournit fragilise
    franchit furent fut gagne garantissent garantit gene genent genere generent gere gerent habilite habite habitent
    illustre implique impliquent importe impose imposent incite inclut incombe incombent indique induisent induit
    informe inscrit inscrivent installe institue integre interdisent interdit interrompt interviennent intervient
    invite invoque invoquent jouit jouxte juge justifie justifient limite localise loge longe longent loue louent
    maintiennent maintient manque manquent marque meconnait menace menacent mentionne merite mesure mesurent met
    mettent mobilise modifie multiplie necessite necessitent nuisent nuit oblige observe obstrue obstruent obtient
    occasionne occasionnent occupe occupent oeuvre oeuvrent offre offrent ont oppose ordonne organise organisent
    ouvre ouvrent paraissent parait partage participe participent passe percoit perd perdent permet permettent
    persiste perturbe perturbent peut peuvent porte portent pose possede possedent pourra pourrait pourront poursuit
    poursuivent pousse precise prend prennent prescrit presente presentent preserve prevoient prevoit prive
    privilegie procede produisent produit projette prolonge promet promeut propose proposent proroge proscrit
    protege prouve proviennent provient provoque provoquent publie ralentit rappelle rappellent rassemble realise
    realisent recense reclame reclament recoit recoivent reconnaissent reconnait recouvre redige reduisent reduit
    refuse refusent regit regle regroupe regroupent rejette rejoignent rejoint relaie releve relevent relie relient
    remet remettent remplace remplissent remplit rencontre rend rendent renforce renouvelle repare repond repondent
    reporte repose reprend reprennent represente representent requierent requiert reside resident resiste respecte
    respectent respire ressort reste restent restreint resulte resultent resume retient retire retrace reunissent
    reunit revet revient risque risquent saisissent saisit sait satisfait satisfont savent securise semble semblent
    sera seraient serait seront sert servent signale signalent signe signent situe situent soient soit sollicite
    sollicitent sont sort sortent souhaite souhaitent souligne soutiennent soutient stagne stationne stationnent
    stipule subissent subit substitue succede suffisent suffit suit suivent suppose supposent supprime surplombe
    surviennent survient suspend tarde tend tendent tiennent tient tolere tombe totalise touche transforme transmet
    transmettent transporte travaille traverse traversent trouble troublent trouve trouvent utilise va valent valide
    valorise varie vaut veille vend verse versent veulent veut viole vise visent vit vivent voient voit vont vote
    voue laisse laissent concoit boit croit ecrit ecrivent plait nait naissent parcourt parcourent sent sentent consent
    consentent ressent ressentent meurt meurent couvre couvrent souffre souffrent recueille recueillent vient viennent
    contient contiennent apprend apprennent craint craignent eteint rejoignent joint dissout finit finissent agit
    agissent choisit choisissent grandit grandissent reussit reussissent investit investissent bloque bloquent essaie
    paie paient envoie envoient jette achete achetent gele leve levent partent dorment dort croient ecoute ecoutent
    accoste accostent arrive arrivent quittent deborde debordent penche penchent glisse glissent coule coulent
    inondent deverse deversent blessent"""
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
# « en tant que maire », « ainsi que », « plus que »: no verb follows that « que », nor one that starts the phrase.
_SANS_SUBORDONNEE = frozenset(
    ("", "tant", "ainsi", "tel", "telle", "tels", "telles", "plus", "moins", "autre", "autres")
)
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
_TERMINAISONS = (
    "aient",
    "erait",
    "irait",
    "eront",
    "iront",
    "issent",
    "ait",
    "era",
    "ira",
    "dra",
    "dront",
    "vra",
    "vront",
    "rra",
    "rront",
)


def has_verbe(phrase: str) -> bool:
    """Tell whether the phrase is a clause with its own conjugated verb, outside its relative clauses."""
    en_attente = 0
    precedent, pluriel = "", False
    for brut in _MOT.findall(_CITATION.sub("citation", phrase)):
        mot = _fold(brut)
        if _is_subordonnant(brut, mot) and precedent not in _SANS_SUBORDONNEE:
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
    if _PARTICIPE.search(brut.lower()) and brut.lower() not in _FINIS_EN_EE:
        return False
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
