"""What the settings of this process lead to: templates, collectivité, charte, redacteur."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from server.catalogue import load_catalogue, load_collectivite
from server.charte import load_charte
from server.redacteurs import make_redacteur
from server.ressources import find_dossier

if TYPE_CHECKING:
    import datetime as dt
    import uuid

    from server.catalogue import Catalogue, Collectivite
    from server.charte import Charte
    from server.redacteurs import Redacteur
    from server.redaction import Brouillon
    from server.regles import Constat
    from server.settings import Settings


C = TypeVar("C")
V = TypeVar("V")

CONSTRUITS_MAX: Final = 64
"""Acts of this many drafts; one takes 0.2 to 2 MiB."""

CONSTATS_MAX: Final = 256


class Memoire(Generic[C, V]):
    """The last values that were made, by key; the oldest are forgotten."""

    def __init__(self, nombre: int) -> None:
        self._nombre = nombre
        self._valeurs: OrderedDict[C, V] = OrderedDict()
        self._verrou = threading.Lock()

    def get(self, cle: C) -> V | None:
        """Give a value, None when it is not known any more."""
        with self._verrou:
            if cle in self._valeurs:
                self._valeurs.move_to_end(cle)
            return self._valeurs.get(cle)

    def clear(self) -> None:
        """Forget everything."""
        with self._verrou:
            self._valeurs.clear()

    def keep(self, cle: C, valeur: V) -> None:
        """Keep a value."""
        with self._verrou:
            self._valeurs[cle] = valeur
            self._valeurs.move_to_end(cle)
            if len(self._valeurs) > self._nombre:
                self._valeurs.popitem(last=False)


@dataclass(frozen=True)
class Installation:
    """The settings of this process, and what they lead to, read when first needed."""

    settings: Settings

    @cached_property
    def catalogue(self) -> Catalogue:
        """Give our templates and those of the collectivité."""
        propres = [self.settings.modeles] if self.settings.modeles else []
        return load_catalogue([find_dossier("templates_actes"), *propres])

    @cached_property
    def collectivite(self) -> Collectivite | None:
        """Give the collectivité of the settings, None when they name none."""
        return load_collectivite(self.settings.collectivite) if self.settings.collectivite else None

    @cached_property
    def construits(self) -> Memoire[tuple[uuid.UUID, int], Brouillon]:
        """Give the acts built last, by draft and revision: with these two, an act never changes."""
        return Memoire(CONSTRUITS_MAX)

    @cached_property
    def constats(self) -> Memoire[tuple[uuid.UUID, dt.date], tuple[Constat, ...]]:
        """Give what the rules found last, by version of a dossier and day: with these two, findings never change."""
        return Memoire(CONSTATS_MAX)

    @cached_property
    def charte(self) -> Charte:
        """Give the charte of the collectivité, else ours."""
        return load_charte(self.settings.charte)


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
