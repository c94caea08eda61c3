# Ends a server and all that it started, and says when it is gone.
# PID and STARTED (seconds since 1970; empty: don't compare), or OWN: our directory for it, whose pid file tells.
# NAME: as in start.sh. PORT: what it listens on.
# PATIENCE: how many tenths of a second it has to end by itself. What is in our directory is removed in the end.
# Says "tree PIDS" (now ask it to shut down), then "gone" or "left PIDS".

# descend: adds to tree the children of its members, so also those that came since; whose parent died stay in it.
descend() {
  grown=yes
  while [ -n "$grown" ]; do
    grown=
    for path in /proc/[0-9]*; do
      one=${path#/proc/}
      case " $tree " in *" $one:"*) continue ;; esac
      process "$one" || continue
      case " $tree " in *" $parent:"*) tree="$tree $one:$ticks" grown=yes ;; esac
    done
  done
}

# A number given to another process since is not ours to end: the start tells them apart.
# The first process of a container often reaps nothing, so that the dead stay as zombies: those count as gone.
living() {
  alive=
  for member in $tree; do
    if process "${member%:*}" && [ "$ticks" = "${member#*:}" ]; then alive="$alive ${member%:*}"; fi
  done
  [ -n "$alive" ]
}

# closed: nothing listens any more on a socket that was the port's; a child that inherited one keeps it open
closed() {
  listeners self | while read -r address inode; do
    case " $inodes " in *" $inode "*) echo open ;; esac
  done | grep -q open && return 1
  return 0
}

gone() { ! living && closed; }

# await TENTHS
await() {
  tenths=$1
  while [ "$tenths" -gt 0 ]; do
    if gone; then return 0; fi
    sleep 0.1 2>/dev/null || sleep 1
    tenths=$((tenths - 1))
  done
  gone
}

the_one() {
  if [ -n "$OWN" ]; then
    { read -r PID mark <"$OWN/pid"; } 2>/dev/null || return 1
    process "$PID" && [ "$ticks" = "$mark" ]
  else
    process "$PID" || return 1
    [ -n "$STARTED" ] || return 0
    # The boot time is reckoned anew with each step of the clock.
    difference=$((boot + ticks / 100 - STARTED))
    [ "$difference" -le 2 ] && [ "$difference" -ge -2 ]
  fi
}

# Of a server known by its number only: our directory for it, if it is one of ours.
own_of() {
  for base in "${TMPDIR:-/tmp}" /dev/shm "$HOME/.cache"; do
    for own in "$base"/berth-*/"$NAME-"*; do
      if ! [ -L "$own" ] && { read -r first start <"$own/pid"; } && [ "$first $start" = "$1 $ticks" ] &&
        [ "$(stat -c %u "$own")" = "$(stat -c %u "/proc/$1")" ]; then
        OWN=$own
        return
      fi
    done
  done
}

# Only what start.sh put there, since we may be root in another user's directory.
clear_own() {
  if [ -z "$OWN" ]; then return; fi
  for file in run pid new token record starter log; do rm -f "$OWN/$file"; done
  rmdir "$OWN"
}

signal() {
  descend
  living
  for one in $alive; do kill "-$1" "$one" 2>/dev/null; done
}

end_tree() {
  tree=$PID:$ticks
  if [ -z "$OWN" ]; then own_of "$PID"; fi
  inodes=$(echo $(listeners self | grep -i "^[0-9A-F]*:$(printf '%04X' "${PORT:-0}") " | sed 's/.* //'))
  descend
  echo "tree $tree"
  await "$PATIENCE" && return
  signal TERM
  await 6 && return
  signal KILL
  await 5
}

main() {
  boot_time
  tree= inodes= alive=
  if the_one && ! end_tree; then
    echo "left$alive"
    exit
  fi
  # Without this file a start still on its way has nothing to run.
  clear_own
  echo gone
}

main </dev/null 2>/dev/null
exit
