"""What the settings of this process lead to: templates, collectivité, charte, redacteur."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from server.catalogue import load_catalogue, load_collectivite
from server.charte import load_charte
from server.redacteurs import make_redacteur
from server.reserve import DOSSIER, Memoire, Reserve, digest_programme
from server.ressources import find_dossier

if TYPE_CHECKING:
    import uuid
    from pathlib import Path

    from server.catalogue import Catalogue, Collectivite
    from server.charte import Charte
    from server.redacteurs import Redacteur
    from server.redaction import Brouillon
    from server.settings import Settings


CONSTRUITS_MAX: Final = 64
"""Acts of this many drafts; one takes 0.2 to 2 MiB."""


@dataclass(frozen=True)
class Installation:
    """The settings of this process, and what they lead to, read when first needed.

    Attributes:
        reserve: what was computed of the versions of dossiers; the service shares it between its processes.
    """

    settings: Settings
    reserve: Reserve = field(default_factory=Reserve)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Give our templates and those of the collectivité."""
        return load_catalogue(_list_modeles(self.settings))

    @cached_property
    def collectivite(self) -> Collectivite | None:
        """Give the collectivité of the settings, None when they name none."""
        return load_collectivite(self.settings.collectivite) if self.settings.collectivite else None

    @cached_property
    def construits(self) -> Memoire[tuple[uuid.UUID, int], Brouillon]:
        """Give the acts built last, by draft and revision: with these two, an act never changes."""
        return Memoire(CONSTRUITS_MAX)

    @cached_property
    def charte(self) -> Charte:
        """Give the charte of the collectivité, else ours."""
        return load_charte(self.settings.charte)


def _list_modeles(settings: Settings) -> list[Path]:
    return [find_dossier("templates_actes"), *([settings.modeles] if settings.modeles else [])]


def open_reserve(settings: Settings) -> Reserve:
    """Open the reserve that the processes of a service share."""
    return Reserve(settings.find_donnees() / DOSSIER, digest_programme(*_list_modeles(settings)))


def make_redacteur_installe(settings: Settings, nom: str | None = None, modele: str | None = None) -> Redacteur:
    """Make the redacteur of the settings.

    Args:
        settings: the model server, its key, its delays.
        nom: "vllm", "aucun", or None for vllm where there is a URL.
        modele: name of the model, in place of that of the settings.

    Raises:
        ReglageInvalide: vllm without a URL, or files of the model that are not those that were approved.
    """
    cle = settings.vllm_api_key
    return make_redacteur(
        nom,
        url=settings.vllm_url,
        modele=modele or settings.vllm_model,
        cle=cle.get_secret_value() if cle else None,
        delai_premier=settings.vllm_delai_premier,
        delai_entre=settings.vllm_delai_entre,
        delai_passage=settings.vllm_delai_passage,
        simultanes=settings.vllm_simultanes,
        manifeste=settings.vllm_manifeste,
        dossier=settings.vllm_dossier,
    )
