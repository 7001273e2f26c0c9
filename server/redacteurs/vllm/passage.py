"""One passage: prompt → stream → guard → one retry that says why → or the agent's own words, and a reason."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from server.acte.fragments import Origine
from server.redacteurs.aucun import write_plain
from server.redacteurs.base import Cout, Ecoute, Etape, Evenement, Incident, Redige
from server.redacteurs.garde import check
from server.redacteurs.invites import make_messages
from server.redacteurs.marques import MARQUE, unmark
from server.redacteurs.vllm.apercu import ApercuDemarque
from server.redacteurs.vllm.donnees import make_donnees
from server.redacteurs.vllm.flux import Requete, ask
from server.redacteurs.vllm.grammaire import make_schema
from server.redacteurs.vllm.incidents import A_REFORMULER, Panne, PanneError
from server.redacteurs.vllm.reponse import parse_reponse

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Sequence

    import openai

    from server.redacteurs.base import Demande
    from server.redacteurs.marques import Marquage
    from server.redacteurs.vllm.reglages import Reglages

ESSAIS = 2
"""A refused answer is asked again once, with the reasons."""
_SIGNES_PAR_JETON = 2
"""French has three characters a token; a mark has one or two."""


@dataclass(slots=True)
class Passage:
    """One passage that a model is asked for, until it is accepted or given up."""

    client: openai.AsyncOpenAI
    reglages: Reglages
    modele: str
    demande: Demande
    marquage: Marquage
    ecoute: Ecoute
    incidents: tuple[Incident, ...] = ()
    cout: Cout = field(default_factory=Cout)
    essai: int = 0

    async def write(self) -> Redige:
        """Write it; a fault of the server or of the model ends in the agent's own words."""
        try:
            async with asyncio.timeout(self.reglages.delais.passage):
                paragraphes = await self._obtain()
        except TimeoutError:
            return self._give_up(PanneError(Panne.LENTEUR))
        except PanneError as faute:
            return self._give_up(faute)
        if paragraphes is None:
            return self._give_up()
        fragments = tuple(unmark(paragraphe, self.marquage) for paragraphe in paragraphes)
        self._tell(Etape.ACCEPTE)
        return Redige(self.demande.nom, fragments, Origine.IA, self.essai, self.incidents, self.cout)

    async def _obtain(self) -> Sequence[str] | None:
        """Give paragraphs that the guard accepts, None when it refused some to the end.

        A paragraph that is accepted by itself is kept: the second answer is used for the others alone.
        """
        gardes: dict[int, str] = {}
        refus: list[str] = []
        for self.essai in range(1, ESSAIS + 1):
            try:
                paragraphes = await self._try(refus)
            except PanneError as faute:
                if faute.panne not in A_REFORMULER or self.essai == ESSAIS:
                    raise
                self._note(faute.panne, faute.message)
                refus = [A_REFORMULER[faute.panne]]
            else:
                refus = self._judge(paragraphes)
                if not refus:
                    return paragraphes
                gardes = {**dict(_find_bons(paragraphes, self.marquage)), **gardes}
                entier = tuple(gardes[rang] for rang in sorted(gardes))
                if len(entier) == len(self.demande.points) and not check(entier, self.marquage):
                    return entier
            self._tell(Etape.REFUSE)
        return None

    async def _try(self, refus: list[str]) -> tuple[str, ...]:
        """Ask once, saying why the last answer was refused."""
        requete = Requete(
            self.modele,
            make_messages(self.demande.instruction, make_donnees(self.marquage), refus),
            make_schema(self.marquage, copie=self.essai > 1),
            count_jetons(self.marquage, self.reglages.jetons_max),
        )
        try:
            answer = await ask(self.client, self.reglages, requete, self._make_ecran())
        except PanneError as faute:
            self.cout += faute.cout
            raise
        self.cout += answer.cout
        return parse_reponse(answer.texte)

    def _judge(self, paragraphes: Sequence[str]) -> list[str]:
        """Note why paragraphs are refused; give what to tell the model, nothing when they are accepted."""
        verdicts = check(paragraphes, self.marquage)
        for verdict in verdicts:
            self._note(verdict.code, MARQUE.sub(self._show, verdict.message))
        return list(dict.fromkeys(verdict.pour_modele for verdict in verdicts))

    def _make_ecran(self) -> Callable[[str], None]:
        """Make what takes the pieces of one answer to the listener."""
        apercu = ApercuDemarque(self.marquage)
        commence = False

        def receive(morceau: str) -> None:
            nonlocal commence
            if not commence:
                commence = True
                self._tell(Etape.DEBUT)
            if texte := apercu.feed(morceau):
                self._tell(Etape.JETON, texte)

        return receive

    def _give_up(self, faute: PanneError | None = None) -> Redige:
        if faute is not None:
            self._note(faute.panne, faute.message)
        return give_up(self.demande, self.ecoute, self.incidents, self.essai, self.cout)

    def _show(self, trouve: re.Match[str]) -> str:
        """Say a mark as an agent knows it; one that the model made up stays as it is."""
        fait = self.marquage.table.get(trouve[0])
        return fait.texte if fait else trouve[0]

    def _note(self, code: str, message: str) -> None:
        self.incidents = (*self.incidents, Incident(str(code), message))

    def _tell(self, etape: Etape, texte: str = "") -> None:
        self.ecoute(Evenement(self.demande.nom, etape, texte))


def give_up(
    demande: Demande, ecoute: Ecoute, incidents: tuple[Incident, ...], essais: int = 0, cout: Cout | None = None
) -> Redige:
    """Give the agent's own words, and say why no model's words stand."""
    ecoute(Evenement(demande.nom, Etape.REPLI))
    return replace(write_plain(demande), essais=essais, incidents=incidents, cout=cout)


def _find_bons(paragraphes: Sequence[str], marquage: Marquage) -> Iterator[tuple[int, str]]:
    """Find the paragraphs that are accepted by themselves, with the rank of their point."""
    points = marquage.demande.points
    if len(paragraphes) == len(points):
        for rang, (point, paragraphe) in enumerate(zip(points, paragraphes, strict=True)):
            if not check((paragraphe,), replace(marquage, demande=replace(marquage.demande, points=(point,)))):
                yield rang, paragraphe


def count_jetons(marquage: Marquage, maximum: int) -> int:
    """Bound the tokens of an answer: three times what was given and some, since the guard refuses more."""
    demande = marquage.demande
    signes = 3 * sum(map(len, demande.points)) + 120 * len(demande.points) + 300
    return min(maximum, min(signes, demande.longueur_max + 300) // _SIGNES_PAR_JETON)
