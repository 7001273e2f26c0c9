"""What a document that we did not draft seems to be: individual or not, favourable or not. Says nothing when unsure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre

if TYPE_CHECKING:
    from server.regles.vue import Vue

INDIVIDUEL = "individuel"
REGLEMENTAIRE = "reglementaire"
NI_L_UN_NI_L_AUTRE = "ni_l_un_ni_l_autre"

_INTITULE_INDIVIDUEL = re.compile(
    "portant (?:nomination|recrutement|titularisation|avancement|radiation|revocation|licenciement|mutation|"
    "detachement|"
    "mise en (?:disponibilite|demeure|securite)|permission de voirie|permis de stationnement|retrait|refus|"
    "abrogation de l'autorisation|"
    "(?:autorisation|fermeture|ouverture) (?:d'|temporaire d'|provisoire d'|administrative d'|de l'|du |"
    "d'un |d'une )?(?:occup|ouverture d'un debit|debit de boissons|etablissement))"
    "|(?:refus|retrait) d'autorisation|mise en demeure|autorisation d'occupation du domaine public|(?:a|de|"
    r"pour) (?:m\.|mme|monsieur|madame) "
)
_NOTIFIE = re.compile(
    "(?:notifie|notification)e?s? (?:sera faite )?(?:a|au|par|aux) (?:l'interesse|le? ?permissionnaire|"
    "petitionnaire|beneficiaire|proprietaire|"
    r"exploitant|demandeur|agent|m\.|mme|monsieur|madame)|notifie[e]? (?:a )?l'(?:interessee?|exploitante?|agent)"
)
_INTITULE_REGLEMENTAIRE = re.compile(
    "reglement(?:ation|ant|aire)|portant reglement|limitation de (?:la )?vitesse|(?:circulation|"
    "stationnement)(?! .{0,40}permis)|"
    r"portant delegation|plan communal|police (?:de |des )"
)
_DEFAVORABLE = re.compile(
    "mise en demeure|mise en securite|fermeture|(?:portant|de) (?:refus|retrait|revocation|interdiction|"
    "suspension|sanction|exclusion|licenciement|radiation)|"
    r"refus d|retrait d|interdiction d|insalubrite|peril"
)
_REFUS_LETTRE = re.compile(
    "ne (?:peux|puis|peut|pouvons|saurais?) (?:pas )?(?:(?:malheureusement )?(?:donner|reserver|accorder|"
    "accueillir|satisfaire|faire droit|repondre favorablement|"
    "autoriser))|suite (?:de)?favorable n'a pu|(?:votre|vos) (?:demande|requete|candidature)s? (?:est|a ete|"
    "sont|ont ete) (?:rejetee|refusee)s?|"
    "(?:je|nous) (?:rejette|rejetons|refuse|refusons)|(?:decide|regret) de (?:rejeter|refuser|ne pas)|"
    "ai decide de ne pas"
)


def guess_caractere(vue: Vue) -> str | None:
    """Tell whether the act is individuel or reglementaire: the template's word, else what a document says clearly."""
    if vue.modele is not None:
        return vue.modele.caractere
    if vue.genre is not Genre.ARRETE:
        return None
    individuel = bool(_INTITULE_INDIVIDUEL.search(vue.tete) or _NOTIFIE.search(vue.plie))
    reglementaire = bool(_INTITULE_REGLEMENTAIRE.search(vue.tete))
    if individuel == reglementaire:
        return None
    return INDIVIDUEL if individuel else REGLEMENTAIRE


def is_defavorable(vue: Vue) -> bool:
    """Tell whether the title or the subject says clearly that the act refuses, withdraws, forbids or punishes."""
    return bool(_DEFAVORABLE.search(vue.tete))


def is_refus(vue: Vue) -> bool:
    """Tell whether a letter refuses what was asked: it is then a decision (CRPA L. 211-2)."""
    return bool(_REFUS_LETTRE.search(vue.plie))
