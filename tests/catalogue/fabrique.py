"""Small templates and collectivités for the tests: sound as they stand, to be broken one thing at a time."""

import copy
from pathlib import Path

import yaml

from server.catalogue import load_modele

CORPS = """\
[intitulé] Arrêté portant {{ objet }}

Vu le code général des collectivités territoriales, notamment son article L. 2213-1 ;

{{ passage("motifs") }}

ARRÊTE

Article 1er – Durée

{% for v in voies %}
La circulation est interdite {{ v.voie }} pour {{ total|montant }}.
{% endfor %}

Fait à {{ collectivite.adresse.ville }}, le {{ emplacement("date") }}
"""

CHAMPS = [
    {"nom": "objet", "type": "phrase", "label": "Objet"},
    {
        "nom": "voies",
        "type": "groupe",
        "label": "Voies",
        "min": 1,
        "champs": [
            {"nom": "voie", "type": "phrase", "label": "Voie"},
            {"nom": "cout", "type": "montant", "label": "Coût", "obligatoire": False},
        ],
    },
    {"nom": "debut", "type": "date", "label": "Début"},
    {"nom": "fin", "type": "date", "label": "Fin"},
    {"nom": "motifs", "type": "points", "label": "Motifs"},
]

BASE = {
    "code": "essai",
    "titre": "Arrêté d’essai",
    "resume": "Pour les tests.",
    "genre": "arrete",
    "nature": "AR",
    "matiere": "6.1",
    "caractere": "reglementaire",
    "motive": True,
    "publicite": "publication",
    "transmission": False,
    "maturite": "a_valider",
    "version": "1.0.0",
    "references": [
        {"code": "CGCT", "article": "L2213-1", "sujet": "police", "en_vigueur_depuis": None, "verifie": "source lue"}
    ],
    "champs": CHAMPS,
    "calculs": [{"nom": "total", "formule": "somme(voies.cout)"}],
    "contraintes": [{"ordre": ["debut", "fin"], "message": "La fin précède le début."}],
    "passages": [
        {
            "nom": "motifs",
            "sorte": "considerants",
            "points": "motifs",
            "champs": ["motifs", "voies", "debut"],
            "instruction": "Rédige les motifs.",
            "longueur_max": 1500,
        }
    ],
    "circuit": ["elu"],
    "apres_visa": ["date"],
    "ne_couvre_pas": ["les mesures permanentes"],
}

COLLECTIVITE = {
    "nom": "Saint-Aubin-sur-Loire",
    "type": "commune",
    "siren": "732829320",
    "departement": "49",
    "population": 4210,
    "adresse": {"rue": "1, place de la Mairie", "code_postal": "49000", "ville": "Saint-Aubin-sur-Loire"},
    "courriel": "mairie@exemple.fr",
    "executif": {"civilite": "Mme", "prenom": "Jeanne", "nom": "Lefèvre", "qualite": "maire", "feminiser": True},
}

SAISIE = {
    "objet": "travaux",
    "voies": [{"voie": "rue du Port"}],
    "debut": "2026-11-02",
    "fin": "2026-11-06",
    "motifs": ["la tranchée occupe la chaussée"],
    "collectivite": COLLECTIVITE,
}


def make_base(**changements):
    """Give the description of the sound template, with keys replaced; a key set to `...` is removed."""
    description = copy.deepcopy(BASE) | changements
    return {cle: valeur for cle, valeur in description.items() if valeur is not ...}


class _SansRenvoi(yaml.SafeDumper):
    """Writes each value in full: a template may have no alias."""

    def ignore_aliases(self, data):
        return True


def dump(valeur) -> str:
    """Write YAML as a person would."""
    return yaml.dump(valeur, Dumper=_SansRenvoi, allow_unicode=True, sort_keys=False)


def write_modele(racine: Path, description=None, corps: str = CORPS, code: str = "essai") -> Path:
    """Write a template folder; `description` may be YAML text."""
    dossier = racine / code
    dossier.mkdir(parents=True)
    if not isinstance(description, str):
        description = dump(make_base() if description is None else description)
    (dossier / "modele.yaml").write_text(description, encoding="utf-8")
    (dossier / "corps.txt.j2").write_text(corps, encoding="utf-8")
    return dossier


def make_modele(racine: Path, *champs, corps: str = "Bonjour", **changements):
    """Load a template that has these fields and no passage."""
    base = {"calculs": ..., "contraintes": ..., "passages": [], **changements}
    return load_modele(write_modele(racine, make_base(champs=list(champs), **base), corps))
