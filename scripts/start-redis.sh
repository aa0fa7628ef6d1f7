#!/bin/bash
# A Redis server for tests, on 127.0.0.1 only, nothing kept on disk.
#
#   scripts/start-redis.sh FOLDER [PORT] [redis-server option ...]
#
# PORT 0 or none takes a free one. The last line printed is its URL; FOLDER/stop.sh ends it. Run again on the same folder
# it ends the old server first. STOP_WITH_PID=<id> ends it when that process is gone. Exit codes: server-functions.sh.
set -uo pipefail
. "$(dirname "$0")/server-functions.sh"

open_folder "${1:-}"
port=${2:-0}
need_commands redis-server redis-server redis-cli
[ "$port" != 0 ] || port=$(free_port)

spawn redis redis-server --bind "$HOST" --port "$port" --dir "$FOLDER" --save '' --appendonly no "${@:3}"
wait_for 10 redis-cli -h "$HOST" -p "$port" ping || fail "Redis did not answer on port $port"
# Another server on this port answers too, and then ours is dead.
kill -0 "$SPAWNED" 2>/dev/null || fail "Port $port is taken"
stop_with "${STOP_WITH_PID:-}"
echo "redis://$HOST:$port"
