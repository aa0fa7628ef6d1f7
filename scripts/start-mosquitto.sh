#!/bin/bash
# A Mosquitto broker (MQTT) for tests, on 127.0.0.1 only, nothing kept on disk.
#
#   scripts/start-mosquitto.sh FOLDER [PORT [USER PASSWORD]]
#   scripts/start-mosquitto.sh --check
#
# PORT 0 or none takes a free one; with USER nobody else is let in. The last line printed is its URL; FOLDER/stop.sh ends
# it. Run again on the same folder it ends the old broker first. STOP_WITH_PID=<id> ends it when that process is gone.
# --check finds or installs what it needs, and starts nothing. Exit codes: server-functions.sh.
set -uo pipefail
. "$(dirname "$0")/server-functions.sh"

if [ "${1:-}" = --check ]; then
  FOLDER=$(mktemp -d)
  trap 'rm -rf "$FOLDER"' EXIT
  need_commands mosquitto mosquitto mosquitto_passwd
  echo found
  exit 0
fi

open_folder "${1:-}"
port=${2:-0}
need_commands mosquitto mosquitto mosquitto_passwd
[ "$port" != 0 ] || port=$(free_port)

{
  echo "listener $port $HOST"
  echo 'persistence false'
  # As root it would become another user, who may not read this folder.
  echo "user $(id -un)"
  if [ -n "${3:-}" ]; then
    mosquitto_passwd -b -c "$FOLDER/passwords" "$3" "${4:?a password is needed}" >&2
    echo 'allow_anonymous false'
    echo "password_file $FOLDER/passwords"
  else
    echo 'allow_anonymous true'
  fi
} >"$FOLDER/mosquitto.conf"
spawn mosquitto mosquitto -c "$FOLDER/mosquitto.conf"
wait_for 10 bash -c "echo >/dev/tcp/$HOST/$port" || fail "Mosquitto did not answer on port $port"
# Another server on this port answers too, and then ours is dead.
kill -0 "$SPAWNED" 2>/dev/null || fail "Port $port is taken"
stop_with "${STOP_WITH_PID:-}"
echo "mqtt://$HOST:$port"
