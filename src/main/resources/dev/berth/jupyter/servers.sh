# Beside Jupyter's processes: what each wrote about itself, where it listens, and whether Berth started it.
# PIDS: the processes to look at; empty: look for them here.
# Says "now SECONDS", and a block a server: "server PID", then lines of its facts; "sealed" where we may not look into it:
# in containers not even root may look into other users' processes, since it lacks CAP_SYS_PTRACE there.

# belongs FILE: to the server's own user. We may be root here, and hand on what we read: a server's environment must not
# make us read for its user what is not his.
belongs() { [ -f "$1" ] && [ -r "$1" ] && [ "$(stat -L -c %u "$1")" = "$uid" ]; }

user_of() {
  uid=
  while read -r key value rest; do
    if [ "$key" = Uid: ]; then uid=$value; return; fi
  done <"/proc/$1/status"
}

environment() {
  home= runtime= data= share= session= tokens= token=
  while IFS= read -r line; do
    value=${line#*=}
    case $line in
      HOME=*) home=$value ;;
      JUPYTER_RUNTIME_DIR=*) runtime=$value ;;
      JUPYTER_DATA_DIR=*) data=$value ;;
      XDG_DATA_HOME=*) share=$value ;;
      XDG_RUNTIME_DIR=*) session=$value ;;
      JUPYTER_TOKEN_FILE=*) tokens=$value ;;
      JUPYTER_TOKEN=*) token=$value ;;
    esac
  done <<TEXT
$(tr '\0\n' '\n ' <"/proc/$1/environ" 2>/dev/null | grep -E '^(HOME|JUPYTER_(RUNTIME_DIR|DATA_DIR|TOKEN|TOKEN_FILE)|XDG_(DATA_HOME|RUNTIME_DIR))=')
TEXT
}

# jupyter_core's order; before its version 5 it used the session's directory.
server_file() {
  for place in "$runtime" "${data:+$data/runtime}" "${share:+$share/jupyter/runtime}" \
    "${home:+$home/.local/share/jupyter/runtime}" "${session:+$session/jupyter}"; do
    [ -n "$place" ] || continue
    # notebook 6 writes nbserver, all that stands on jupyter_server writes jpserver
    for name in jpserver nbserver; do
      file=$place/$name-$1.json
      if belongs "$file"; then
        head -c 16384 "$file" | sed 's/^/json /'
        echo
        return
      fi
    done
  done
}

# A shell in our Lab inherits the variable, and so does a server started from there: hence the pid.
our_record() {
  [ -n "$tokens" ] || return 0
  own=${tokens%/*}
  if belongs "$own/record" && belongs "$own/pid"; then
    read -r pid start <"$own/pid"
    if [ "$pid" = "$1" ] && [ "$start" = "$ticks" ]; then
      echo "ours $own"
      head -c 2048 "$own/record" | sed 's/^/record /'
    fi
  fi
  if belongs "$tokens"; then echo "token $(head -c 512 "$tokens")"; fi
}

server() {
  echo "server $1"
  echo "ticks $ticks"
  echo "started $((boot + ticks / 100))"
  arguments "$1"
  user_of "$1"
  echo "uid $uid"
  echo "user $(stat -c %U "/proc/$1")"
  if ! head -c 1 "/proc/$1/environ" >/dev/null 2>&1; then
    echo sealed
    return
  fi
  echo "directory $(readlink "/proc/$1/cwd")"
  sockets "$1"
  listeners "$1" | while read -r address inode; do
    case " $inodes " in *" $inode "*) echo "listen $address" ;; esac
  done
  environment "$1"
  if [ -n "$token" ]; then echo "token $token"; fi
  our_record "$1"
  server_file "$1"
}

main() {
  boot_time
  echo "now $(date +%s)"
  for pid in ${PIDS:-$(candidates)}; do
    if process "$pid"; then server "$pid" 2>/dev/null; fi
  done
  echo end
}

main </dev/null
exit
