"""Read a modele.yaml into a Modele, with every fault found in it."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from server.acte.noeuds import Genre
from server.catalogue.lecture_champs import ATTENDU_NOM, MOTIF_NOM, NOMS_RESERVES, read_champs
from server.catalogue.modele import (
    LONGUEUR_MAX,
    Calcul,
    Caractere,
    Champ,
    Maturite,
    Modele,
    NomEmplacement,
    Operation,
    Ordre,
    Passage,
    Publicite,
    Reference,
    Role,
    SortePassage,
    TypeChamp,
    find_champ,
    find_chemin,
    find_groupe,
)
from server.catalogue.rubrique import Journal, Rubrique, suggest
from server.referentiel.matieres import MATIERES
from server.referentiel.natures import NATURES

if TYPE_CHECKING:
    from pathlib import Path

MOIS_MAX = 120
"""Months that a delay may count: more is a slip of the keyboard, and would leave the calendar."""
GENRES_DECIDANTS = frozenset({Genre.ARRETE, Genre.DELIBERATION})
"""Kinds that have an @ctes nature, matière and caractère; a letter and a note have none."""

_FORMULE = re.compile(r"([a-z_]+)\(\s*([a-z0-9_.]+)(?:\s*,\s*([a-z0-9_.]+))?\s*\)")
_OPERANDES: dict[Operation, tuple[frozenset[TypeChamp], ...]] = {
    Operation.SOMME: (frozenset({TypeChamp.MONTANT, TypeChamp.ENTIER}),),
    Operation.NOMBRE: (frozenset({TypeChamp.GROUPE, TypeChamp.POINTS}),),
    Operation.JOURS: (frozenset({TypeChamp.DATE}),) * 2,
    Operation.DIFFERENCE: (frozenset({TypeChamp.MONTANT, TypeChamp.ENTIER}),) * 2,
    Operation.JOUR_SEMAINE: (frozenset({TypeChamp.DATE}),),
    Operation.QUANTIEME: (frozenset({TypeChamp.DATE}), frozenset({TypeChamp.ENTIER})),
}


def read_modele(journal: Journal, dossier: Path, corps: str, exemples: tuple[str, ...]) -> Modele:
    """Read the document of a journal; faults go to the journal, and the Modele is worth nothing when it has any."""
    r = Rubrique(journal, (), journal.document.valeur)
    code = r.take_texte("code", motif=r"[a-z][a-z_]*", attendu="un code en minuscules sans accent (lettres, « _ »)")
    if code and code != dossier.name:
        r.refuse("code", f"le code doit être le nom du dossier, « {dossier.name} ».")
    genre = _read_genre(r)
    champs = read_champs(list(r.take_rubriques("champs")))
    calculs = _read_calculs(r, champs)
    modele = Modele(
        code=code,
        titre=r.take_texte("titre"),
        resume=r.take_texte("resume"),
        genre=genre,
        nature=_read_nature(r, genre),
        matiere=_read_matiere(r, genre),
        caractere=_read_caractere(r, genre),
        motive=r.take_oui_non("motive"),
        publicite=r.take_choix("publicite", Publicite),
        transmission=r.take_oui_non("transmission"),
        maturite=r.take_choix("maturite", Maturite),
        version=r.take_texte(
            "version", motif=r"\d+\.\d+\.\d+", attendu='un numéro de version entre guillemets ("1.0.0")'
        ),
        references=_read_references(r),
        champs=champs,
        calculs=calculs,
        contraintes=tuple(_read_ordre(sous, champs) for sous in r.take_rubriques("contraintes", ())),
        passages=_read_passages(r, champs, calculs),
        circuit=_read_circuit(r),
        apres_visa=r.take_choix_multiples("apres_visa", NomEmplacement),
        ne_couvre_pas=r.take_textes("ne_couvre_pas"),
        dossier=dossier,
        corps=corps,
        exemples=exemples,
    )
    r.finish()
    return modele


def _read_genre(r: Rubrique) -> Genre:
    genre = r.take_choix("genre", Genre)
    if genre is Genre.INCONNU:
        r.refuse("genre", "un modèle a un genre connu : arrete, deliberation, courrier, note.")
    return genre


def _read_nature(r: Rubrique, genre: Genre) -> str | None:
    nature = r.take_texte_ou_nul("nature")
    if nature is not None and nature not in NATURES:
        r.refuse("nature", f"« {nature} » n’est pas une nature @ctes ; valeurs possibles : {', '.join(NATURES)}.")
    _check_presence(r, "nature", genre, present=nature is not None)
    return nature


def _read_matiere(r: Rubrique, genre: Genre) -> str | None:
    valeur = r.take("matiere", "")
    _check_presence(r, "matiere", genre, present=valeur != "")
    if valeur == "":
        return None
    if not isinstance(valeur, str):
        r.refuse(
            "matiere",
            f'la matière est un texte : écrivez-la entre guillemets ("{valeur}"), sans quoi 7.10 se lirait 7.1.',
        )
        return None
    if valeur not in MATIERES:
        r.refuse("matiere", f"« {valeur} » n’est pas une matière @ctes de niveau 2{suggest(valeur, MATIERES) or '.'}")
    return valeur


def _read_caractere(r: Rubrique, genre: Genre) -> Caractere | None:
    brut = r.take("caractere", "")
    _check_presence(r, "caractere", genre, present=brut != "")
    return None if brut == "" else r.read_choix("caractere", Caractere, brut)


def _check_presence(r: Rubrique, cle: str, genre: Genre, *, present: bool) -> None:
    if genre in GENRES_DECIDANTS and not present:
        r.refuse(cle, f"« {cle} » manque : un modèle de genre {genre} en a toujours.")


def _read_references(r: Rubrique) -> tuple[Reference, ...]:
    references = []
    for sous in r.take_rubriques("references"):
        reference = Reference(
            code=sous.take_texte("code"),
            article=sous.take_texte("article", ""),
            sujet=sous.take_texte("sujet"),
            en_vigueur_depuis=sous.take_texte_ou_nul("en_vigueur_depuis"),
            verifie=sous.take_texte("verifie"),
        )
        if reference.en_vigueur_depuis and not _is_date(reference.en_vigueur_depuis):
            sous.refuse("en_vigueur_depuis", "une date AAAA-MM-JJ ou null est attendu.")
        if "légifrance" in reference.verifie.lower() or "legifrance" in reference.verifie.lower():
            sous.refuse("verifie", "« Légifrance » ne dit pas ce qui a été lu : citez la ligne ou la source consultée.")
        sous.finish()
        references.append(reference)
    return tuple(references)


def _is_date(texte: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", texte) and dt.date.fromisoformat(texte))
    except ValueError:
        return False


def _read_calculs(r: Rubrique, champs: tuple[Champ, ...]) -> tuple[Calcul, ...]:
    calculs: list[Calcul] = []
    for sous in r.take_rubriques("calculs", ()):
        nom = sous.take_texte("nom", motif=MOTIF_NOM, attendu=ATTENDU_NOM)
        if find_champ(champs, nom) or nom in [c.nom for c in calculs] or nom in NOMS_RESERVES:
            sous.refuse("nom", f"le nom « {nom} » est déjà pris.")
        if calcul := _read_formule(sous, nom, champs):
            calculs.append(calcul)
        sous.finish()
    return tuple(calculs)


def _read_formule(r: Rubrique, nom: str, champs: tuple[Champ, ...]) -> Calcul | None:
    formule = r.take_texte("formule")
    trouve = _FORMULE.fullmatch(formule)
    operations = [str(o) for o in Operation]
    if not trouve or trouve[1] not in operations:
        if formule:
            r.refuse("formule", f"« {formule} » n’est pas une formule ; opérations : {', '.join(operations)}.")
        return None
    operation = Operation(trouve[1])
    operandes = tuple(o for o in trouve.groups()[1:] if o)
    attendus = _OPERANDES[operation]
    if len(operandes) != len(attendus):
        r.refuse("formule", f"« {operation} » attend {len(attendus)} champ(s).")
        return None
    for operande, types in zip(operandes, attendus, strict=True):
        _check_operande(r, operation, operande, types, champs)
    return Calcul(nom, operation, operandes)


def _check_operande(
    r: Rubrique, operation: Operation, operande: str, types: frozenset[TypeChamp], champs: tuple[Champ, ...]
) -> None:
    if operation is Operation.QUANTIEME and types == {TypeChamp.ENTIER}:
        _check_mois(r, operande, champs)
        if operande.isdecimal():
            return
    chemin = find_chemin(champs, operande)
    if not chemin:
        r.refuse("formule", f"le champ « {operande} » n’existe pas.")
    elif chemin[-1].type not in types:
        r.refuse("formule", f"« {operande} » est de type {chemin[-1].type} ; attendu : {', '.join(sorted(types))}.")
    elif (operation is Operation.SOMME) != (len(chemin) > 1 and chemin[0].type is TypeChamp.GROUPE):
        r.refuse(
            "formule", f"« somme » additionne un champ d’un groupe, et elle seule : « {operande} » ne convient pas."
        )


def _check_mois(r: Rubrique, operande: str, champs: tuple[Champ, ...]) -> None:
    if operande.isdecimal():
        bornes: tuple[Decimal | None, ...] = (Decimal(operande),)
    else:
        chemin = find_chemin(champs, operande)
        bornes = (chemin[-1].minimum, chemin[-1].maximum) if chemin else ()
    if any(borne is None or not 0 <= borne <= MOIS_MAX for borne in bornes):
        r.refuse("formule", f"« {operande} » doit aller de 0 à {MOIS_MAX} mois (min, max).")


def _read_ordre(r: Rubrique, champs: tuple[Champ, ...]) -> Ordre:
    cotes = r.take_liste("ordre")
    message = r.take_texte("message")
    r.finish()
    if len(cotes) != 2:
        r.refuse("ordre", "deux moments sont attendus : [debut, fin].")
        return Ordre((), (), message)
    debut, fin = (_read_moment(r, cote, champs) for cote in cotes)
    if debut and fin and find_groupe(champs, debut[0]) != find_groupe(champs, fin[0]):
        r.refuse("ordre", "les deux moments doivent être dans le même groupe.")
    return Ordre(debut, fin, message)


def _read_moment(r: Rubrique, brut: object, champs: tuple[Champ, ...]) -> tuple[str, ...]:
    chemins = [str(c) for c in brut] if isinstance(brut, list) else [str(brut)]
    if not 1 <= len(chemins) <= 2:
        r.refuse("ordre", "un moment est une date, ou une date et une heure.")
        return ()
    for chemin, attendu in zip(chemins, (TypeChamp.DATE, TypeChamp.HEURE), strict=False):
        trouves = find_chemin(champs, chemin)
        if not trouves:
            r.refuse("ordre", f"le champ « {chemin} » n’existe pas.")
            return ()
        if trouves[-1].type is not attendu:
            r.refuse("ordre", f"« {chemin} » est de type {trouves[-1].type} ; attendu : {attendu}.")
            return ()
    return tuple(chemins)


def _read_passages(r: Rubrique, champs: tuple[Champ, ...], calculs: tuple[Calcul, ...]) -> tuple[Passage, ...]:
    passages: list[Passage] = []
    for sous in r.take_rubriques("passages"):
        longueur = sous.take_nombre("longueur_max", entier=True)
        passage = Passage(
            nom=sous.take_texte("nom", motif=MOTIF_NOM, attendu=ATTENDU_NOM),
            sorte=sous.take_choix("sorte", SortePassage),
            points=sous.take_texte("points"),
            champs=sous.take_textes("champs"),
            instruction=sous.take_texte("instruction"),
            longueur_max=int(longueur or 1500),
        )
        if not 1 <= passage.longueur_max <= LONGUEUR_MAX:
            sous.refuse("longueur_max", f"un nombre de 1 à {LONGUEUR_MAX} est attendu.")
        if passage.nom in [p.nom for p in passages]:
            sous.refuse("nom", f"le passage « {passage.nom} » est déclaré deux fois.")
        sous.finish()
        _check_passage(sous, passage, champs, calculs)
        passages.append(passage)
    return tuple(passages)


def _check_passage(r: Rubrique, passage: Passage, champs: tuple[Champ, ...], calculs: tuple[Calcul, ...]) -> None:
    points = find_chemin(champs, passage.points)
    if passage.points and (not points or points[-1].type is not TypeChamp.POINTS):
        r.refuse("points", f"« {passage.points} » n’est pas un champ de type points.")
    connus = [champ.nom for champ in champs] + [calcul.nom for calcul in calculs]
    for nom in passage.champs:
        if nom not in connus and not find_chemin(champs, nom):
            r.refuse("champs", f"le champ « {nom} » n’existe pas{suggest(nom, connus) or '.'}")


def _read_circuit(r: Rubrique) -> tuple[Role, ...]:
    circuit = r.take_choix_multiples("circuit", Role)
    if not circuit:
        r.refuse("circuit", "un rôle au moins doit viser l’acte.")
    return circuit
