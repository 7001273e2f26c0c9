"""Name every fault that Minutier reports to a person, in one tree.

::

    MinutierError                  exit 70  HTTP 500   an internal fault, when raised bare
    ├── SaisieRefusee              exit  2  HTTP 422   the input is readable but refused: one Faute per field
    ├── ModeleInconnu              exit  2  HTTP 404   no template, or no example of it, has this name
    ├── FichierIllisible           exit  2  HTTP 422   a file given by the user cannot be read as what it should be
    ├── ModeleInvalide             exit  3  HTTP 500   a template of this installation is broken: file, key, line
    ├── Introuvable                exit  2  HTTP 404   what is named does not exist, or is not for this account
    ├── Conflit                    exit  2  HTTP 409   what is asked does not go with what is kept already
    ├── NonAuthentifie             exit  2  HTTP 401   nobody is signed in, or not any more
    ├── AccesRefuse                exit  2  HTTP 403   this account, or the page that asks, may not do this
    ├── TropDeDemandes             exit  2  HTTP 429   too often; says when to come back
    ├── SceauRefuse                exit  2  HTTP 422   a file may not be sealed: one Refus per reason
    ├── EcritureImpossible         exit  3  HTTP 500   the result could not be written; nothing was left half-written
    │   └── LibreOfficeIndisponible exit  3  HTTP 503   LibreOffice, which alone can make it, is not there or hangs
    ├── ModeleIndisponible         exit  3  HTTP 503   the language model does not answer; nothing was changed
    ├── BaseIndisponible           exit  3  HTTP 503   the database does not answer; nothing was kept of the request
    └── ReglageInvalide            exit 64  HTTP 500   a MINUTIER_… setting is missing or wrong

Exit codes are those of the command line's table: 2 saisie refused or unreadable, 3 nothing written for another
reason, 64 wrong usage, 70 internal fault. A check (rule, guard) answers with a verdict and never raises one of these.

Every class keeps the arguments it was built with, so that an error crosses a process boundary (pickle) unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SORTIE_REFUS: Final = 2
SORTIE_RIEN_ECRIT: Final = 3
SORTIE_USAGE: Final = 64
SORTIE_INTERNE: Final = 70


@dataclass(frozen=True, slots=True)
class Faute:
    """Say what is wrong with one field of a saisie.

    Attributes:
        champ: path of the field as the user knows it (``beneficiaires[2].montant``); empty for the saisie as a whole.
        raison: French clause that says what is wrong and what is expected.
    """

    champ: str
    raison: str

    def __str__(self) -> str:
        return f"{self.champ} : {self.raison}" if self.champ else self.raison


class MinutierError(Exception):
    """Carry a French message, an exit code and an HTTP status; the root of the tree.

    Attributes:
        code_sortie: exit code of the command line.
        statut_http: status of the HTTP answer.
        titre: short French title of the kind of fault, the same for every occurrence (RFC 9457 ``title``).
    """

    code_sortie: ClassVar[int] = SORTIE_INTERNE
    statut_http: ClassVar[int] = 500
    titre: ClassVar[str] = "Erreur interne"


class SaisieRefusee(MinutierError):  # noqa: N818 -- French names: a "Refus" is already an error
    """Refuse a saisie, with every fault found and not only the first.

    Its message has one line per fault: field, reason.
    """

    code_sortie = SORTIE_REFUS
    statut_http = 422
    titre = "Saisie refusée"

    def __init__(self, faults: tuple[Faute, ...]) -> None:
        super().__init__(faults)
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "\n".join(str(faute) for faute in self.faults) or self.titre


class ModeleInconnu(MinutierError):  # noqa: N818 -- see SaisieRefusee
    """Say that no template, or no example of a template, has this name.

    Args:
        code: what was asked for.
        connus: the names that exist, listed in the message so that the user can correct a slip.
        objet: what was looked up, with its article: « le modèle », « l’exemple ».
    """

    code_sortie = SORTIE_REFUS
    statut_http = 404
    titre = "Modèle inconnu"

    def __init__(self, code: str, connus: tuple[str, ...] = (), objet: str = "le modèle") -> None:
        super().__init__(code, connus, objet)
        self.code = code
        self.connus = tuple(connus)
        self.objet = objet

    def __str__(self) -> str:
        suite = f" Connus : {', '.join(self.connus)}." if self.connus else ""
        return f"{self.objet} « {self.code} » n’existe pas.{suite}"


class ModeleInvalide(MinutierError):  # noqa: N818 -- see SaisieRefusee
    """Say where a template is broken.

    Args:
        fichier: the file at fault (``modele.yaml``, ``corps.txt.j2``, an example).
        cle: dotted key in that file (``champs[3].type``); empty when the fault is not at a key.
        ligne: line, counted from 1; None when it is not known.
        raison: French clause.
    """

    code_sortie = SORTIE_RIEN_ECRIT
    statut_http = 500
    titre = "Modèle invalide"

    def __init__(self, fichier: Path | str, cle: str, ligne: int | None, raison: str) -> None:
        super().__init__(fichier, cle, ligne, raison)
        self.fichier = fichier
        self.cle = cle
        self.ligne = ligne
        self.raison = raison

    def __str__(self) -> str:
        ligne = "" if self.ligne is None else f", ligne {self.ligne}"
        cle = f", clé « {self.cle} »" if self.cle else ""
        return f"{self.fichier}{ligne}{cle} : {self.raison}"


class FichierIllisible(MinutierError):  # noqa: N818 -- see SaisieRefusee
    """Say that a file given by the user cannot be read as what it should be.

    Args:
        fichier: the file, as the user named it.
        raison: French clause.
    """

    code_sortie = SORTIE_REFUS
    statut_http = 422
    titre = "Fichier illisible"

    def __init__(self, fichier: Path | str, raison: str) -> None:
        super().__init__(fichier, raison)
        self.fichier = fichier
        self.raison = raison

    def __str__(self) -> str:
        return f"{self.fichier} : {self.raison}"


class Introuvable(MinutierError):  # noqa: N818 -- see SaisieRefusee
    """Say that something does not exist; the same words when it exists for somebody else."""

    code_sortie = SORTIE_REFUS
    statut_http = 404
    titre = "Introuvable"


class Conflit(MinutierError):  # noqa: N818 -- see SaisieRefusee
    """Say what is in the way.

    Args:
        raison: French sentence.
        membres: what the caller needs to go on (the present revision), as members of the problem.
    """

    code_sortie = SORTIE_REFUS
    statut_http = 409
    titre = "Conflit"

    def __init__(self, raison: str, membres: Mapping[str, Any] | None = None) -> None:
        super().__init__(raison, membres)
        self.raison = raison
        self.membres = dict(membres or {})

    def __str__(self) -> str:
        return self.raison


class NonAuthentifie(MinutierError):  # noqa: N818 -- see SaisieRefusee
    """Say that nobody is signed in; never why a proof was refused."""

    code_sortie = SORTIE_REFUS
    statut_http = 401
    titre = "Connexion nécessaire"


class AccesRefuse(MinutierError):  # noqa: N818 -- see SaisieRefusee
    """Say what this account, or this page, may not do."""

    code_sortie = SORTIE_REFUS
    statut_http = 403
    titre = "Accès refusé"


class TropDeDemandes(MinutierError):  # noqa: N818 -- see SaisieRefusee
    """Say that something is asked too often.

    Args:
        raison: French sentence.
        attente: seconds before the next try is worth anything.
    """

    code_sortie = SORTIE_REFUS
    statut_http = 429
    titre = "Trop de demandes"

    def __init__(self, raison: str, attente: int) -> None:
        super().__init__(raison, attente)
        self.raison = raison
        self.attente = attente

    def __str__(self) -> str:
        return self.raison


@dataclass(frozen=True, slots=True)
class Refus:
    """Say one thing that keeps a file from being sealed, or that alters a sealed one.

    Attributes:
        code: stable name of the reason (``cache``, ``champ``, ``externe`` …).
        lieu: French words for the place: « corps, « Article 3 … » ».
        raison: French clause that says what is wrong and what to do.
    """

    code: str
    lieu: str
    raison: str

    def __str__(self) -> str:
        return f"{self.lieu} : {self.raison}"


class SceauRefuse(MinutierError):  # noqa: N818 -- see SaisieRefusee
    """Refuse to seal a file, with every reason found and not only the first.

    Its message has one line per reason: place, reason.
    """

    code_sortie = SORTIE_REFUS
    statut_http = 422
    titre = "Visa impossible"

    def __init__(self, refus: tuple[Refus, ...]) -> None:
        super().__init__(refus)
        self.refus = tuple(refus)

    def __str__(self) -> str:
        return "\n".join(str(un) for un in self.refus) or self.titre


class EcritureImpossible(MinutierError):  # noqa: N818 -- see SaisieRefusee
    """Say that the result could not be written, and that nothing was left half-written.

    Args:
        chemin: the file or folder that could not be written.
        raison: French clause.
    """

    code_sortie = SORTIE_RIEN_ECRIT
    statut_http = 500
    titre = "Écriture impossible"

    def __init__(self, chemin: Path | str, raison: str) -> None:
        super().__init__(chemin, raison)
        self.chemin = chemin
        self.raison = raison

    def __str__(self) -> str:
        return f"{self.chemin} : {self.raison} Rien n’a été écrit."


class LibreOfficeIndisponible(EcritureImpossible):
    """Say that LibreOffice is not installed, or does not answer; it names no file of the server."""

    statut_http = 503
    titre = "LibreOffice indisponible"


class ModeleIndisponible(MinutierError):  # noqa: N818 -- see SaisieRefusee
    """Say that the language model does not answer.

    Args:
        raison: French sentence.
    """

    code_sortie = SORTIE_RIEN_ECRIT
    statut_http = 503
    titre = "Modèle de langage indisponible"

    def __init__(self, raison: str) -> None:
        super().__init__(raison)
        self.raison = raison

    def __str__(self) -> str:
        return self.raison


class BaseIndisponible(MinutierError):  # noqa: N818 -- see SaisieRefusee
    """Say that the database does not answer.

    Args:
        raison: the driver's own words; no value that was being written, no password.
    """

    code_sortie = SORTIE_RIEN_ECRIT
    statut_http = 503
    titre = "Base de données indisponible"

    def __init__(self, raison: str) -> None:
        super().__init__(raison)
        self.raison = raison

    def __str__(self) -> str:
        return f"La base de données ne répond pas ({self.raison}). Rien n’a été enregistré."


class ReglageInvalide(MinutierError):  # noqa: N818 -- see SaisieRefusee
    """Say which MINUTIER_… setting is missing or wrong.

    Args:
        reglage: name of the environment variable.
        raison: French clause; never the value of a secret.
    """

    code_sortie = SORTIE_USAGE
    statut_http = 500
    titre = "Réglage invalide"

    def __init__(self, reglage: str, raison: str) -> None:
        super().__init__(reglage, raison)
        self.reglage = reglage
        self.raison = raison

    def __str__(self) -> str:
        return f"{self.reglage} : {self.raison}"
