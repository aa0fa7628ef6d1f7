#!/bin/bash
# Finds a program for tests, or installs Debian's packages that bring it (as root). The last line printed is its path.
#
#   scripts/find-program.sh COMMAND [PACKAGE ...]
#
# Without packages the command has the name of its package. Exit codes: server-functions.sh.
set -uo pipefail
. "$(dirname "$0")/server-functions.sh"

[ -n "${1:-}" ] || { say "Usage: $(basename "$0") COMMAND [PACKAGE ...]"; exit 2; }
command=$1
shift
FOLDER=$(mktemp -d)
trap 'rm -rf "$FOLDER"' EXIT
need_commands "${*:-$command}" "$command"
command -v "$command"
