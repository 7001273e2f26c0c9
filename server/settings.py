"""Read the settings of the installation: the only place that looks at the environment.

Each setting is a variable ``MINUTIER_…`` or, for what must not be in the environment, a file of the same name in
lower case in ``/run/secrets`` (the place where Docker and Podman put secrets). They are documented in
``docs/reglages.md``. There is no default collectivité and no default secret.
"""

from __future__ import annotations

import ipaddress
import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlsplit

from pydantic import BeforeValidator, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SecretsSettingsSource, SettingsConfigDict

from server.errors import ReglageInvalide

if TYPE_CHECKING:
    from pydantic_settings import PydanticBaseSettingsSource

PREFIXE: Final = "MINUTIER_"
DOSSIER_SECRETS: Final = Path("/run/secrets")
SCHEMAS_BASE: Final = ("sqlite", "postgresql", "postgresql+psycopg")


def _read_path(valeur: object, *, dossier: bool) -> Path:
    """Turn a setting into an absolute path to something that exists."""
    chemin = Path(str(valeur)).expanduser().absolute()
    if dossier and not chemin.is_dir():
        raise ValueError(f"le dossier « {chemin} » n’existe pas")
    if not dossier and not chemin.is_file():
        raise ValueError(f"le fichier « {chemin} » n’existe pas")
    return chemin


def _read_database_url(valeur: object) -> SecretStr:
    """Check the kind of database; the address may hold a password, so no message repeats it."""
    texte = _reveal(valeur)
    if texte.partition("://")[0] not in SCHEMAS_BASE:
        raise ValueError("une adresse « sqlite:///… » ou « postgresql://… » est attendue")
    return SecretStr(texte)


def _read_vllm_url(valeur: object) -> str:
    """Turn the address of the model server into its root; ``/v1``, often copied with it, is dropped."""
    texte = str(valeur).strip().rstrip("/").removesuffix("/v1")
    parties = urlsplit(texte)
    if parties.scheme not in {"http", "https"} or not parties.hostname:
        raise ValueError("une adresse « http://… » ou « https://… » est attendue")
    if parties.username or parties.password:
        raise ValueError(f"la clé ne s’écrit pas dans l’adresse ; donnez-la par {PREFIXE}VLLM_API_KEY")
    if parties.query or parties.fragment:
        raise ValueError("l’adresse s’arrête avant « ? » et « # »")
    return texte


def read_vllm_url(nom: str, texte: str) -> str:
    """Check an address of the model server given elsewhere than in the settings.

    Raises:
        ReglageInvalide: it is none; the message names it `nom`.
    """
    try:
        return _read_vllm_url(texte)
    except ValueError as erreur:
        raise ReglageInvalide(nom, f"{erreur}.") from erreur


def _read_secret(valeur: object) -> SecretStr:
    """Refuse an empty secret: it would be sent as one."""
    texte = _reveal(valeur).strip()
    if not texte:
        raise ValueError("la valeur est vide")
    return SecretStr(texte)


def _read_host(valeur: object) -> str:
    """Accept an address to listen on; a name could resolve to more than is meant."""
    texte = str(valeur)
    try:
        return str(ipaddress.ip_address(texte))
    except ValueError:
        raise ValueError("une adresse IP est attendue (127.0.0.1 pour ce seul poste)") from None


def _read_port(valeur: object) -> int:
    """Accept a port that can be published; 0 lets the system choose, which no user could then find."""
    texte = str(valeur)
    if not (texte.isascii() and texte.isdigit() and 1 <= int(texte) <= 65535):
        raise ValueError("un nombre entier de 1 à 65535 est attendu")
    return int(texte)


def _read_secondes(valeur: object) -> float:
    """Accept a delay that ends; zero would give up before the server is asked."""
    texte = str(valeur).replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,3})?", texte) or float(texte) <= 0:
        raise ValueError("un nombre de secondes est attendu, plus grand que 0 et plus petit que 10000")
    return float(texte)


def _read_simultanes(valeur: object) -> int:
    """Accept a number of passages asked at once that a server can take."""
    texte = str(valeur)
    if not (texte.isascii() and texte.isdigit() and 1 <= int(texte) <= 256):
        raise ValueError("un nombre entier de 1 à 256 est attendu")
    return int(texte)


def _read_debug(valeur: object) -> bool:
    """Accept 1 and 0 only: a word that means no must not turn it on."""
    texte = str(int(valeur)) if isinstance(valeur, bool) else str(valeur)
    if texte not in {"0", "1"}:
        raise ValueError("0 ou 1 est attendu")
    return texte == "1"


def _reveal(valeur: object) -> str:
    return valeur.get_secret_value() if isinstance(valeur, SecretStr) else str(valeur)


Fichier = Annotated[Path, BeforeValidator(partial(_read_path, dossier=False))]
Dossier = Annotated[Path, BeforeValidator(partial(_read_path, dossier=True))]
Secondes = Annotated[float, BeforeValidator(_read_secondes)]


class Settings(BaseSettings):
    """Hold the settings of one process; frozen, built once by `load_settings`.

    Attributes:
        collectivite: YAML file that describes the collectivité; None only where no real act is drafted.
        modeles: folder of the collectivité's own templates, beside those that come with Minutier.
        charte: folder of the collectivité's own charte (logo, fonts, letterhead).
        database_url: SQLAlchemy address of the database (SQLite or PostgreSQL); may hold a password.
        vllm_url: root of the model server, without ``/v1``; None means that no model is used.
        vllm_model: name of the model to ask for; None means the only one that the server lists.
        vllm_api_key: key of the model server.
        vllm_delai_premier, vllm_delai_entre, vllm_delai_passage: seconds to the first token, between two tokens, for a
            whole passage; beyond, the agent's own words stand.
        vllm_simultanes: passages that this process asks for at once.
        vllm_manifeste, vllm_dossier: SHA-256 of the approved model's files, and the folder that holds them; given
            together, or not at all.
        host: IP address that `serve` listens on.
        port: TCP port that `serve` listens on.
        debug: show the technical detail of an internal fault; it may quote what was typed.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIXE, env_ignore_empty=True, frozen=True, extra="forbid")

    collectivite: Fichier | None = None
    modeles: Dossier | None = None
    charte: Dossier | None = None
    database_url: Annotated[SecretStr, BeforeValidator(_read_database_url)] | None = None
    vllm_url: Annotated[str, BeforeValidator(_read_vllm_url)] | None = None
    vllm_model: str | None = None
    vllm_api_key: Annotated[SecretStr, BeforeValidator(_read_secret)] | None = None
    vllm_delai_premier: Secondes | None = None
    vllm_delai_entre: Secondes | None = None
    vllm_delai_passage: Secondes | None = None
    vllm_simultanes: Annotated[int, BeforeValidator(_read_simultanes)] | None = None
    vllm_manifeste: Fichier | None = None
    vllm_dossier: Dossier | None = None
    host: Annotated[str, BeforeValidator(_read_host)] = "127.0.0.1"
    port: Annotated[int, BeforeValidator(_read_port)] = 8765
    debug: Annotated[bool, BeforeValidator(_read_debug)] = False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- a .env in the current folder must change nothing
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 -- ours is read only where the folder exists
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment, then the secret files."""
        if not DOSSIER_SECRETS.is_dir():
            return init_settings, env_settings
        return init_settings, env_settings, SecretsSettingsSource(settings_cls, secrets_dir=DOSSIER_SECRETS)


def load_settings() -> Settings:
    """Read and check every setting of this process.

    Returns:
        The settings, paths made absolute.

    Raises:
        ReglageInvalide: names the first variable at fault, in French; an unknown ``MINUTIER_…`` is a fault, since a
            misspelt one would be a setting silently left out. No message repeats the value of a secret.
    """
    connus = {f"{PREFIXE}{nom.upper()}" for nom in Settings.model_fields}
    for nom in sorted(os.environ):
        if nom.upper().startswith(PREFIXE) and nom.upper() not in connus:
            raise ReglageInvalide(nom, f"ce réglage n’existe pas. Connus : {', '.join(sorted(connus))}.")
    try:
        return Settings()
    except ValidationError as erreur:
        faute = erreur.errors(include_input=False, include_url=False)[0]
    cause = faute.get("ctx", {}).get("error")
    # The first part of the place is the field; unions add the names of their branches behind it.
    raise ReglageInvalide(f"{PREFIXE}{faute['loc'][0]}".upper(), f"{cause or 'valeur refusée'}.")
