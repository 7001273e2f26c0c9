"""The command line `minutier`: thin commands, messages in French, exit codes that never change.

0 done; 1 an erreur found by `lint`; 2 refused or unreadable; 3 nothing written; 64 wrong usage; 70 internal fault.
`verify` has codes of its own: 0 VALIDE, 1 ALTÉRÉ, 2 NON SCELLÉ, 3 INVALIDE, 4 INDÉTERMINÉ, 5 unreadable.
With ``--json``, JSON alone goes to standard output; messages go to standard error.
"""

from __future__ import annotations

import sys
import traceback
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from server import (
    cli_charte,
    cli_collectivites,
    cli_comptes,
    cli_ledger,
    cli_manifest,
    cli_oxt,
    cli_sauvegarde,
    cli_visa,
)
from server.cli_francais import (
    REGLAGES,
    CommandeFrancaise,
    GroupeFrancais,
    UsageInvalideError,
    is_usage_error,
    translate,
)
from server.cli_sorties import say, say_json, warn
from server.errors import SORTIE_INTERNE, SORTIE_USAGE, MinutierError
from server.evaluation.commande import evaluate

# The rooms that do the work are imported by the commands that need them: `minutier --help` answers at once.
# ruff: noqa: PLC0415

app = typer.Typer(
    cls=GroupeFrancais,
    context_settings=REGLAGES,
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Minutier : des projets d’actes administratifs, composés, contrôlés, et relus par des personnes.",
)
app.add_typer(cli_charte.app, name="charte")
app.add_typer(cli_collectivites.app, name="collectivite")
app.add_typer(cli_comptes.app, name="compte")
app.add_typer(cli_ledger.app, name="ledger")
app.add_typer(cli_visa.app, name="cles")

OptionJson = Annotated[bool, typer.Option("--json", help="Écrit du JSON sur la sortie standard, et rien d’autre.")]


def _print_version(demandee: bool) -> None:
    if demandee:
        say(f"minutier {version('minutier')}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Affiche la version.", callback=_print_version, is_eager=True)
    ] = False,
    _debug: Annotated[
        bool, typer.Option("--debug", help="Montre le détail technique d’une erreur interne (ou MINUTIER_DEBUG=1).")
    ] = False,
) -> None:
    """Declare the options that stand before the command."""


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def modeles(
    *,
    code: Annotated[
        str | None, typer.Argument(metavar="[CODE]", help="Le modèle à décrire.", show_default=False)
    ] = None,
    exemple: Annotated[
        str | None, typer.Option(metavar="NOM", help="Écrit cet exemple de saisie (01, 02 …).", show_default=False)
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="yaml|json", help="Format de l’exemple.", show_default=False)
    ] = "yaml",
    en_json: OptionJson = False,
) -> int:
    """Liste les modèles, décrit l’un d’eux, ou écrit l’un de ses exemples."""
    from server import cli_modeles

    if format_ not in {"yaml", "json"}:
        raise UsageInvalideError(f"Format inconnu : « {format_} ». Formats possibles : yaml, json.")
    if exemple is not None and code is None:
        raise UsageInvalideError("--exemple attend un modèle : minutier modeles CODE --exemple 01")
    if code is None:
        return cli_modeles.print_liste(en_json=en_json)
    if exemple is None:
        return cli_modeles.print_modele(code, en_json=en_json)
    return cli_modeles.print_exemple(code, exemple, en_json=en_json or format_ == "json")


@app.command("draft", cls=CommandeFrancaise, context_settings=REGLAGES)
def draft_command(
    *,
    code: Annotated[str, typer.Argument(metavar="CODE", help="Le modèle.", show_default=False)],
    saisie: Annotated[
        str,
        typer.Argument(metavar="SAISIE", help="Fichier YAML ou JSON, ou - pour l’entrée standard.", show_default=False),
    ],
    sortie: Annotated[
        Path, typer.Option(metavar="DOSSIER", help="Où écrire (par défaut : le dossier courant).", show_default=False)
    ] = Path(),
    formats: Annotated[
        str,
        typer.Option(
            metavar="LISTE",
            help="Parmi docx, odt, html, txt, séparés par des virgules (par défaut : docx,odt).",
            show_default=False,
        ),
    ] = "docx,odt",
    redacteur: Annotated[
        str | None,
        typer.Option(
            metavar="vllm|aucun",
            help="Qui met les passages en mots (par défaut : vllm si une adresse est donnée ou réglée, sinon aucun).",
            show_default=False,
        ),
    ] = None,
    vllm_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Serveur de modèle (sinon MINUTIER_VLLM_URL).", show_default=False),
    ] = None,
    modele_ia: Annotated[
        str | None,
        typer.Option(
            "--modele", metavar="NOM", help="Modèle à demander (sinon le seul qui soit servi).", show_default=False
        ),
    ] = None,
    en_json: OptionJson = False,
) -> int:
    """Compose le projet d’un acte à partir d’une saisie."""
    from server import cli_actes

    extensions = cli_actes.read_extensions(formats)
    if redacteur not in {None, "vllm", "aucun"}:
        raise UsageInvalideError(f"Rédacteur inconnu : « {redacteur} ». Rédacteurs possibles : vllm, aucun.")
    if redacteur == "aucun" and (vllm_url is not None or modele_ia is not None):
        raise UsageInvalideError("--redacteur aucun n’appelle aucun modèle : retirez --vllm-url et --modele.")
    installation = cli_actes.open_installation()
    qui = cli_actes.open_redacteur(installation.settings, redacteur, vllm_url, modele_ia)
    modele, brouillon = cli_actes.draft_fichier(installation, code, saisie, qui)
    fichiers = cli_actes.write_brouillon(installation, modele, brouillon, sortie, extensions)
    if en_json:
        say_json(cli_actes.brouillon_as_json(brouillon, fichiers))
    else:
        cli_actes.print_brouillon(brouillon, fichiers)
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def lire(
    *,
    fichier: Annotated[
        str, typer.Argument(metavar="FICHIER", help="Un .docx, un .odt ou un texte, ou -.", show_default=False)
    ],
    en_json: OptionJson = False,
) -> int:
    """Lit un acte et montre ce que Minutier y voit, paragraphe par paragraphe."""
    from server import cli_actes
    from server.formats.vue_json import acte_as_json

    vu = acte_as_json(cli_actes.read_acte(fichier).acte)
    if en_json:
        say_json(vu)
        return 0
    say(f"genre : {vu['genre']}\ncanon : {vu['canon']}")
    for bloc in vu["blocs"]:
        say(f"[{bloc['genre']}] " + bloc["texte"].replace("\n", "\n    "))
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def lint(
    *,
    fichiers: Annotated[
        list[str], typer.Argument(metavar="FICHIER…", help="Des .docx, .odt ou textes, ou -.", show_default=False)
    ],
    format_: Annotated[
        str, typer.Option("--format", metavar="texte|json|sarif", help="Format du rapport.", show_default=False)
    ] = "texte",
    jour: Annotated[
        str | None,
        typer.Option(
            "--date", metavar="AAAA-MM-JJ", help="Juge l’acte à cette date (aujourd’hui sinon).", show_default=False
        ),
    ] = None,
    genre: Annotated[
        str | None,
        typer.Option(
            metavar="GENRE", help="arrete, deliberation, courrier ou note, s’il est mal reconnu.", show_default=False
        ),
    ] = None,
    en_json: OptionJson = False,
) -> int:
    """Contrôle des actes, d’où qu’ils viennent. Code de sortie 1 si une erreur est trouvée."""
    from server import cli_lint

    return cli_lint.run(fichiers, "json" if en_json else format_, jour, genre)


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def demo(
    *,
    sortie: Annotated[
        Path, typer.Option(metavar="DOSSIER", help="Où écrire (par défaut : demo).", show_default=False)
    ] = Path("demo"),
    en_json: OptionJson = False,
) -> int:
    """Compose l’arrêté et la délibération des exemples, puis fait relire, sceller et vérifier l’arrêté.

    En Word, en LibreOffice, et en PDF si LibreOffice est là. Sans serveur ; comptes et clé ne servent qu’à l’essai.
    """
    from server import cli_actes, cli_demo, cli_demo_visa

    installation = cli_actes.open_installation()
    brouillons = cli_demo.run_demo(installation, sortie)
    scelles = cli_demo.seal_demo(installation, brouillons, sortie)
    if en_json:
        say_json(cli_demo.as_json(brouillons, scelles))
    else:
        for brouillon, fichiers in brouillons.values():
            cli_actes.print_brouillon(brouillon, fichiers)
        cli_demo_visa.print_demonstration(scelles)
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def regles(*, en_json: OptionJson = False) -> int:
    """Liste les règles de contrôle, avec leur niveau et leur source."""
    from server.regles import REGLES

    if en_json:
        say_json(
            [
                {"code": r.code, "niveau": r.niveau.value, "titre": r.titre, "source": r.source.texte}
                for r in REGLES.values()
            ]
        )
        return 0
    for regle in REGLES.values():
        say(f"{regle.code}  {regle.niveau.value:<13}  {regle.titre}\n{'':<20}{regle.source.texte}")
    return 0


app.command(cls=CommandeFrancaise, context_settings=REGLAGES)(cli_visa.verify)
app.command(cls=CommandeFrancaise, context_settings=REGLAGES)(cli_visa.pdf)
app.command(cls=CommandeFrancaise, context_settings=REGLAGES)(cli_sauvegarde.sauvegarde)
app.command(cls=CommandeFrancaise, context_settings=REGLAGES)(cli_sauvegarde.restaurer)
app.command(cls=CommandeFrancaise, context_settings=REGLAGES)(cli_sauvegarde.purge)
app.command(cls=CommandeFrancaise, context_settings=REGLAGES)(cli_manifest.manifest)
app.command(cls=CommandeFrancaise, context_settings=REGLAGES)(cli_oxt.oxt)
app.command("evaluate", cls=CommandeFrancaise, context_settings=REGLAGES)(evaluate)


@app.command("manifeste-modele", cls=CommandeFrancaise, context_settings=REGLAGES)
def manifeste_modele(
    *,
    dossier: Annotated[
        str, typer.Argument(metavar="DOSSIER", help="Le dossier du modèle que charge vLLM.", show_default=False)
    ],
) -> int:
    """Écrit l’empreinte SHA-256 de chaque fichier d’un modèle, pour MINUTIER_VLLM_MANIFESTE."""
    from server import cli_actes

    say_json(cli_actes.make_manifeste_modele(dossier))
    return 0


@app.command(cls=CommandeFrancaise, context_settings=REGLAGES)
def serve() -> int:
    """Démarre le service (adresse et port : docs/reglages.md)."""
    from server.app import serve as serve_app
    from server.settings import load_settings

    settings = load_settings()
    hote = f"[{settings.host}]" if ":" in settings.host else settings.host
    warn(f"Minutier s’ouvre à l’adresse {settings.url_publique or f'http://{hote}:{settings.port}'} (Ctrl-C l’arrête).")
    serve_app(settings)
    return 0


def run(arguments: list[str]) -> int:
    """Run a command and give its exit code; no exception comes out, but those that end the process."""
    try:
        code = typer.main.get_command(app).main(args=arguments, prog_name="minutier", standalone_mode=False)
    except MinutierError as erreur:
        warn(str(erreur))
        return erreur.code_sortie if type(erreur) is not MinutierError else SORTIE_INTERNE
    except UsageInvalideError as erreur:
        warn(str(erreur))
        return SORTIE_USAGE
    except Exception as erreur:  # noqa: BLE001 -- whatever it is, it must end with code 70 and a sentence
        if is_usage_error(erreur):
            warn(translate(erreur))
            return SORTIE_USAGE
        return _report_interne(erreur, arguments)
    return code if isinstance(code, int) else 0


def _report_interne(erreur: Exception, arguments: list[str]) -> int:
    """Say what to do after an internal fault; the technical detail, which may quote the saisie, only when asked."""
    if "--debug" in arguments or _is_debug():
        warn("".join(traceback.format_exception(erreur)))
    warn(
        f"Erreur interne de Minutier ({type(erreur).__name__}). Aucun fichier n’est resté à moitié écrit.\n"
        "Recommencez avec --debug avant la commande (minutier --debug …) pour voir le détail technique, et "
        "transmettez-le au service informatique avec la commande employée ; ce détail peut citer votre saisie."
    )
    return SORTIE_INTERNE


def _is_debug() -> bool:
    from server.settings import load_settings

    try:
        return load_settings().debug
    except MinutierError:
        return False


def main() -> None:
    """Run the command line of this process."""
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
