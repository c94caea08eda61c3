# Finds what Jupyter there is, chooses a port, prepares a start and then watches it come up.
# MODE      plan: find and choose only
# WANTED    the port asked for; empty: the first of PUBLISHED that is free, else 8888 and up
# WHERE     the directory to serve; empty: the working directory here
# NAME      tells this container from others that may share our directory (/tmp is often mounted)
# PREFIX    of the base path; the port is added. Cookies know hosts and paths, but not ports
# ADDRESS   to listen on
# VARIABLES export commands; ARGUMENTS more words for jupyter, quoted
# LIMIT     seconds to watch
# Says lines of facts, then one of: "none", "used PORT FREE", "bad WHY", "planned", and with a start "prepared OWN";
# whoever called then runs `sh OWN/run` detached, and "running PID STARTED", "json …", "listening", or "died" and "log …" come.

# quote WORD: for a shell
quote() { printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"; }

# Where installers put programs that a shell which reads no profile does not find.
places() {
  printf '%s\n' "$PATH" | tr : '\n'
  # Nothing but PATH may come from a profile: some greet.
  timeout 5 sh -lc 'printf "\n%s\n" "$PATH"' 2>/dev/null | tail -n 1 | tr : '\n'
  printf '%s\n' "${CONDA_PREFIX:-/opt/conda}/bin" "${VIRTUAL_ENV:-/opt/venv}/bin" /venv/bin "$HOME/.local/bin" \
    /opt/conda/bin "$HOME/miniconda3/bin" "$HOME/miniforge3/bin" "$HOME/anaconda3/bin" /usr/local/bin /usr/bin
  # What is in none of these: environments at home, of conda and of pyenv.
  for place in "$HOME"/.venv/bin "$HOME"/venv/bin "$HOME"/*conda3/envs/*/bin "$HOME"/miniforge3/envs/*/bin \
    "$HOME"/.conda/envs/*/bin /opt/conda/envs/*/bin "$HOME"/.pyenv/shims "$HOME"/.virtualenvs/*/bin; do
    if [ -d "$place" ]; then echo "$place"; fi
  done
}

# program NAME: sets found to the first of its name, and bin to its directory where that is not on the path
program() {
  bin=
  # An environment of the directory that is served, as uv and venv make them, goes before all.
  for place in "$WHERE/.venv/bin" "$WHERE/venv/bin"; do
    if [ -f "$place/$1" ] && [ -x "$place/$1" ]; then found=$place/$1 bin=$place; return 0; fi
  done
  found=$(command -v "$1") && case $found in /*) return 0 ;; esac
  [ -n "$all" ] || all=$(places)
  while IFS= read -r place; do
    if [ -f "$place/$1" ] && [ -x "$place/$1" ]; then found=$place/$1 bin=$place; return 0; fi
  done <<TEXT
$all
TEXT
  return 1
}

# The Python that a program of its runs by, so that the version asked for is the one that runs.
python_of() {
  read -r first <"$1"
  first=${first#\#!}
  first=${first%% *}
  case $first in
    */python*) if [ -x "$first" ]; then echo "$first"; return; fi ;;
  esac
  near=${1%/*}/python3
  if [ -x "$near" ]; then echo "$near"; else command -v python3; fi
}

# version_of PYTHON PACKAGE: by the directory that its installer left beside the program. Where there is none, or one for each
# of several Pythons, Python is asked; asking the program itself would take it a second.
version_of() {
  set -- "$1" "$2" "${found%/*}"/../lib/python3*/*-packages/"$2"-[0-9]*-info
  if [ $# = 3 ] && [ -e "$3" ]; then
    told=${3##*/"$2"-}
    told=${told%-info}
    told=${told%.*}
    echo "${told%-py3*}"
    return
  fi
  "$1" -c 'import sys
from importlib import metadata
print(metadata.version(sys.argv[1]))' "$2" 2>/dev/null
}

# A bare server has no page to open: it is what is taken last.
find_jupyter() {
  for choice in lab:jupyterlab notebook:notebook server:jupyter_server; do
    kind=${choice%%:*} package=${choice#*:}
    if program "jupyter-$kind"; then
      command=$(quote "$found")
      version=$(version_of "$(python_of "$found")" "$package")
      return 0
    fi
  done
  # Installed without its programs, or in a place they were not put on any path.
  program python3 || return 1
  python=$found
  for choice in lab:jupyterlab notebook:notebook server:jupyter_server; do
    kind=${choice%%:*} package=${choice#*:}
    if "$python" -c 'import importlib.util, sys
sys.exit(importlib.util.find_spec(sys.argv[1]) is None)' "$package" 2>/dev/null; then
      command="$(quote "$python") -m $package"
      version=$(version_of "$python" "$package")
      return 0
    fi
  done
  return 1
}

# taken PORT: listening, or another start of ours is on its way to it
taken() {
  if listening "$1"; then return 0; fi
  [ -n "$base" ] || return 1
  claimed=
  for mark in pid starter; do
    if { read -r pid start <"$base/$NAME-$1/$mark"; } 2>/dev/null && process "$pid" && [ "$ticks" = "$start" ]; then
      claimed=yes
    fi
  done
  [ -n "$claimed" ]
}

next_free() {
  port=$1
  while [ "$port" -lt 65535 ] && taken "$port"; do port=$((port + 1)); done
}

# claim: makes the directory of $port. Only one of two starters can.
claim() {
  own=$base/$NAME-$port
  mkdir -m 700 "$own" 2>/dev/null && mark_starter && return
  # whoever has just made it marks it in the next moment
  for _ in 1 2 3 4 5; do
    if [ -e "$own/pid" ] || [ -e "$own/starter" ]; then break; fi
    sleep 0.1 2>/dev/null || sleep 1
  done
  if taken "$port"; then return 1; fi
  rm -rf "$own"
  mkdir -m 700 "$own" && mark_starter
}

mark_starter() {
  process $$
  echo "$$ $ticks" >"$own/marked" && mv "$own/marked" "$own/starter"
}

# usable DIRECTORY: ours alone; in /tmp another user may have put something of that name
usable() {
  mkdir -m 700 "$1"
  [ -d "$1" ] && ! [ -L "$1" ] && [ -O "$1" ] && chmod 700 "$1" || return
  # An empty file would fit on a full disk.
  cat /proc/version >"$1/write-$$" && rm "$1/write-$$" && return
  rm -f "$1/write-$$"
  return 1
}

our_base() {
  reason=
  for parent in "${TMPDIR:-/tmp}" /dev/shm "$HOME/.cache"; do
    base=$parent/berth-$(id -u)
    if found=$(usable "$base" 2>&1); then return 0; fi
    case $reason in *'No space left'*) ;; *) reason=$(printf '%s\n' "$found" | tail -n 1) ;; esac
  done
  base=
  return 1
}

choose_port() {
  if [ -n "$WANTED" ]; then
    port=$WANTED
    if ! taken "$port"; then return 0; fi
    next_free "$port"
    echo "used $WANTED $port"
    return 1
  fi
  for port in $PUBLISHED; do
    if ! taken "$port"; then return 0; fi
  done
  next_free 8888
}

directory() {
  case $WHERE in
    '~' | '~/'*) WHERE=$HOME${WHERE#'~'} ;;
  esac
  if ! cd "${WHERE:-.}" 2>/dev/null; then
    echo "bad there is no directory $WHERE that its user may enter"
    return 1
  fi
  WHERE=$(pwd)
}

# Which names the options have: notebook before 7, and the Labs that stood on it, say NotebookApp.
compose() {
  class=ServerApp root=root_dir
  case $kind:$version in
    notebook:[1-6].* | notebook: | lab:[0-2].*) class=NotebookApp root=notebook_dir ;;
  esac
  path=/$PREFIX-$port/
  words="--no-browser --ip=$ADDRESS --port=$port --$class.port_retries=0 --$class.base_url=$path"
  words="$words --$class.$root=$(quote "$WHERE")"
  if [ "$(id -u)" = 0 ]; then words="$words --allow-root"; fi
  if [ -n "$ARGUMENTS" ]; then words="$words $ARGUMENTS"; fi
}

facts() {
  echo "kind $kind"
  echo "version $version"
  echo "port $port"
  echo "base $path"
  echo "directory $WHERE"
  echo "command $command $words"
}

# In a file that only its user can read: command lines and often environments are for all to see.
write_token() {
  token=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  [ ${#token} = 48 ] && printf %s "$token" >"$own/token" && echo "token $token"
}

# The shell becomes the server, so that its process id is known beforehand. Jupyter logs its token when it starts.
write_run() {
  cat >"$own/run" <<RUN
exec </dev/null >>$(quote "$own/log") 2>&1
read -r line </proc/\$\$/stat
set -- \${line##*) }
echo "\$\$ \${20}" >$(quote "$own/new") && mv $(quote "$own/new") $(quote "$own/pid") || exit
cd $(quote "$WHERE") || exit
unset JUPYTER_TOKEN line
export JUPYTER_TOKEN_FILE=$(quote "$own/token")
export PATH=${bin:+$(quote "$bin"):}"\$PATH"
$VARIABLES
exec $command $words
RUN
}

write_record() {
  cat >"$own/record" <<RECORD
port $port
base $path
kind $kind
version $version
RECORD
}

prepare() {
  : >"$own/log" && chmod 600 "$own/log" && write_record && write_run && write_token
}

died() {
  echo died
  tail -n 40 "$own/log" | cut -c 1-400 | sed 's/^/log /'
}

# jupyter_core's places; the file tells what the server's own configuration made of token and address.
server_file() {
  for place in "$JUPYTER_RUNTIME_DIR" "${JUPYTER_DATA_DIR:+$JUPYTER_DATA_DIR/runtime}" \
    "${XDG_DATA_HOME:-$HOME/.local/share}/jupyter/runtime" "${XDG_RUNTIME_DIR:+$XDG_RUNTIME_DIR/jupyter}"; do
    for name in jpserver nbserver; do
      # It ends with a brace once it is written whole.
      file=$place/$name-$1.json
      if [ -f "$file" ] && tail -n 1 "$file" | grep -q '}'; then
        head -c 16384 "$file" | sed 's/^/json /'
        echo
        if grep -q '"sock": "/' "$file"; then on_socket=yes; fi
        return 0
      fi
    done
  done
  return 1
}

# A file that does not come in two seconds once it listens is in a place of its own choice: it is not needed then.
watch() {
  pid= file_seen= on_socket= listens=0 looks=0
  while [ "$looks" -lt $((LIMIT * 20)) ]; do
    if [ -z "$pid" ]; then
      { read -r pid start <"$own/pid"; } 2>/dev/null && echo "running $pid $((boot + start / 100))"
    elif ! process "$pid" || [ "$ticks" != "$start" ]; then
      died
      return
    else
      if [ -z "$file_seen" ] && server_file "$pid"; then file_seen=yes; fi
      if [ -n "$on_socket" ] || listening "$port"; then listens=$((listens + 1)); fi
      if [ "$listens" -gt 0 ] && [ -n "$file_seen" ] || [ "$listens" -gt 40 ]; then
        echo listening
        return
      fi
    fi
    if sleep 0.05 2>/dev/null; then looks=$((looks + 1)); else sleep 1 && looks=$((looks + 20)); fi
  done
  echo late
  tail -n 40 "$own/log" | cut -c 1-400 | sed 's/^/log /'
}

main() {
  all= version= base=
  boot_time
  # Its environment may be where it works: a directory that is not there is told all the same only when there is Jupyter.
  why=$(directory) && directory
  if ! find_jupyter; then echo none; return; fi
  if [ -n "$why" ]; then echo "$why"; return; fi
  our_base || true
  choose_port || return
  if [ "$MODE" = plan ]; then
    compose
    facts
    echo planned
    return
  fi
  if [ -z "$base" ]; then echo "bad nothing can be written to ${TMPDIR:-/tmp}, /dev/shm or $HOME/.cache: ${reason##*: }"; return; fi
  umask 077
  until claim; do
    if [ -n "$WANTED" ]; then echo "used $WANTED $((port + 1))"; return; fi
    next_free $((port + 1))
  done
  compose
  facts
  if ! why=$(prepare 2>&1 >&3); then
    rm -rf "$own"
    echo "bad ${why:-no token could be made}"
    return
  fi
  echo "prepared $own"
  watch
  rm -f "$own/starter"
}

main 3>&1 </dev/null 2>/dev/null
exit
