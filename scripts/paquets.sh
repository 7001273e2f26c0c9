#!/bin/sh
# Install the distribution packages that a target needs, or say which are missing. Usage: scripts/paquets.sh test|bench|ci
set -eu

has_font() { fc-list : family 2>/dev/null | grep -q "$1"; }

# What runs scripts in Python in LibreOffice, beside its program whoever packaged it.
has_script_provider() {
    for programme in /usr/lib/libreoffice /usr/lib64/libreoffice /opt/libreoffice*; do
        [ ! -e "$programme/program/pythonscript.py" ] || return 0
    done
    return 1
}

# Print the package of each thing that is not there: what is looked for is the tool, not the package, so that another
# distribution, or a LibreOffice installed by hand, is accepted as it is.
missing() {
    case $1 in
    test)
        command -v soffice >/dev/null || echo libreoffice-writer
        # The panel runs in LibreOffice's own Python, and the tests drive it from the system's.
        /usr/bin/python3 -c 'import uno' 2>/dev/null || echo python3-uno
        has_script_provider || echo libreoffice-script-provider-python
        command -v pdftoppm >/dev/null || echo poppler-utils
        command -v fc-list >/dev/null || echo fontconfig
        has_font 'Liberation' || echo fonts-liberation
        has_font 'DejaVu Sans' || echo fonts-dejavu-core
        command -v chromium >/dev/null || echo chromium
        command -v node >/dev/null || echo nodejs
        command -v npm >/dev/null || echo npm
        ;;
    bench)
        command -v node >/dev/null || echo nodejs
        command -v npm >/dev/null || echo npm
        command -v chromium >/dev/null || echo chromium
        ;;
    ci)
        command -v jing >/dev/null || echo jing
        command -v unzip >/dev/null || echo unzip
        ;;
    *)
        echo "usage : scripts/paquets.sh test|bench|ci" >&2
        return 64
        ;;
    esac
}

paquets=$(missing "${1:-}")
[ -n "$paquets" ] || exit 0
paquets=$(echo "$paquets" | tr '\n' ' ' | sed 's/ $//')

commande="apt-get install -y --no-install-recommends $paquets"
if command -v apt-get >/dev/null; then
    droit=
    [ "$(id -u)" = 0 ] || { sudo -n true 2>/dev/null && droit='sudo -n'; } || droit=non
    if [ "$droit" != non ]; then
        echo "minutier : installation de $paquets"
        # Another apt may be at work (unattended upgrades): wait for its lock rather than fail.
        $droit apt-get -o DPkg::Lock::Timeout=300 -qq update
        # shellcheck disable=SC2086 -- the words of the command
        $droit env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq ${commande#apt-get } >/dev/null
    fi
fi

reste=$(missing "$1")
[ -z "$reste" ] || {
    printf 'minutier : il manque : %s\nDebian, Ubuntu : sudo %s\n' "$(echo "$reste" | tr '\n' ' ')" "$commande" >&2
    exit 1
}
