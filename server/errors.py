"""Name every fault that Minutier reports to a person, in one tree.

::

    MinutierError                  exit 70  HTTP 500   an internal fault, when raised bare
    ├── SaisieRefusee              exit  2  HTTP 422   the input is readable but refused: one Faute per field
    ├── ModeleInconnu              exit  2  HTTP 404   no template, or no example of it, has this name
    ├── FichierIllisible           exit  2  HTTP 422   a file given by the user cannot be read as what it should be
    ├── ModeleInvalide             exit  3  HTTP 500   a template of this installation is broken: file, key, line
    ├── EcritureImpossible         exit  3  HTTP 500   the result could not be written; nothing was left half-written
    └── ReglageInvalide            exit 64  HTTP 500   a MINUTIER_… setting is missing or wrong

Exit codes are those of the command line's table: 2 saisie refused or unreadable, 3 nothing written for another
reason, 64 wrong usage, 70 internal fault. A check (rule, guard) answers with a verdict and never raises one of these.

Every class keeps the arguments it was built with, so that an error crosses a process boundary (pickle) unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
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
