#!/bin/bash
# An S3 server for tests: Ceph's RADOS gateway over one monitor and one storage daemon that keeps its objects in memory,
# on 127.0.0.1 only. Always starts empty.
#
#   scripts/start-s3.sh FOLDER [PORT]
#
# PORT 0 or none takes a free one. The last line printed is its URL; FOLDER/stop.sh ends it. Run again on the same folder
# it ends the old server and begins anew. S3_ACCESS_KEY and S3_SECRET_KEY set the credentials (below), S3_GB the size of
# the store, STOP_WITH_PID=<id> ends it when that process is gone. Exit codes: server-functions.sh.
set -uo pipefail
. "$(dirname "$0")/server-functions.sh"

access_key=${S3_ACCESS_KEY:-camera-check}
secret_key=${S3_SECRET_KEY:-camera-check-secret}
store_bytes=$((${S3_GB:-2} << 30))

open_folder "${1:-}"
port=${2:-0}
need_commands 'ceph-mon ceph-osd radosgw' ceph ceph-mon ceph-osd monmaptool ceph-authtool radosgw radosgw-admin
[ "$port" != 0 ] || port=$(free_port)
monitor_port=$(free_port)
conf=$FOLDER/ceph.conf
# The tools read this in place of /etc/ceph.
export CEPH_CONF=$conf

new_uuid() { node -p 'crypto.randomUUID()'; }

write_conf() {
  cat >"$conf" <<CONF
[global]
fsid = $(new_uuid)
mon host = [v2:$HOST:$monitor_port/0]
public addr = $HOST
cluster addr = $HOST
ms bind msgr1 = false
auth allow insecure global id reclaim = false
keyring = $FOLDER/keyring
run dir = $FOLDER/run
admin socket = $FOLDER/run/\$name.asok
log file = $FOLDER/\$name.log
# One daemon holds everything, once.
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
[mon.a]
mon data = $FOLDER/mon
mon initial members = a
# The daemons are started one by one: nobody else is to be waited for.
paxos propose interval = 0.1
mon osd min up ratio = 0
mon data avail crit = 1
mon data avail warn = 2
mon cluster log file = default=$FOLDER/cluster.log
[osd]
osd data = $FOLDER/osd
osd objectstore = memstore
memstore device bytes = $store_bytes
osd class load list = *
osd class default list = *
[client.rgw]
rgw frontends = beast endpoint=$HOST:$port
rgw data = $FOLDER/rgw
rgw enable usage log = false
rgw run sync thread = false
rgw thread pool size = 64
CONF
}

write_keyring() {
  key() { ceph-authtool "$FOLDER/keyring" --gen-key -n "$@" >/dev/null; }
  ceph-authtool --create-keyring "$FOLDER/keyring" >/dev/null
  key mon. --cap mon 'allow *'
  key client.admin --cap mon 'allow *' --cap osd 'allow *' --cap mgr 'allow *'
  key client.rgw --cap mon 'allow rw' --cap osd 'allow rwx'
  key osd.0 --cap mon 'allow profile osd' --cap osd 'allow *'
}

ceph_ask() { timeout 20 ceph -c "$conf" --connect-timeout 10 "$@"; }
osd_is_up() { ceph_ask osd stat | grep -q '1 up'; }
gateway_answers() { node -e "require('node:http').get('http://$HOST:$port/', r => process.exit(r.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1)).setTimeout(1000, () => process.exit(1))"; }

start_monitor() {
  monmaptool --create --fsid "$(sed -n 's/^fsid = //p' "$conf")" --addv a "[v2:$HOST:$monitor_port]" "$FOLDER/monmap" >/dev/null
  ceph-mon -c "$conf" -i a --mkfs --monmap "$FOLDER/monmap" --keyring "$FOLDER/keyring" >"$FOLDER/make-monitor.out" 2>&1 ||
    fail 'Cannot make the monitor'
  spawn monitor ceph-mon -c "$conf" -i a -f
}

start_storage() {
  local uuid
  uuid=$(new_uuid)
  wait_for 10 ceph_ask osd new "$uuid" || fail 'The monitor did not answer'
  ceph_ask osd crush add 0 1.0 host=local root=default >/dev/null 2>&1
  ceph-osd -c "$conf" -i 0 --mkfs --osd-uuid "$uuid" >"$FOLDER/make-storage.out" 2>&1 || fail 'Cannot make the storage'
  spawn storage ceph-osd -c "$conf" -i 0 -f
  wait_for 20 osd_is_up || fail 'The storage daemon did not come up'
}

start_gateway() {
  spawn gateway radosgw -c "$conf" -n client.rgw -f
  wait_for 30 gateway_answers || fail "The gateway did not answer on port $port"
  timeout 20 radosgw-admin -c "$conf" -n client.rgw user create --uid=camera-check --display-name=camera-check \
    --access-key="$access_key" --secret-key="$secret_key" >"$FOLDER/make-user.out" 2>&1 || fail 'Cannot make the user'
}

rm -rf "$FOLDER"/{mon,osd,rgw,run,keyring,monmap} "$FOLDER"/*.{log,out}
mkdir -p "$FOLDER"/{mon,osd,rgw,run}
write_conf
write_keyring
start_monitor
start_storage
start_gateway
stop_with "${STOP_WITH_PID:-}"
echo "http://$HOST:$port"
