"""Render the body of a template, and check it before it is ever used."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateError, Undefined, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from server.formats.texte import parse_trame
from server.formats.texte.trame import TrameInvalideError, check_directives
from server.trame.filtres import FILTRES, make_fonctions, resolve_renvois, say_opening
from server.trame.messages import translate
from server.trame.valeurs import Registre, Valeur

if TYPE_CHECKING:
    from jinja2 import Template

    from server.acte.noeuds import Bloc
    from server.formats.texte.jetons import Ouverture

Schema = Mapping[str, "Schema | None"]
"""Names that a template may use: field → None, or the fields of a group or block."""

_TESTS = ("defined", "undefined", "none", "odd", "even", "in", "eq", "ne")
_FONCTIONS = frozenset(make_fonctions(Registre()))
_AUCUN: Mapping[str, str] = MappingProxyType({})


class CorpsInvalideError(ValueError):
    """Say what is wrong in a template's body; `ligne` is a line of its source, None when it is not known."""

    def __init__(self, ligne: int | None, raison: str) -> None:
        super().__init__(ligne, raison)
        self.ligne = ligne
        self.raison = raison

    def __str__(self) -> str:
        return self.raison if self.ligne is None else f"ligne {self.ligne} : {self.raison}"


def _make_environnement() -> ImmutableSandboxedEnvironment:
    environnement = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # the result is text for our own reader, never HTML
        finalize=_finalize,
    )
    environnement.filters.clear()
    environnement.filters.update(FILTRES)
    environnement.globals.clear()
    environnement.tests = {nom: environnement.tests[nom] for nom in _TESTS}
    return environnement


def _finalize(valeur: Any) -> Any:
    """Let through what shows as text: a value (as its token), template text, a loop counter."""
    if isinstance(valeur, Valeur | str):
        return valeur
    if isinstance(valeur, int) and not isinstance(valeur, bool):
        return valeur
    if isinstance(valeur, Undefined):
        raise ValueError(f"« {valeur._undefined_name} » n’existe pas")  # noqa: SLF001, TRY004 - Jinja2 says it nowhere else
    raise ValueError(f"une expression ne donne pas un texte mais {type(valeur).__name__}")


_ENVIRONNEMENT = _make_environnement()


@lru_cache(maxsize=256)
def _compile(source: str) -> Template:
    return _ENVIRONNEMENT.from_string(source)


def render(
    source: str, valeurs: Mapping[str, Any], passages: Collection[str], repetes: Mapping[str, str] = _AUCUN
) -> list[Bloc | Ouverture]:
    """Render a template's body into flat blocks, passages left open.

    Args:
        source: text of corps.txt.j2.
        valeurs: plain values by name (str, Decimal, date, time, int, bool, None, tuples, mappings).
        passages: names of the passages that modele.yaml declares.
        repetes: the groupe of each passage that is written for every item of one.

    Raises:
        CorpsInvalideError: the template is at fault (never the values, which were validated).
    """
    registre = Registre(passages=frozenset(passages), repetes=repetes)
    contexte = {nom: v if isinstance(v, bool) else Valeur(v, nom, registre) for nom, v in valeurs.items()}
    try:
        texte = _compile(source).render(contexte | make_fonctions(registre))
        resolve_renvois(registre)
        return parse_trame(texte, registre.jetons)
    except TrameInvalideError as faute:
        raise CorpsInvalideError(None, f"dans le texte composé, {faute}") from faute
    except (TemplateError, ValueError, TypeError, KeyError) as faute:
        raise CorpsInvalideError(_template_line(faute), str(faute)) from faute


def _template_line(faute: BaseException) -> int | None:
    """Find the line of the template in the traceback that Jinja2 rewrites."""
    if isinstance(faute, TemplateSyntaxError):
        return faute.lineno
    ligne = None
    trace = faute.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            ligne = trace.tb_lineno
        trace = trace.tb_next
    return ligne


def check_corps(
    source: str, champs: Schema, passages: Collection[str], repetes: Mapping[str, str] = _AUCUN
) -> list[CorpsInvalideError]:
    """List what is wrong in a template's body: syntax, unknown directives, filters, fields and passages.

    Args:
        source: text of corps.txt.j2.
        champs: names that it may use (fields, computed ones, `collectivite`), with those of their parts.
        passages: names of the passages that modele.yaml declares; each must be opened.
        repetes: the groupe of each passage that is written for every item of one: it is opened with the item.
    """
    fautes = [CorpsInvalideError(faute.ligne, faute.raison) for faute in check_directives(source)]
    try:
        arbre = _ENVIRONNEMENT.parse(source)
        _ENVIRONNEMENT.compile(source)
    except TemplateSyntaxError as faute:
        return [*fautes, CorpsInvalideError(faute.lineno, f"syntaxe du modèle : {translate(faute.message)}")]
    fautes.extend(_Verificateur(champs, repetes).check(arbre))
    fautes.extend(_check_passages(arbre, passages))
    return sorted(fautes, key=lambda faute: faute.ligne or 0)


def _check_passages(arbre: nodes.Template, passages: Collection[str]) -> Iterator[CorpsInvalideError]:
    ouverts: set[str] = set()
    for appel in arbre.find_all(nodes.Call):
        if not (isinstance(appel.node, nodes.Name) and appel.node.name == "passage"):
            continue
        nom = appel.args[0].value if appel.args and isinstance(appel.args[0], nodes.Const) else None
        if nom not in passages:
            yield CorpsInvalideError(appel.lineno, f"le passage « {nom} » n’est pas déclaré dans modele.yaml")
        ouverts.add(str(nom))
    for nom in passages:
        if nom not in ouverts:
            yield CorpsInvalideError(None, f"le passage « {nom} », déclaré dans modele.yaml, n’est ouvert nulle part")


_INCONNU: Schema = {}


class _Verificateur:
    """Follows names through loops and assignments, to find those that no field bears, and passages opened amiss."""

    def __init__(self, champs: Schema, repetes: Mapping[str, str]) -> None:
        self._champs = champs
        self._repetes = repetes

    def check(self, arbre: nodes.Template) -> Iterator[CorpsInvalideError]:
        portee: dict[str, Any] = dict(self._champs) | dict.fromkeys(_FONCTIONS, _INCONNU)
        yield from self._visit(arbre, portee)

    def _visit(self, noeud: nodes.Node, portee: dict[str, Any]) -> Iterator[CorpsInvalideError]:
        match noeud:
            case nodes.For():
                yield from self._visit(noeud.iter, portee)
                interne = portee | {"loop": _INCONNU} | self._bind(noeud, portee)
                for enfant in (*noeud.body, *noeud.else_):
                    yield from self._visit(enfant, interne)
            case nodes.Assign() | nodes.AssignBlock():
                for enfant in noeud.iter_child_nodes(exclude=("target",)):
                    yield from self._visit(enfant, portee)
                portee.update({cible.name: _INCONNU for cible in _names(noeud.target)})
            case nodes.Getattr():
                yield from self._visit_getattr(noeud, portee)
            case nodes.Call(node=nodes.Name(name="passage"), args=[nodes.Const() as nom, *elements]):
                yield from self._visit_passage(noeud, str(nom.value), elements, portee)
            case nodes.Name() if noeud.name not in portee:
                yield CorpsInvalideError(noeud.lineno, f"« {noeud.name} » n’est pas un champ du modèle")
            case _:
                for enfant in noeud.iter_child_nodes():
                    yield from self._visit(enfant, portee)

    def _bind(self, boucle: nodes.For, portee: dict[str, Any]) -> dict[str, Any]:
        element = self._resolve(boucle.iter, portee)
        noms = _names(boucle.target)
        return {nom.name: element if len(noms) == 1 else _INCONNU for nom in noms}

    def _resolve(self, noeud: nodes.Node, portee: dict[str, Any]) -> Any:
        """Give the parts of what an expression names; an empty schema when that cannot be told."""
        if isinstance(noeud, nodes.Name):
            return portee.get(noeud.name, _INCONNU)
        if isinstance(noeud, nodes.Getattr):
            parent = self._resolve(noeud.node, portee)
            return parent.get(noeud.attr, _INCONNU) if parent else _INCONNU
        return _INCONNU

    def _visit_passage(
        self, appel: nodes.Call, nom: str, elements: list[nodes.Expr], portee: dict[str, Any]
    ) -> Iterator[CorpsInvalideError]:
        groupe = self._repetes.get(nom, "")
        parties = self._resolve(elements[0], portee) if elements else _INCONNU
        # The parts of an item are those of its groupe: the very same mapping.
        if bool(elements) != bool(groupe) or (parties and parties is not self._champs.get(groupe)):
            yield CorpsInvalideError(appel.lineno, say_opening(nom, groupe))
        for element in elements:
            yield from self._visit(element, portee)

    def _visit_getattr(self, noeud: nodes.Getattr, portee: dict[str, Any]) -> Iterator[CorpsInvalideError]:
        parent = self._resolve(noeud.node, portee)
        if parent is None or (parent and noeud.attr not in parent):
            yield CorpsInvalideError(noeud.lineno, f"« {noeud.attr} » n’est pas un champ de « {_path(noeud.node)} »")
        yield from self._visit(noeud.node, portee)


def _names(cible: nodes.Node) -> list[nodes.Name]:
    return [cible] if isinstance(cible, nodes.Name) else list(cible.find_all(nodes.Name))


def _path(noeud: nodes.Node) -> str:
    if isinstance(noeud, nodes.Getattr):
        return f"{_path(noeud.node)}.{noeud.attr}"
    return noeud.name if isinstance(noeud, nodes.Name) else "…"
