#!/bin/sh
# Create a virtual environment, or say which package is missing. Usage: PYTHON=python3.12 scripts/venv.sh FOLDER [--without-pip]
set -eu
dossier=$1
sans_pip=${2:-}
python=${PYTHON:-python3}

refuse() {
    printf 'minutier : %s\n' "$@" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 || refuse \
    "l’interpréteur « $python » est introuvable." \
    "Debian, Ubuntu : apt-get install python3 python3-venv. Sinon : make PYTHON=/chemin/vers/python3.11"

version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || refuse \
    "Python 3.11 ou plus récent est nécessaire ; « $python » est en version $version." \
    "Installez une version plus récente, puis : make PYTHON=/chemin/vers/python3.11"

# Debian and Ubuntu ship venv without ensurepip: without this check, a half-made environment is left behind.
"$python" -c 'import venv, ensurepip' 2>/dev/null || refuse \
    "les modules venv et ensurepip manquent à « $python »." \
    "Debian, Ubuntu : apt-get install python$version-venv (ou python3-venv)"

# An environment that another interpreter made, or whose interpreter is gone, is made again from nothing.
if [ -e "$dossier" ] && [ "$("$dossier/bin/python" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" != "$version" ]; then
    [ -f "$dossier/pyvenv.cfg" ] || refuse "« $dossier » existe et n’est pas un environnement Python : déplacez-le."
    "$python" -m venv --clear $sans_pip "$dossier"
else
    "$python" -m venv $sans_pip "$dossier"
fi
