#!/bin/bash
# A Redis primary, its replica and a Sentinel for tests, on 127.0.0.1 only.
#
#   scripts/start-redis-sentinel.sh FOLDER [PASSWORD]
#
# With PASSWORD the servers and the Sentinel ask for it. The last line printed is the URL through the Sentinel; FOLDER/pids
# has the process ids of primary, replica and Sentinel in this order, FOLDER/ports their ports, and FOLDER/stop.sh ends
# them. STOP_WITH_PID=<id> ends them when that process is gone. Exit codes: server-functions.sh.
set -uo pipefail
. "$(dirname "$0")/server-functions.sh"

open_folder "${1:-}"
password=${2:-}
need_commands 'redis-server redis-sentinel' redis-server redis-cli
auth=()
access=
if [ -n "$password" ]; then
  auth=(--requirepass "$password" --masterauth "$password")
  export REDISCLI_AUTH=$password
  access=:$password@
fi
primary=$(free_port)
spawn primary redis-server --bind "$HOST" --port "$primary" --dir "$FOLDER" --save '' --appendonly no "${auth[@]}"
wait_for 10 redis-cli -p "$primary" ping || fail "The primary did not answer on port $primary"
replica=$(free_port)
spawn replica redis-server --bind "$HOST" --port "$replica" --dir "$FOLDER" --save '' --appendonly no "${auth[@]}" \
  --replicaof "$HOST $primary" --repl-diskless-sync-delay 0
wait_for 20 bash -c "redis-cli -p $replica info replication | grep -q master_link_status:up" ||
  fail 'The replica does not follow the primary'
sentinel=$(free_port)
{
  echo "port $sentinel"
  echo "bind $HOST"
  echo "dir $FOLDER"
  echo "sentinel monitor frames $HOST $primary 1"
  echo 'sentinel down-after-milliseconds frames 1000'
  echo 'sentinel failover-timeout frames 3000'
  [ -z "$password" ] || printf 'sentinel auth-pass frames %s\nrequirepass %s\n' "$password" "$password"
} >"$FOLDER/sentinel.conf"
spawn sentinel redis-server "$FOLDER/sentinel.conf" --sentinel
wait_for 10 redis-cli -p "$sentinel" ping || fail "The Sentinel did not answer on port $sentinel"
wait_for 20 bash -c "redis-cli -p $sentinel sentinel replicas frames | grep -q $replica" ||
  fail 'The Sentinel has not found the replica'
echo "$primary $replica $sentinel" >"$FOLDER/ports"
stop_with "${STOP_WITH_PID:-}"
echo "redis+sentinel://$access$HOST:$sentinel/frames"
