"""Fill: open the passages of a scaffold, have them written, and put them in their place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from server.acte.fragments import EnLigne, Fragment, Origine
from server.acte.noeuds import Alinea, Bloc, Considerant, Feuille, Liste, Puce
from server.formats.texte.jetons import Ouverture
from server.redacteurs import Demande, ignore
from server.redaction.personnels import find_personnels

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from server.catalogue import Modele, Passage, Saisie
    from server.redacteurs import Ecoute, Redacteur, Redige


async def fill(
    trame: Sequence[Bloc | Ouverture], modele: Modele, saisie: Saisie, redacteur: Redacteur, ecoute: Ecoute = ignore
) -> tuple[tuple[Bloc, ...], tuple[Redige, ...]]:
    """Have every open passage written at once, and give the blocks with the passages in their place."""
    demandes = list_demandes(trame, modele, saisie)
    rediges = await redacteur.write(demandes, ecoute) if demandes else ()
    par_nom = {redige.nom: redige for redige in rediges}
    sortes = {demande.nom: demande.sorte for demande in demandes}
    blocs: list[Bloc] = []
    for bloc in trame:
        if isinstance(bloc, Ouverture):
            blocs.extend(make_blocs(par_nom[bloc.nom], sortes[bloc.nom]))
        else:
            blocs.append(bloc)
    return tuple(blocs), rediges


def list_demandes(trame: Sequence[Bloc | Ouverture], modele: Modele, saisie: Saisie) -> list[Demande]:
    """List the requests of the passages that a scaffold opens, in the order of the template."""
    ouverts = {bloc.nom for bloc in trame if isinstance(bloc, Ouverture)}
    return [make_demande(p, modele, saisie) for p in modele.passages if p.nom in ouverts]


def make_demande(passage: Passage, modele: Modele, saisie: Saisie) -> Demande:
    """Make the request for one passage: its points, and only the fields that it may use."""
    valeurs = saisie.valeurs
    return Demande(
        nom=passage.nom,
        sorte=passage.sorte,
        champ_points=passage.points,
        points=_as_points(_lookup(valeurs, passage.points)),
        champs={nom: _lookup({**saisie.calculs, **valeurs}, nom) for nom in passage.champs},
        instruction=passage.instruction,
        ton=str(valeurs.get("ton") or ""),
        longueur_max=passage.longueur_max,
        personnels=find_personnels(modele.champs, saisie),
    )


def _as_points(valeur: object) -> tuple[str, ...]:
    return valeur if isinstance(valeur, tuple) else ()


def _lookup(valeur: object, chemin: str) -> object:
    """Follow a dotted path; through a groupe it gives the part of each item."""
    for nom in chemin.split("."):
        if isinstance(valeur, tuple):
            valeur = tuple(element[nom] for element in valeur)
        else:
            valeur = valeur.get(nom) if isinstance(valeur, Mapping) else None
    return valeur


def make_blocs(redige: Redige, sorte: str) -> tuple[Bloc, ...]:
    """Make the blocks of a passage: one per paragraph, or one list for instructions."""
    if sorte == "consignes":
        return (Liste(tuple(Puce(p, numero="•") for p in redige.paragraphes)),) if redige.paragraphes else ()
    faire: Callable[[tuple[EnLigne, ...]], Feuille] = Considerant if sorte == "considerants" else Alinea
    return tuple(faire(paragraphe) for paragraphe in redige.paragraphes)


def holds_ia(blocs: Sequence[Redige]) -> bool:
    """Tell whether any of these passages holds words of a model, changed by hand or not."""
    return any(_is_ia(redige) for redige in blocs)


_IA = frozenset({Origine.IA, Origine.IA_RETOUCHEE})


def _is_ia(redige: Redige) -> bool:
    return any(isinstance(f, Fragment) and f.origine in _IA for p in redige.paragraphes for f in p)
