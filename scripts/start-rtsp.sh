#!/bin/bash
# An RTSP server for tests (GStreamer's), on 127.0.0.1 only.
#
#   scripts/start-rtsp.sh FOLDER PORT FILM [USER PASSWORD]
#   scripts/start-rtsp.sh --check
#
# FILM is an MP4 with H.264. PORT 0 takes a free one. The last line printed is its URL, and <url>/film is what it plays, to
# that user alone when one is given. FOLDER/stop.sh ends it. Run again on the same folder it ends the old server first. STOP_WITH_PID=<id> ends it when that
# process is gone. --check finds or installs what it needs, and starts nothing. Exit codes: server-functions.sh.
set -uo pipefail
. "$(dirname "$0")/server-functions.sh"

# Debian's own Python: its bindings are not there for another one that stands before it on the PATH.
PYTHON=/usr/bin/python3
SERVER=$(cd "$(dirname "$0")" && pwd)/rtsp-server.py
PACKAGES='python3 python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-good'

can_serve() { "$PYTHON" "$SERVER" --check; }

if [ "${1:-}" = --check ]; then
  FOLDER=$(mktemp -d)
  trap 'rm -rf "$FOLDER"' EXIT
  need_that "$PACKAGES" 'an RTSP server of GStreamer' can_serve
  echo found
  exit 0
fi

open_folder "${1:-}"
port=${2:-0}
film=${3:?a film is needed}
need_that "$PACKAGES" 'an RTSP server of GStreamer' can_serve
[ "$port" != 0 ] || port=$(free_port)
spawn rtsp "$PYTHON" "$SERVER" "$port" "$film" "${@:4}"
wait_for 20 grep -q listening "$FOLDER/rtsp.out" || fail "The RTSP server did not start on port $port"
stop_with "${STOP_WITH_PID:-}"
echo "rtsp://$HOST:$port"
