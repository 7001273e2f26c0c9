"""Many at once: who holds the one lock of SQLite must find a thread to finish with, however many wait for it."""

from concurrent.futures import ThreadPoolExecutor

FOULE = 70
"""More than the threads that FastAPI has."""


def test_as_many_as_like_may_save_at_once(service, alice) -> None:
    brouillons = [alice.create({}) for _ in range(4)]

    def save(rang: int) -> int:
        if rang % 2:
            return alice.ask("POST", "/brouillons", None, json={"modele": "courrier_reponse"}).status_code
        corps = {"saisie": {"operation": "le bal"}, "revision": 99}
        return alice.ask("PUT", f"/brouillons/{brouillons[rang % 4]['id']}", None, json=corps).status_code

    with ThreadPoolExecutor(FOULE) as fils:
        statuts = list(fils.map(save, range(4 * FOULE)))
    assert set(statuts) == {201, 409}
    assert statuts.count(201) == 2 * FOULE


def test_as_many_as_like_may_draft_at_once(service) -> None:
    agents = [service.agent(f"agent{rang}") for rang in range(FOULE)]

    def draft(rang: int) -> str:
        return agents[rang].draft(agents[rang].create())["etat"]

    with ThreadPoolExecutor(FOULE) as fils:
        assert set(fils.map(draft, range(FOULE))) == {"redige"}
