"""Typer in French: help pages, and what is said of a command that is badly written.

Typer takes its words from the locale of the machine; ours are the same everywhere.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer import Context

AIDE = "Affiche cette aide."
REGLAGES: dict[str, Any] = {"help_option_names": ["--help", "-h"], "max_content_width": 100}
"""Context settings of every command."""


class UsageInvalideError(Exception):
    """Say that a command is badly written, where the parser could not see it; exit 64."""


def _format_usage(commande: Any, ctx: Context, formatter: Any) -> None:
    pieces = ["[OPTIONS]", *(p.metavar for p in commande.get_params(ctx) if p.param_type_name == "argument")]
    if isinstance(commande, GroupeFrancais):
        pieces.append(commande.subcommand_metavar)
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Usage : ")


def _format_options(commande: Any, ctx: Context, formatter: Any) -> None:
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for parametre in commande.get_params(ctx):
        if (fiche := parametre.get_help_record(ctx)) is not None:
            nom, texte = fiche
            if parametre.param_type_name == "argument":
                arguments.append((parametre.metavar, texte.replace("  [required]", "")))
            else:
                options.append((nom, texte))
    for titre, fiches in (("Arguments", arguments), ("Options", options)):
        if fiches:
            with formatter.section(f"{titre} "):
                formatter.write_dl(fiches)


def _translate_help_option(option: Any) -> Any:
    if option is not None:
        option.help = AIDE
    return option


class CommandeFrancaise(TyperCommand):
    """A command whose help is in French."""

    def get_help_option(self, ctx: Any) -> Any:
        """Give the option --help, in French."""
        return _translate_help_option(super().get_help_option(ctx))

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line « Usage »."""
        _format_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options."""
        _format_options(self, ctx, formatter)


class GroupeFrancais(TyperGroup):
    """A group of commands whose help is in French."""

    def __init__(self, **reglages: Any) -> None:
        super().__init__(**{**reglages, "suggest_commands": False, "subcommand_metavar": "COMMANDE [ARGUMENTS]…"})

    def get_help_option(self, ctx: Any) -> Any:
        """Give the option --help, in French."""
        return _translate_help_option(super().get_help_option(ctx))

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line « Usage »."""
        _format_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write options, then commands."""
        _format_options(self, ctx, formatter)
        fiches = [(nom, commande.get_short_help_str(90)) for nom, commande in self.commands.items()]
        with formatter.section("Commandes "):
            formatter.write_dl(fiches)


def is_usage_error(erreur: BaseException) -> bool:
    """Tell whether an exception is what Typer raises for a command that is badly written."""
    return hasattr(erreur, "format_message") and hasattr(erreur, "ctx")


def translate(erreur: Any) -> str:
    """Say in French what is wrong with a command, from the exception that Typer raised.

    Exceptions are told apart by the name of their class: Typer does not publish them.
    """
    traduire = _TRADUCTIONS.get(type(erreur).__name__, _translate_message)
    aide = f"\nAide : {erreur.ctx.command_path} --help" if erreur.ctx is not None else ""
    return f"{traduire(erreur)}{aide}"


def _suggest(nom: str, connus: Any) -> str:
    proches = difflib.get_close_matches(nom, [str(c) for c in connus or ()], n=1)
    return f" Vouliez-vous dire « {proches[0]} » ?" if proches else ""


def _translate_option(erreur: Any) -> str:
    connues = [nom for p in erreur.ctx.command.get_params(erreur.ctx) for nom in p.opts] if erreur.ctx else []
    return f"Option inconnue : « {erreur.option_name} ».{_suggest(erreur.option_name, connues)}"


def _translate_missing(erreur: Any) -> str:
    parametre = erreur.param
    sorte = "Argument manquant" if parametre is None or parametre.param_type_name == "argument" else "Option manquante"
    nom = "" if parametre is None else parametre.metavar or parametre.opts[-1]
    return f"{sorte} : {nom}."


def _translate_bad_usage(erreur: Any) -> str:
    if "does not take a value" in erreur.message:
        return f"L’option « {erreur.option_name} » ne prend pas de valeur."
    return f"L’option « {erreur.option_name} » attend une valeur."


def _translate_bad_value(erreur: Any) -> str:
    nom = "" if erreur.param is None else f" pour {erreur.param.metavar or erreur.param.opts[-1]}"
    return f"Valeur refusée{nom}."


def _translate_message(erreur: Any) -> str:
    message = erreur.format_message()
    if trouve := re.search(r"unexpected extra argument(?:\(s\)|s)? \((.*)\)", message):
        return f"Argument en trop : {trouve[1]}."
    if trouve := re.search(r"No such command '(.*?)'\.", message):
        return f"Commande inconnue : « {trouve[1]} ».{_suggest(trouve[1], erreur.ctx.command.commands)}"
    if "Missing command" in message:
        return "Il manque une commande."
    return "La commande est mal écrite."


_TRADUCTIONS: dict[str, Callable[[Any], str]] = {
    "NoSuchOption": _translate_option,
    "MissingParameter": _translate_missing,
    "BadOptionUsage": _translate_bad_usage,
    "BadParameter": _translate_bad_value,
    "NoArgsIsHelpError": lambda erreur: f"Il manque une commande.\n\n{erreur.format_message()}",
}
