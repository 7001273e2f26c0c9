"""The commands `verify`, `pdf` and `cles`: check a visa offline, print what has one, keep the keys that sign them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from server.cli_francais import REGLAGES, CommandeFrancaise, GroupeFrancais, UsageInvalideError
from server.cli_sorties import say, say_json, warn, write_sortie
from server.errors import SORTIE_REFUS, FichierIllisible

if TYPE_CHECKING:
    from server.sceau import ClePublique, Cles, Trousseau, Verdict

# The rooms that do the work are imported by the commands that need them: `minutier --help` answers at once.
# ruff: noqa: PLC0415

SORTIE_ILLISIBLE: Final = 5
CODES: Final = {"VALIDE": 0, "ALTÉRÉ": 1, "NON SCELLÉ": 2, "INVALIDE": 3, "INDÉTERMINÉ": 4}

app = typer.Typer(
    cls=GroupeFrancais,
    context_settings=REGLAGES,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Gère les clés qui signent les visas.",
)

OptionJson = Annotated[bool, typer.Option("--json", help="Écrit du JSON sur la sortie standard, et rien d’autre.")]

OptionSidecar = Annotated[
    str | None, typer.Option(metavar="FICHIER", help="Le .visa.json qui l’accompagne.", show_default=False)
]
OptionCle = Annotated[
    str | None,
    typer.Option(
        metavar="FICHIER",
        help="Les clés publiques de la collectivité (sinon celles de cette installation).",
        show_default=False,
    ),
]


def verify(
    *,
    fichier: Annotated[str, typer.Argument(metavar="FICHIER", help="Un .docx ou un .odt, ou -.", show_default=False)],
    sidecar: OptionSidecar = None,
    cle: OptionCle = None,
    annexe: Annotated[
        list[str] | None,
        typer.Option(metavar="FICHIER", help="Une annexe de l’acte ; à répéter.", show_default=False),
    ] = None,
    en_json: OptionJson = False,
) -> int:
    """Vérifie le visa d’un fichier, sans réseau : 0 valide, 1 altéré, 2 non scellé, 3 invalide, 4 indéterminé."""
    from server.cli_actes import read_fichier
    from server.sceau import parse_cles, verdict_as_json
    from server.sceau import verify as verify_fichier

    try:
        cles = _installed_keys() if cle is None else parse_cles(read_fichier(cle), cle)
        accompagne = None if sidecar is None else read_fichier(sidecar)
        annexes = {Path(nom).name: read_fichier(nom) for nom in annexe or ()}
        verdict = verify_fichier(read_fichier(fichier), fichier, cles, accompagne, annexes)
    except FichierIllisible as erreur:
        warn(str(erreur))
        return SORTIE_ILLISIBLE
    if en_json:
        say_json(verdict_as_json(verdict))
    else:
        _print_verdict(verdict)
    return CODES[verdict.etat]


def pdf(
    *,
    fichier: Annotated[str, typer.Argument(metavar="FICHIER", help="Un .docx ou un .odt scellé.", show_default=False)],
    sortie: Annotated[
        Path | None,
        typer.Option(metavar="FICHIER", help="Où écrire (par défaut : à côté, en .pdf).", show_default=False),
    ] = None,
    sidecar: OptionSidecar = None,
    cle: OptionCle = None,
    sans_mention: Annotated[
        bool, typer.Option("--sans-mention", help="Ne dit pas au pied des pages qui a visé.")
    ] = False,
) -> int:
    """Fait le PDF (PDF/A-2b, PDF/UA-1) d’un fichier scellé et VALIDE, par LibreOffice. Ce PDF n’est pas scellé."""
    from server.cli_actes import read_fichier
    from server.sceau import Etat, derive_pdf, parse_cles
    from server.sceau import verify as verify_fichier

    if fichier == "-" and sortie is None:
        raise UsageInvalideError("L’entrée standard n’a pas de nom : dites où écrire, par --sortie.")
    donnees = read_fichier(fichier)
    cles = _installed_keys() if cle is None else parse_cles(read_fichier(cle), cle)
    verdict = verify_fichier(donnees, fichier, cles, None if sidecar is None else read_fichier(sidecar))
    if verdict.etat is not Etat.VALIDE or verdict.releve is None:
        _print_verdict(verdict)
        warn("Aucun PDF n’est fait d’un fichier dont le visa n’est pas VALIDE.")
        return SORTIE_REFUS
    octets = derive_pdf(donnees, fichier, verdict.releve, mention=not sans_mention)

    def write(chemin: Path) -> None:
        chemin.write_bytes(octets)

    ecrit = write_sortie(sortie or Path(fichier).with_suffix(".pdf"), write)
    say(f"Écrit : {ecrit}\nCe PDF est tiré du fichier scellé, qui seul se vérifie.")
    return 0


def _installed_keys() -> Cles:
    from server.sceau import Cles

    try:
        return _trousseau().publiques()
    except OSError:  # the folder is the service's, and somebody else asks
        return Cles()


def _trousseau() -> Trousseau:
    from server.sceau import Trousseau
    from server.settings import load_settings

    return Trousseau.of(load_settings().find_donnees())


def _print_verdict(verdict: Verdict) -> None:
    say(str(verdict.etat))
    releve = verdict.releve
    if releve is not None:
        par = f"{releve.relecteur.nom}, {releve.relecteur.fonction}"
        delegation = f" ({releve.relecteur.delegation})" if releve.relecteur.delegation else ""
        say(f"Acte : {releve.acte.intitule}")
        if releve.acte.projet:
            say(f"Extrait dont le projet a été visé avant le vote : empreinte {releve.acte.projet}")
        say(f"Visa : {par}{delegation}, le {_say_instant(releve.instant)}, n° {releve.rang} du registre")
    for note in verdict.notes:
        say(note)
    for bloc in verdict.blocs_alteres:
        say(f"- {bloc.sorte} : {bloc.lieu}")
        for nom, texte in (("avant", bloc.avant), ("après", bloc.apres), ("raison", bloc.raison or None)):
            if texte is not None:
                say(f"    {nom} : {texte}".replace("\n", "\n            "))
    for emplacement in verdict.apres_visa:
        say(f"Complété après visa : {emplacement.nom} = {emplacement.apres}")


def _say_instant(instant: dt.datetime) -> str:
    return instant.astimezone().strftime("%d/%m/%Y à %H:%M:%S")


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def creer() -> int:
    """Crée la première clé, si aucune n’existe (le service le fait lui-même au premier visa)."""
    _say_cle(_trousseau().signataire().publique)
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def lister(*, en_json: OptionJson = False) -> int:
    """Liste les clés, retirées et révoquées comprises."""
    import json

    from server.sceau import render_cles

    cles = _trousseau().publiques()
    if en_json:
        say_json(json.loads(render_cles(cles))["cles"])
        return 0
    for cle in cles:
        _say_cle(cle)
    if not cles:
        warn("Aucune clé : la première est créée au premier visa, ou par « minutier cles creer ».")
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def renouveler() -> int:
    """Commence une époque avec une nouvelle clé ; les visas déjà donnés restent valides."""
    _say_cle(_trousseau().rotate())
    say("Distribuez de nouveau le fichier des clés publiques (« minutier cles exporter »).")
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def revoquer(
    *,
    epoque: Annotated[int, typer.Argument(metavar="ÉPOQUE", help="L’époque de la clé.", show_default=False)],
    motif: Annotated[str, typer.Option(metavar="TEXTE", help="Pourquoi (vol, perte …).", show_default=False)],
    depuis: Annotated[
        str | None,
        typer.Option(
            metavar="INSTANT",
            help="Depuis quand, avec son fuseau : 2026-11-02T09:00:00+01:00 (maintenant sinon).",
            show_default=False,
        ),
    ] = None,
) -> int:
    """Révoque une clé : ses visas d’après ne sont pas valides, ceux d’avant demandent une attestation du registre."""
    _say_cle(_trousseau().revoke(epoque, motif, _read_instant(depuis)))
    say("Distribuez de nouveau le fichier des clés publiques, et créez une clé par « minutier cles renouveler ».")
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def exporter(
    *,
    sortie: Annotated[
        Path, typer.Option(metavar="FICHIER", help="Où écrire (par défaut : cles-publiques.json).", show_default=False)
    ] = Path("cles-publiques.json"),
) -> int:
    """Écrit le fichier des clés publiques, à donner à qui vérifie des visas."""
    from server.sceau import render_cles

    cles = _trousseau().publiques()
    if not cles:
        raise UsageInvalideError("Aucune clé à exporter : la première est créée par « minutier cles creer ».")

    def write(chemin: Path) -> None:
        chemin.write_bytes(render_cles(cles))
        chemin.chmod(0o644)  # public: it is made to be given away

    say(f"Écrit : {write_sortie(sortie, write)}")
    return 0


def _read_instant(texte: str | None) -> dt.datetime | None:
    if texte is None:
        return None
    try:
        instant = dt.datetime.fromisoformat(texte)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise UsageInvalideError(f"« {texte} » n’est pas un instant avec son fuseau (2026-11-02T09:00:00+01:00).")
    return instant


def _say_cle(cle: ClePublique) -> None:
    etats = [f"depuis le {_say_instant(cle.valable_depuis)}"]
    if cle.retiree_le is not None:
        etats.append(f"retirée le {_say_instant(cle.retiree_le)}")
    if cle.revoquee_le is not None:
        etats.append(f"révoquée le {_say_instant(cle.revoquee_le)} ({cle.motif})")
    say(f"Époque {cle.epoque} : {', '.join(etats)}\n    {cle.id}")
