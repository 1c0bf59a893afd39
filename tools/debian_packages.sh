#!/bin/sh
# Install Debian packages that are missing, where this user may; elsewhere say what is missing and go on.
set -eu
command -v dpkg-query >/dev/null 2>&1 || exit 0
missing=
for package in "$@"; do
    dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" -eq 0 ]; then
    run=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    run=sudo
else
    echo "Missing Debian packages:$missing. What needs them is skipped; install them with: apt-get install$missing" >&2
    exit 0
fi
echo "Installing Debian packages:$missing"
# shellcheck disable=SC2086
{ $run apt-get update -qq && $run apt-get install -y -qq --no-install-recommends $missing; } >/dev/null || {
    echo "The Debian packages could not be installed:$missing. What needs them is skipped." >&2
}
