# Sourced by the start-*.sh scripts: what all need to run a server for tests out of one folder.
#
# Exit codes of the scripts: 1 the server did not start, 2 wrong use, 3 it is not installed and cannot be installed here.

HOST=127.0.0.1

say() { echo "[$(basename "$0" .sh)] $*" >&2; }

# open_folder DIR: an absolute path in FOLDER; refuses a folder that holds what no such script has written.
open_folder() {
  [ -n "${1:-}" ] || { say "Usage: $(basename "$0") FOLDER [PORT]"; exit 2; }
  mkdir -p "$1"
  FOLDER=$(cd "$1" && pwd)
  if [ -x "$FOLDER/stop.sh" ]; then
    "$FOLDER/stop.sh"
  elif [ -n "$(ls -A "$FOLDER")" ]; then
    say "$FOLDER is not empty and was not made by this script"
    exit 2
  fi
  write_stop_script
}

# started_at PID: when it was started, as the system counts it; nothing when it is gone, or dead and not yet reaped.
# ps alone may be a second off from one call to the next.
started_at() {
  if [ -r "/proc/$1/stat" ]; then
    sed 's/.*) //' "/proc/$1/stat" | awk '$1 != "Z" { print $20 }'
  else
    LC_ALL=C ps -o lstart= -p "$1" | tr -s ' '
  fi
} 2>/dev/null

# stop.sh ends the processes that `spawn` has written down, and only while the id still belongs to the process that was
# started then: an id may have been given to somebody else since.
write_stop_script() {
  : >"$FOLDER/pids"
  {
    cat <<'STOP'
#!/bin/bash
# Ends the processes listed in the file "pids" beside this script: lines of "<id> <time of its start>".
cd "$(dirname "$0")" || exit 1
[ -f pids ] || exit 0
STOP
    declare -f started_at
    cat <<'STOP'
ours() { [ -n "$2" ] && [ "$(started_at "$1")" = "$2" ]; }
each() { while read -r id started; do ours "$id" "$started" && "$1" "$id"; done <pids; }
end() { kill "$1" 2>/dev/null; }
force() { kill -9 "$1" 2>/dev/null; }
each end
for _ in $(seq 20); do [ -z "$(each echo)" ] && break; sleep 0.1; done
each force
rm -f pids
exit 0
STOP
  } >"$FOLDER/stop.sh"
  chmod +x "$FOLDER/stop.sh"
}

# spawn NAME COMMAND...: starts it behind this script, output in FOLDER/NAME.out, id written down for stop.sh.
spawn() {
  local name=$1 own_session=
  shift
  # A session of its own, so that Ctrl-C in a test run's terminal leaves ending it to stop.sh.
  command -v setsid >/dev/null && own_session=setsid
  nohup $own_session "$@" >"$FOLDER/$name.out" 2>&1 </dev/null &
  SPAWNED=$!
  echo "$SPAWNED $(started_at "$SPAWNED")" >>"$FOLDER/pids"
}

# stop_with PID: runs stop.sh when that process is gone, for a test run that is killed and cannot tidy up.
stop_with() {
  [ -n "$1" ] || return 0
  (
    trap '' HUP INT
    while kill -0 "$1" 2>/dev/null; do
      [ -f "$FOLDER/pids" ] || exit 0
      sleep 1
    done
    "$FOLDER/stop.sh"
  ) >/dev/null 2>&1 </dev/null &
}

# fail MESSAGE: what went wrong, the last lines of every output, nothing left running.
fail() {
  say "$1"
  tail -n 5 "$FOLDER"/*.out >&2 2>/dev/null
  "$FOLDER/stop.sh"
  exit 1
}

# wait_for SECONDS COMMAND...: tries it ten times a second while the process spawned last is alive.
wait_for() {
  local tries=$(($1 * 10))
  shift
  for _ in $(seq "$tries"); do
    "$@" >/dev/null 2>&1 && return 0
    kill -0 "$SPAWNED" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

free_port() {
  node -e "const s = require('node:net').createServer().listen(0, '$HOST', () => { console.log(s.address().port); s.close() })"
}

# missing COMMAND...: those of them that are not on the PATH.
missing() {
  for command in "$@"; do command -v "$command" >/dev/null || printf ' %s' "$command"; done
}

# need_commands PACKAGES COMMAND...: finds the commands on the PATH, or installs Debian's packages (as root).
need_commands() {
  # Debian keeps servers in sbin, which a user's PATH may lack.
  PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
  local packages=$1
  shift
  need_that "$packages" "$*" has_commands "$@"
}

has_commands() { [ -z "$(missing "$@")" ]; }

# need_that PACKAGES WHAT CHECK...: makes sure that CHECK succeeds, or installs Debian's packages (as root). WHAT is for messages.
need_that() {
  local packages=$1 what=$2
  shift 2
  "$@" >/dev/null 2>&1 && return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    say "Not here: $what. Install the packages \"$packages\" (as root on Debian this script does it itself)"
    exit 3
  fi
  say "Installing $packages from Debian's packages"
  # One script at a time: apt-get does not wait for another one's lists. RUNLEVEL=1 keeps packages from starting daemons.
  if ! (
    flock 9
    "$@" >/dev/null 2>&1 && exit 0
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
      apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 $packages
  ) 9>"${TMPDIR:-/tmp}/camera-check-apt.lock" >"$FOLDER/apt.out" 2>&1; then
    tail -n 5 "$FOLDER/apt.out" >&2
    say "Cannot install $packages"
    exit 3
  fi
  "$@" >&2 || { say "Installed $packages, but there is still not: $what"; exit 3; }
}
