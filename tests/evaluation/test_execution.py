import asyncio

from server.evaluation.execution import run_cas
from server.redacteurs import Etape, Evenement, ignore
from tests.evaluation.fabrique import make_cas, make_redige


class Lent:
    """Writes the first cases slowest; tells what a model server would."""

    nom = "lent"
    modele = "essai"

    def __init__(self):
        self.ensemble = self.maximum = 0

    async def write(self, demandes, ecoute=ignore):
        (demande,) = demandes
        self.ensemble += 1
        self.maximum = max(self.maximum, self.ensemble)
        rang = int(demande.nom.partition("-")[2])
        await asyncio.sleep(0.02 / (1 + rang))
        for etape, texte in ((Etape.JETON, "Une pre"), (Etape.JETON, "mière.\n"), (Etape.REFUSE, "")):
            ecoute(Evenement(demande.nom, etape, texte))
        if rang % 2:
            ecoute(Evenement(demande.nom, Etape.JETON, "Une bonne."))
            ecoute(Evenement(demande.nom, Etape.ACCEPTE))
        else:
            ecoute(Evenement(demande.nom, Etape.JETON, "Une seconde."))
            ecoute(Evenement(demande.nom, Etape.REFUSE))
            ecoute(Evenement(demande.nom, Etape.REPLI))
        self.ensemble -= 1
        return (make_redige(make_cas(demande.nom), f"Texte {rang}.", ia=bool(rang % 2), essais=2),)


def run(simultanes, nombre=7):
    redacteur, suivi = Lent(), []
    cas = [make_cas(f"cas-{rang}") for rang in range(nombre)]
    finis = asyncio.run(run_cas(cas, redacteur, simultanes, lambda r: suivi.append(r.cas.nom)))
    return finis, redacteur, suivi


def test_results_come_in_the_order_of_the_cases_whoever_ends_first():
    finis, _, suivi = run(4)
    assert [r.paragraphes for r in finis] == [(f"Texte {rang}.",) for rang in range(7)]
    assert sorted(suivi) == [r.cas.nom for r in finis]
    assert suivi != [r.cas.nom for r in finis]


def test_no_more_are_asked_at_once_than_wanted():
    for simultanes in (1, 3):
        assert run(simultanes)[1].maximum == simultanes


def test_what_was_refused_is_kept_and_what_was_accepted_is_not_among_it():
    finis, _, _ = run(2)
    assert finis[1].refuses == ("Une première.",)
    assert finis[2].refuses == ("Une première.", "Une seconde.")
    assert all(r.duree_s > 0 for r in finis)
