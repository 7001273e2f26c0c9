"""Check a seal offline: no database, no server, no key that the document brings."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from server import formats
from server.acte.canon import digest_lignes, list_lignes
from server.formats.paquet import Paquet
from server.sceau.cles import ED25519, GRACE
from server.sceau.comparaison import MODIFIE, BlocAltere, compare
from server.sceau.enonce import Enonce, EnonceInconnuError, parse_enonce
from server.sceau.enveloppe import TYPE_CHARGE, Enveloppe, EnveloppeIllisibleError
from server.sceau.examen import SANS_EFFET, detect_sorte, list_emplacements, list_refus
from server.sceau.proprietes import list_paires
from server.sceau.releve import releve_as_json
from server.sceau.sidecar import Sidecar, is_attestation, match_lignes, parse_sidecar
from server.sceau.transport import Porte, decode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.acte.canon import LigneCanon
    from server.acte.noeuds import Acte
    from server.sceau.cles import ClePublique, Cles
    from server.sceau.releve import Releve


class Etat(StrEnum):
    """What a verification answers."""

    VALIDE = "VALIDE"
    ALTERE = "ALTÉRÉ"
    NON_SCELLE = "NON SCELLÉ"
    INVALIDE = "INVALIDE"
    INDETERMINE = "INDÉTERMINÉ"


@dataclass(frozen=True, slots=True)
class ApresVisa:
    """A slot whose text is not the one of the visa: what it is, what it showed, what it shows."""

    nom: str
    avant: str
    apres: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found.

    Attributes:
        etat: the answer.
        blocs_alteres: what is not as it was approved.
        releve: what the visa states; None when nothing of it can be believed.
        notes: French sentences that explain the answer.
        apres_visa: slots completed after the visa.
    """

    etat: Etat
    blocs_alteres: tuple[BlocAltere, ...] = ()
    releve: Releve | None = None
    notes: tuple[str, ...] = ()
    apres_visa: tuple[ApresVisa, ...] = ()


@dataclass(frozen=True, slots=True)
class _Vu:
    """What the file says: its tree, its canon."""

    paquet: Paquet
    sorte: str
    acte: Acte
    lignes: tuple[LigneCanon, ...]
    annexes: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Confiance:
    """What the keys say of an envelope: `etat` is None when it is to be trusted."""

    etat: Etat | None = None
    note: str = ""
    notes: tuple[str, ...] = field(default=())


DEFAUTS: Final = {
    "manque": (Etat.INDETERMINE, "Un morceau du sceau manque : donnez le fichier .visa.json qui l’accompagne."),
    "version": (Etat.INDETERMINE, "Le sceau vient d’une version plus récente de Minutier."),
    "double": (Etat.INVALIDE, "Le fichier porte deux sceaux : aucun ne peut être cru."),
    "abime": (Etat.INVALIDE, "Le sceau du fichier est abîmé ou contrefait."),
}


def verdict_as_json(verdict: Verdict) -> dict[str, Any]:
    """Give what `verify --json` prints, and the API answers."""
    return {
        "etat": str(verdict.etat),
        "blocs_alteres": [
            {"sorte": b.sorte, "lieu": b.lieu, "avant": b.avant, "apres": b.apres, "raison": b.raison}
            for b in verdict.blocs_alteres
        ],
        "releve": None if verdict.releve is None else releve_as_json(verdict.releve),
        "notes": list(verdict.notes),
        "apres_visa": [{"nom": e.nom, "avant": e.avant, "apres": e.apres} for e in verdict.apres_visa],
    }


def verify(
    fichier: bytes,
    nom: str,
    cles: Cles,
    sidecar: bytes | None = None,
    annexes: Mapping[str, bytes] | None = None,
) -> Verdict:
    """Tell whether a file is as a reviewer approved it.

    Args:
        fichier: the file.
        nom: how the user named it.
        cles: the public keys that are trusted; none: INDÉTERMINÉ at best.
        sidecar: the `.visa.json`; its seal is the one that counts when the file carries another one, or none.
        annexes: files joined to the act, by name.

    Raises:
        FichierIllisible: neither a .docx nor an .odt, or a damaged or hostile one; nothing else, whatever the bytes.
    """
    sorte = detect_sorte(fichier, nom)
    paquet = Paquet(fichier, nom)
    porte = decode(list_paires(paquet, sorte))
    acte = formats.read(fichier, nom).acte
    vu = _Vu(paquet, sorte, acte, list_lignes(acte), annexes or {})
    accompagne, notes = _open_sidecar(sidecar, porte)
    enveloppe = accompagne.enveloppe if accompagne else porte.enveloppe
    if enveloppe is None:
        return _without_envelope(porte, notes)
    verdict = _judge(enveloppe, vu, cles, accompagne)
    return replace(verdict, notes=(*verdict.notes, *notes))


def _open_sidecar(sidecar: bytes | None, porte: Porte) -> tuple[Sidecar | None, tuple[str, ...]]:
    if sidecar is None:
        return None, ()
    try:
        lu = parse_sidecar(sidecar)
    except EnveloppeIllisibleError:
        return None, ("Le fichier .visa.json n’a pas pu être lu : il a été ignoré.",)
    if porte.enveloppe is not None and porte.enveloppe != lu.enveloppe:
        return lu, ("Le fichier porte un autre sceau que le .visa.json donné ; c’est ce dernier qui a été vérifié.",)
    if not porte.present:
        return lu, ("Le fichier lui-même ne porte pas de sceau ; celui du .visa.json a été vérifié.",)
    return lu, ()


def _without_envelope(porte: Porte, notes: tuple[str, ...]) -> Verdict:
    if not porte.present:
        return Verdict(Etat.NON_SCELLE, notes=("Ce fichier ne porte pas de visa.", *notes))
    etat, note = DEFAUTS[porte.defaut]
    return Verdict(etat, notes=(note, *notes))


def _judge(enveloppe: Enveloppe, vu: _Vu, cles: Cles, sidecar: Sidecar | None) -> Verdict:
    """Check the signature first, then what it signs, then the content: nothing unsigned is believed."""
    cle = cles.find(enveloppe.cle)
    if cles and cle is None:
        return Verdict(Etat.INVALIDE, notes=("Le sceau est signé par une clé qui n’est pas parmi celles données.",))
    if cle is not None and cle.algorithme != ED25519:
        return Verdict(
            Etat.INDETERMINE, notes=(f"L’algorithme de signature « {cle.algorithme[:40]} » n’est pas connu.",)
        )
    if cle is not None and not cle.signs(enveloppe):
        return Verdict(Etat.INVALIDE, notes=("La signature du sceau est fausse.",))
    try:
        enonce = _read_enonce(enveloppe)
    except EnonceInconnuError:
        return Verdict(Etat.INDETERMINE, notes=("La forme de ce visa n’est pas connue : mettez Minutier à jour.",))
    except ValueError:
        return Verdict(Etat.INVALIDE, notes=("Ce que le sceau déclare n’est pas lisible.",))
    confiance = _trust(enveloppe, enonce, cle, cles, sidecar)
    lignes = sidecar.lignes if sidecar and match_lignes(sidecar.lignes, enonce.feuilles) else ()
    blocs, notes = _check_content(enonce, vu, lignes)
    return _conclude(confiance, enonce, vu, blocs, notes)


def _read_enonce(enveloppe: Enveloppe) -> Enonce:
    if enveloppe.type_charge != TYPE_CHARGE:
        raise EnonceInconnuError("payload type")
    return parse_enonce(enveloppe.charge)


def _conclude(
    confiance: _Confiance, enonce: Enonce, vu: _Vu, blocs: tuple[BlocAltere, ...], notes: tuple[str, ...]
) -> Verdict:
    etat = confiance.etat
    # A content that is not the one of the visa is altered whatever its key became; without any key, nobody knows.
    if etat is None or (etat is Etat.INDETERMINE and blocs and confiance.note != SANS_CLE):
        etat = Etat.ALTERE if blocs else Etat.VALIDE
    dites = tuple(note for note in (confiance.note, *confiance.notes, *notes) if note)
    return Verdict(etat, blocs, enonce.releve, dites, _filled_slots(enonce, vu.acte))


SANS_CLE: Final = (
    "Aucune clé publique n’est donnée ni installée : une clé qui viendrait avec le document ne prouverait rien. "
    "Demandez à la collectivité son fichier de clés (--cle)."
)


def _trust(
    enveloppe: Enveloppe, enonce: Enonce, cle: ClePublique | None, cles: Cles, sidecar: Sidecar | None
) -> _Confiance:
    if cle is None:
        return _Confiance(Etat.INDETERMINE, SANS_CLE)
    instant = enonce.releve.instant
    if cle.revoquee_le is not None and instant >= cle.revoquee_le:
        return _Confiance(Etat.INVALIDE, "La clé était révoquée au moment du visa.")
    if cle.retiree_le is not None and instant > cle.retiree_le + GRACE:
        return _Confiance(Etat.INVALIDE, "La clé n’était plus en service au moment du visa.")
    notes: tuple[str, ...] = ()
    if instant < cle.valable_depuis - GRACE:
        notes = ("Le visa est daté d’avant la mise en service de sa clé : l’horloge du serveur a pu reculer.",)
    if cle.revoquee_le is None:
        return _Confiance(notes=notes)
    if sidecar and any(_attests(une, enveloppe, cles) for une in sidecar.attestations):
        return _Confiance(
            notes=(*notes, "La clé a été révoquée depuis ; le registre atteste que ce visa est antérieur.")
        )
    return _Confiance(
        Etat.INDETERMINE,
        "La clé a été révoquée depuis : qui l’aurait volée aurait pu antidater ce visa. "
        "Demandez à la collectivité un .visa.json attesté par son registre.",
        notes,
    )


def _attests(attestation: Enveloppe, enveloppe: Enveloppe, cles: Cles) -> bool:
    cle = cles.find(attestation.cle)
    sure = cle is not None and cle.algorithme == ED25519 and cle.revoquee_le is None and cle.id != enveloppe.cle
    return sure and cle is not None and cle.signs(attestation) and is_attestation(attestation, enveloppe)


def _check_content(
    enonce: Enonce, vu: _Vu, anciennes: tuple[str, ...]
) -> tuple[tuple[BlocAltere, ...], tuple[str, ...]]:
    """Give what of the file, and of its annexes, is not as it was approved."""
    blocs: tuple[BlocAltere, ...] = ()
    notes: list[str] = []
    if digest_lignes(vu.lignes) != enonce.empreinte:
        blocs = compare(enonce.feuilles, vu.lignes, anciennes) or (BlocAltere(MODIFIE, "document"),)
        communes = set(enonce.feuilles) & {ligne.empreinte for ligne in vu.lignes}
        if 2 * len(communes) < min(len(set(enonce.feuilles)), len(vu.lignes)):
            notes.append(f"Ce sceau est sans doute celui d’un autre acte : « {enonce.releve.acte.intitule} ».")
    for refus in list_refus(vu.paquet, vu.sorte, vu.acte):
        if refus.code not in SANS_EFFET:
            blocs = (*blocs, BlocAltere(MODIFIE, refus.lieu, raison=refus.raison))
    autres, dits = _check_annexes(enonce, vu.annexes)
    return (*blocs, *autres), (*notes, *dits)


def _check_annexes(enonce: Enonce, annexes: Mapping[str, bytes]) -> tuple[tuple[BlocAltere, ...], tuple[str, ...]]:
    blocs, notes = [], []
    restantes = {nom: hashlib.sha256(donnees).hexdigest() for nom, donnees in annexes.items()}
    for annexe in enonce.releve.annexes:
        # A file that was renamed is still the one that was approved.
        trouvee = next((nom for nom, empreinte in restantes.items() if empreinte == annexe.empreinte), None)
        if trouvee is not None:
            del restantes[trouvee]
        elif restantes.pop(annexe.nom, None) is not None:
            blocs.append(BlocAltere(MODIFIE, f"annexe « {annexe.nom} »"))
        else:
            notes.append(f"L’annexe « {annexe.nom} » n’a pas été donnée : elle n’a pas été vérifiée.")
    blocs += [BlocAltere("ajouté", f"annexe « {nom} »") for nom in restantes]
    return tuple(blocs), tuple(notes)


def _filled_slots(enonce: Enonce, acte: Acte) -> tuple[ApresVisa, ...]:
    """Give the slots that do not show what they showed at the visa; none when they are not the same slots any more."""
    maintenant = list_emplacements(acte)
    if [e.nom for e in maintenant] != [nom for nom, _ in enonce.emplacements]:
        return ()
    return tuple(
        ApresVisa(nom, avant, vu.texte)
        for (nom, avant), vu in zip(enonce.emplacements, maintenant, strict=True)
        if avant.strip() != vu.texte.strip()
    )
