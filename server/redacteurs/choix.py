"""Which redacteur writes: the only place that chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.errors import ReglageInvalide
from server.redacteurs.aucun import Aucun

if TYPE_CHECKING:
    from pathlib import Path

    from server.redacteurs.base import Redacteur

NOMS: Final = ("vllm", "aucun")


def make_redacteur(  # noqa: PLR0913 -- one argument per setting, all by name
    nom: str | None = None,
    *,
    url: str | None = None,
    modele: str | None = None,
    cle: str | None = None,
    delai_premier: float | None = None,
    delai_entre: float | None = None,
    delai_passage: float | None = None,
    simultanes: int | None = None,
    manifeste: Path | None = None,
    dossier: Path | None = None,
) -> Redacteur:
    """Make the redacteur that the settings ask for. Nothing is sent: a server that is down is told with the draft.

    Args:
        nom: "vllm", "aucun", or None for vllm where there is a URL.
        url: root of the model server, without ``/v1``.
        modele: name of the model; None for the only one that the server lists.
        cle: API key.
        delai_premier: seconds to the first token.
        delai_entre: seconds between two tokens.
        delai_passage: seconds for a whole passage.
        simultanes: passages asked at once.
        manifeste: what `vllm.make_manifeste` wrote of the approved model.
        dossier: the folder of the model that the server loads, on this machine.

    Raises:
        ReglageInvalide: vllm without a URL; half of what the check of the model's files needs; files that differ.
    """
    if nom not in {None, *NOMS}:
        raise ReglageInvalide("redacteur", f"« {nom} » n’existe pas. Rédacteurs possibles : {', '.join(NOMS)}.")
    if nom == "aucun" or (nom is None and url is None):
        return Aucun()
    if url is None:
        raise ReglageInvalide("MINUTIER_VLLM_URL", "le rédacteur vllm demande l’adresse du serveur de modèle.")
    # The client takes most of a second to import: a draft without a model does not pay for it.
    from server.redacteurs.vllm import VLLM, Delais, Reglages  # noqa: PLC0415

    _check_fichiers(manifeste, dossier)
    delais = {"premier": delai_premier, "entre": delai_entre, "passage": delai_passage}
    autres = {} if simultanes is None else {"concurrence": simultanes}
    return VLLM(
        Reglages(
            url=url,
            modele=modele or "",
            cle=cle or "",
            delais=Delais(**{nom: valeur for nom, valeur in delais.items() if valeur is not None}),
            **autres,
        )
    )


def _check_fichiers(manifeste: Path | None, dossier: Path | None) -> None:
    """Refuse a model whose files are not those that were approved, when a manifest is given."""
    from server.redacteurs.vllm import check_manifeste  # noqa: PLC0415

    if manifeste is None and dossier is None:
        return
    if manifeste is None or dossier is None:
        manque = "MINUTIER_VLLM_MANIFESTE" if manifeste is None else "MINUTIER_VLLM_DOSSIER"
        raise ReglageInvalide(manque, "le manifeste et le dossier du modèle se donnent ensemble.")
    check_manifeste(dossier, manifeste)
