# On the host: which processes are Jupyter's, and in which containers. Reads only what everybody may.
# A block a process: "process PID", then uid, ticks, started, pids (one a namespace), cgroup and arg lines.

details() {
  echo "process $1"
  echo "ticks $ticks"
  echo "started $((boot + ticks / 100))"
  while read -r key value rest; do
    case $key in
      Uid:) echo "uid $value" ;;
      NSpid:) echo "pids $value $rest" ;;
    esac
  done <"/proc/$1/status"
  last=
  while read -r path; do
    path=${path##*:}
    if [ "$path" != "$last" ]; then echo "cgroup $path"; fi
    last=$path
  done <"/proc/$1/cgroup"
  arguments "$1"
}

main() {
  # A /proc that hides other users' processes (hidepid), or none at all: only the engine can tell then.
  [ -r /proc/1/cmdline ] || echo hidden
  echo "user $(id -u)"
  boot_time
  for pid in $(candidates); do
    if process "$pid"; then details "$pid" 2>/dev/null; fi
  done
  echo end
}

main </dev/null
exit
