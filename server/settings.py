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

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SecretsSettingsSource, SettingsConfigDict

from server.errors import ReglageInvalide

if TYPE_CHECKING:
    from pydantic_settings import PydanticBaseSettingsSource

PREFIXE: Final = "MINUTIER_"
DOSSIER_SECRETS: Final = Path("/run/secrets")
# The names of this machine for itself; a page of elsewhere cannot make a browser send one of them.
HOTES_LOCAUX: Final = frozenset({"127.0.0.1", "localhost", "::1"})
# The one address that Microsoft supports.
OFFICE_JS: Final = "https://appsforoffice.microsoft.com/lib/1/hosted/office.js"
SCHEMAS_BASE: Final = ("sqlite", "postgresql", "postgresql+psycopg")


def _read_path(valeur: object, *, dossier: bool) -> Path:
    """Turn a setting into an absolute path to something that exists."""
    chemin = Path(str(valeur)).expanduser().absolute()
    if dossier and not chemin.is_dir():
        raise ValueError(f"le dossier « {chemin} » n’existe pas")
    if not dossier and not chemin.is_file():
        raise ValueError(f"le fichier « {chemin} » n’existe pas")
    return chemin


def _read_donnees(valeur: object) -> Path:
    """Turn a setting into the absolute path of a folder, which is made when it is first needed."""
    chemin = Path(str(valeur)).expanduser().absolute()
    if chemin.exists() and not chemin.is_dir():
        raise ValueError(f"« {chemin} » n’est pas un dossier")
    return chemin


def _read_url_publique(valeur: object) -> str:
    """Turn the address that users type into an origin: scheme, host, port."""
    texte = str(valeur).strip().rstrip("/")
    parties = urlsplit(texte)
    if parties.scheme not in {"http", "https"} or not parties.hostname:
        raise ValueError("une adresse « https://… » est attendue")
    if parties.username or parties.path or parties.query or parties.fragment:
        raise ValueError("l’adresse s’arrête après le nom du serveur (et son port)")
    if parties.scheme == "http" and parties.hostname not in HOTES_LOCAUX:
        raise ValueError("hors de ce poste, une adresse « https://… » est attendue : un mot de passe passe par là")
    # Written as browsers write an Origin: in lower case.
    return texte.lower()


def _read_mandataires(valeur: object) -> tuple[Reseau, ...]:
    """Read the addresses, or networks, whose word on who calls is taken."""
    if isinstance(valeur, tuple):
        return valeur
    try:
        return tuple(ipaddress.ip_network(mot) for mot in re.split(r"[,\s]+", str(valeur)) if mot)
    except ValueError:
        raise ValueError(
            "des adresses IP ou des réseaux (10.0.0.0/24) séparés par des virgules sont attendus"
        ) from None


def _read_jours(valeur: object) -> int:
    """Accept a number of days that is not a slip of the hand: what it rules is deleted."""
    texte = str(valeur)
    if not (texte.isascii() and texte.isdigit() and 7 <= int(texte) <= 3650):
        raise ValueError("un nombre de jours de 7 à 3650 est attendu")
    return int(texte)


def _read_processus(valeur: object) -> int:
    """Accept a number of processes that one machine can hold."""
    texte = str(valeur)
    if not (texte.isascii() and texte.isdigit() and 1 <= int(texte) <= 64):
        raise ValueError("un nombre entier de 1 à 64 est attendu")
    return int(texte)


def _count_processus() -> int:
    """Give one process for each core, since Python keeps one busy; four are enough for any town hall."""
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 4)


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


def _read_limite(valeur: object) -> int:
    """Accept a number of demands in a minute that leaves a person at work."""
    texte = str(valeur)
    if not (texte.isascii() and texte.isdigit() and 1 <= int(texte) <= 1_000_000):
        raise ValueError("un nombre entier de 1 à 1000000 est attendu")
    return int(texte)


def _read_smtp_securite(valeur: object) -> str:
    """Accept a way to protect the line to the mail relay; none must be said to be none."""
    texte = str(valeur)
    if texte not in {"starttls", "tls", "aucune"}:
        raise ValueError("starttls, tls ou aucune est attendu")
    return texte


def _read_courriel(valeur: object) -> str:
    """Accept an address that mail can come from."""
    texte = str(valeur).strip()
    if not re.fullmatch(r"[!-?A-~]+@[!-?A-~]+", texte):
        raise ValueError("une adresse électronique est attendue (minutier@ville.fr)")
    return texte


def _read_office_js(valeur: object) -> str:
    """Accept the address of office.js: a script over TLS, without anything that a policy could not name."""
    texte = str(valeur).strip()
    parties = urlsplit(texte)
    if parties.scheme != "https" or not re.fullmatch(r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?", parties.netloc):
        raise ValueError("une adresse « https://…/office.js » est attendue")
    if not re.fullmatch(r"/[A-Za-z0-9._/-]*\.js", parties.path) or parties.query or parties.fragment:
        raise ValueError("l’adresse finit par le nom du script (office.js)")
    return texte


def _read_cadres(valeur: object) -> tuple[str, ...]:
    """Read the sites that may frame the pane of Word, as a policy names them."""
    if isinstance(valeur, tuple):
        return valeur
    cadres = tuple(mot.lower().rstrip("/") for mot in re.split(r"[,\s]+", str(valeur)) if mot)
    if not all(
        re.fullmatch(r"https://(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?", cadre) for cadre in cadres
    ):
        raise ValueError(
            "des sites « https://… » séparés par des espaces sont attendus (https://*.officeapps.live.com)"
        )
    return cadres


def _read_debug(valeur: object) -> bool:
    """Accept 1 and 0 only: a word that means no must not turn it on."""
    texte = str(int(valeur)) if isinstance(valeur, bool) else str(valeur)
    if texte not in {"0", "1"}:
        raise ValueError("0 ou 1 est attendu")
    return texte == "1"


def _reveal(valeur: object) -> str:
    return valeur.get_secret_value() if isinstance(valeur, SecretStr) else str(valeur)


Reseau = ipaddress.IPv4Network | ipaddress.IPv6Network
Fichier = Annotated[Path, BeforeValidator(partial(_read_path, dossier=False))]
Dossier = Annotated[Path, BeforeValidator(partial(_read_path, dossier=True))]
Secondes = Annotated[float, BeforeValidator(_read_secondes)]


class Settings(BaseSettings):
    """Hold the settings of one process; frozen, built once by `load_settings`.

    Attributes:
        collectivite: YAML file that describes the collectivité; None only where no real act is drafted.
        modeles: folder of the collectivité's own templates, beside those that come with Minutier.
        charte: folder of the collectivité's own charte (logo, fonts, letterhead).
        donnees: folder of the database and the keys; None means the place of the system (`find_donnees`).
        database_url: SQLAlchemy address of the database (SQLite or PostgreSQL); may hold a password. None means SQLite
            in `donnees`.
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
        processus: processes that `serve` starts; by default one for each core it may use, and no more than four.
        url_publique: what users type, as an origin; with https, cookies travel over TLS alone.
        mandataires: addresses of the proxies in front, whose word on who calls is taken.
        conservation_brouillons: days after which a draft that nobody touched is deleted by `purge`; None keeps them.
        limite_redactions: drafting that one account may ask for in a minute.
        limite_requetes: requests that one caller may send in a minute to one process.
        smtp_serveur, smtp_port: mail relay; without one, no mail is sent.
        smtp_securite: "starttls", "tls" or "aucune".
        smtp_identifiant, smtp_mot_de_passe: account on the relay, both or none.
        smtp_expediteur: address that mail comes from.
        office_js: where the pane of Word loads office.js from: the only script of elsewhere.
        volet_cadres: sites that may frame the pane: Word on the web; none for Word on a desk.
        metriques_jeton: what `/metrics` asks for; None lets in this machine alone.
        debug: show the technical detail of an internal fault; it may quote what was typed.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIXE, env_ignore_empty=True, frozen=True, extra="forbid")

    collectivite: Fichier | None = None
    modeles: Dossier | None = None
    charte: Dossier | None = None
    donnees: Annotated[Path, BeforeValidator(_read_donnees)] | None = None
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
    processus: Annotated[int, BeforeValidator(_read_processus)] = Field(default_factory=_count_processus)
    url_publique: Annotated[str, BeforeValidator(_read_url_publique)] | None = None
    mandataires: Annotated[tuple[Reseau, ...], NoDecode, BeforeValidator(_read_mandataires)] = ()
    conservation_brouillons: Annotated[int, BeforeValidator(_read_jours)] | None = None
    limite_redactions: Annotated[int, BeforeValidator(_read_limite)] = 30
    limite_requetes: Annotated[int, BeforeValidator(_read_limite)] = 1200
    smtp_serveur: str | None = None
    smtp_port: Annotated[int, BeforeValidator(_read_port)] = 587
    smtp_securite: Annotated[str, BeforeValidator(_read_smtp_securite)] = "starttls"
    smtp_identifiant: str | None = None
    smtp_mot_de_passe: Annotated[SecretStr, BeforeValidator(_read_secret)] | None = None
    smtp_expediteur: Annotated[str, BeforeValidator(_read_courriel)] | None = None
    office_js: Annotated[str, BeforeValidator(_read_office_js)] = OFFICE_JS
    volet_cadres: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_read_cadres)] = ()
    metriques_jeton: Annotated[SecretStr, BeforeValidator(_read_secret)] | None = None
    debug: Annotated[bool, BeforeValidator(_read_debug)] = False

    def find_donnees(self) -> Path:
        """Give the data folder: the one that is set, else the user's own, where the system keeps such things.

        Raises:
            ReglageInvalide: none is set, and this user has no folder.
        """
        if self.donnees is not None:
            return self.donnees
        commun = os.environ.get("XDG_DATA_HOME", "")
        try:
            # The specification: a relative path is not valid and is ignored.
            racine = Path(commun) if commun.startswith("/") else Path.home() / ".local" / "share"
        except RuntimeError:
            raise ReglageInvalide("MINUTIER_DONNEES", "donnez un dossier : cet utilisateur n’en a pas.") from None
        return racine / "minutier"

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
