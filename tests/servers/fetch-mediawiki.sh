#!/bin/sh
# Fetches MediaWiki as Debian packages it into a folder: fetch-mediawiki.sh FOLDER
# Nothing is installed: the packages are unpacked there, and tests/servers/mediawiki.py runs them with PHP's own server.
# PHP itself must be there; where it is not, the line that installs it is printed.
set -eu

folder=${1:?usage: fetch-mediawiki.sh FOLDER}
for module in apcu dom intl mbstring pdo_sqlite xml; do
    if ! php -m 2>/dev/null | grep -qix "$module"; then
        echo "PHP or its module $module is missing. On Debian, as root:" >&2
        echo "  apt-get install -y --no-install-recommends php-cli php-sqlite3 php-mbstring php-xml php-intl php-apcu php-curl" >&2
        exit 1
    fi
done
if [ -e "$folder/usr/share/mediawiki/api.php" ]; then
    exit 0
fi
packages=$(mktemp -d)
trap 'rm -rf "$packages"' EXIT
(cd "$packages" && apt-get download mediawiki mediawiki-classes)
mkdir -p "$folder"
for package in "$packages"/*.deb; do
    dpkg-deb -x "$package" "$folder"
done
