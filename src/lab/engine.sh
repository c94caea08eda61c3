# shellcheck shell=bash
# The outer engine: a Docker of the lab's own, beside whatever Docker the machine may have, that runs the boxes.

engine_paths() {
  ENGINE=$LAB/engine
  SOCK=$ENGINE/docker.sock
  BRIDGE=berthlab0
  NETWORK=berth-lab
}

# The client's own configuration and context would point it elsewhere.
outer() {
  env -u DOCKER_CONTEXT -u DOCKER_HOST -u DOCKER_TLS_VERIFY -u DOCKER_CERT_PATH DOCKER_CONFIG="$ENGINE/client" \
    "$DOCKER" --host "unix://$SOCK" "$@"
}

engine_pid() {
  local pid
  [ -s "$ENGINE/dockerd.pid" ] || return 1
  pid=$(cat "$ENGINE/dockerd.pid")
  # Numbers are given out again: after a reboot the file may name anything.
  [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dockerd ] || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF -- "$ENGINE/data" || return 1
  echo "$pid"
}

engine_up() { engine_pid >/dev/null && outer version >/dev/null 2>&1; }

start_engine() {
  if engine_up; then return 0; fi
  local pid
  if pid=$(engine_pid); then
    wait_for 100 engine_up && return 0
    note "the lab's engine (process $pid) does not answer: ending it"
    stop_engine
  fi
  note "starting the lab's engine"
  mkdir -p "$ENGINE/data" "$ENGINE/client"
  sweep_engine
  echo '{}' >"$ENGINE/daemon.json"
  # No packet filter and no forwarding: the boxes need neither, and so the machine's own rules stay as they are.
  setsid dockerd --config-file "$ENGINE/daemon.json" --data-root "$ENGINE/data" --exec-root "$ENGINE/exec" \
    --pidfile "$ENGINE/dockerd.pid" --host "unix://$SOCK" --group root --bridge none --iptables=false --ip-forward=false \
    --ip-masq=false --userland-proxy=false >>"$LOGS/dockerd.log" 2>&1 </dev/null 8>&- 7>&- &
  wait_for 300 engine_up || { stop_engine; die "the lab's engine does not start: see $LOGS/dockerd.log"; }
}

ensure_network() {
  local taken
  if outer network inspect "$NETWORK" >/dev/null 2>&1; then return 0; fi
  taken=$(ip -4 route show | grep -F "$NET." | grep -v "$BRIDGE" || true)
  [ -z "$taken" ] || die "the network $NET.0/24 is in use on this machine ($taken): set BERTH_LAB_NET to three other numbers, as in 10.99.7"
  outer network create --internal --subnet "$NET.0/24" -o com.docker.network.bridge.name="$BRIDGE" "$NETWORK" >/dev/null
}

stop_engine() {
  local pid
  if pid=$(engine_pid); then
    kill "$pid" 2>/dev/null || true
    if ! wait_for 150 engine_gone; then
      kill -KILL "$pid" 2>/dev/null || true
      wait_for 50 engine_gone || true
    fi
  fi
  sweep_engine
  ip link del "$BRIDGE" 2>/dev/null || true
  # Empty ones only: rmdir leaves another engine's alone.
  rmdir /sys/fs/cgroup/*/docker 2>/dev/null || true
}

# What a dockerd that was killed has left: its containerd, and the boxes, each below a shim that names our directory. The
# next dockerd would wait in vain for a containerd whose number is still in the file.
sweep_engine() {
  local pid args
  for pid in $(ps -eo pid=,comm= | awk '$2 ~ /^containerd/ { print $1 }'); do
    args=$({ tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null) || continue
    case $args in
      *"$ENGINE/exec/"*)
        pkill -KILL -P "$pid" || true
        kill -KILL "$pid" 2>/dev/null || true
        ;;
    esac
  done
  rm -f "$ENGINE/dockerd.pid" "$SOCK" "$ENGINE/exec/containerd/containerd.pid"
}

engine_gone() { ! engine_pid >/dev/null; }
