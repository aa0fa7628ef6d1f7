#!/bin/bash
# Finds ffmpeg for tests, or installs Debian's package (as root). The last line printed is its path.
# Exit codes: server-functions.sh.
set -uo pipefail
. "$(dirname "$0")/server-functions.sh"

FOLDER=$(mktemp -d)
trap 'rm -rf "$FOLDER"' EXIT
need_commands ffmpeg ffmpeg
command -v ffmpeg
