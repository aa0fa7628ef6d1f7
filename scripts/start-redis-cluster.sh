#!/bin/bash
# A Redis Cluster for tests, on 127.0.0.1 only, nothing kept but what the nodes know of each other.
#
#   scripts/start-redis-cluster.sh FOLDER [PRIMARIES] [REPLICAS] [redis-server option ...]
#
# Three primaries without replicas when nothing is said; REPLICAS is for each primary. The last line printed is its URL with
# every node; FOLDER/pids has the nodes' process ids in the same order, and FOLDER/stop.sh ends them. STOP_WITH_PID=<id>
# ends them when that process is gone. Exit codes: server-functions.sh.
set -uo pipefail
. "$(dirname "$0")/server-functions.sh"

open_folder "${1:-}"
primaries=${2:-3}
replicas=${3:-0}
need_commands redis-server redis-server redis-cli
nodes=()
for number in $(seq $((primaries * (1 + replicas)))); do
  port=$(free_port)
  mkdir -p "$FOLDER/node-$number"
  spawn "node-$number" redis-server --bind "$HOST" --port "$port" --cluster-enabled yes --cluster-port "$(free_port)" \
    --cluster-node-timeout 1500 --dir "$FOLDER/node-$number" --save '' --appendonly no "${@:4}"
  wait_for 10 redis-cli -h "$HOST" -p "$port" ping || fail "Node $number did not answer on port $port"
  kill -0 "$SPAWNED" 2>/dev/null || fail "Port $port is taken"
  nodes+=("$HOST:$port")
done
redis-cli --cluster create "${nodes[@]}" --cluster-replicas "$replicas" --cluster-yes >"$FOLDER/create.out" 2>&1 ||
  fail 'The nodes made no cluster'
for node in "${nodes[@]}"; do
  wait_for 20 bash -c "redis-cli -p ${node##*:} cluster info | grep -q cluster_state:ok" || fail "$node is in no cluster"
done
if [ "$replicas" != 0 ]; then
  for node in "${nodes[@]}"; do
    wait_for 20 bash -c "redis-cli -p ${node##*:} info replication | grep -qE 'role:master|master_link_status:up'" ||
      fail "$node follows no primary"
  done
fi
stop_with "${STOP_WITH_PID:-}"
echo "redis+cluster://$(IFS=,; echo "${nodes[*]}")"
