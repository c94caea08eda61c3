# shellcheck shell=bash
# The boxes: containers of the outer engine, each with its own sshd and (but for bare) its own Docker Engine.

BOXES=(gpu1 cpu1 bare old1)

box_ip() {
  case $1 in
    gpu1) echo "$NET.11" ;;
    cpu1) echo "$NET.12" ;;
    bare) echo "$NET.13" ;;
    old1) echo "$NET.14" ;;
    *) die "no box is called '$1': there are ${BOXES[*]}" ;;
  esac
}

box_images() {
  case $1 in
    gpu1) echo busybox jupyterlab notebook ;;
    cpu1) echo busybox jupyterlab ;;
    old1) echo busybox ;;
  esac
}

# What a box is made of, and its first program
box_image() { if [ "$1" = old1 ]; then echo engines; else echo box; fi; }
box_first() { if [ "$1" = old1 ]; then echo box-engines; else echo box-start; fi; }

in_box() { local box=$1; shift; outer exec -i "$box" "$@" 7>&- 8>&-; }
box_running() { [ "$(outer inspect -f '{{.State.Running}}' "$1" 2>/dev/null)" = true ]; }
need_box() {
  box_ip "$1" >/dev/null
  engine_up && box_running "$1" || die "box $1 does not run: lab up starts it"
}

# Every capability that the machine has and Docker 20.10 knows, in the order of their bits: --privileged asks for all
# there are, and fails where one is missing.
CAPS=(CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE
      NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN
      SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE
      MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ)
cap_options() {
  local set i
  set=$((16#$(awk '/^CapBnd:/ { print $2 }' /proc/self/status)))
  for i in "${!CAPS[@]}"; do
    if (( set >> i & 1 )); then echo "--cap-add=${CAPS[$i]}"; fi
  done
}

# ---- keys, and the files that boxes and clients read ------------------------------------------------------------------

make_keys() {
  local box key
  mkdir -p "$LAB/ssh" "$LAB/share/hostkeys"
  chmod 700 "$LAB/ssh"
  for key in id_ed25519 id_unknown; do
    [ -s "$LAB/ssh/$key" ] || ssh-keygen -q -t ed25519 -N '' -C "berth lab $key" -f "$LAB/ssh/$key"
  done
  for box in "${BOXES[@]}"; do
    mkdir -p "$LAB/share/hostkeys/$box"
    for key in ed25519 ecdsa rsa; do
      [ -s "$LAB/share/hostkeys/$box/ssh_host_${key}_key" ] ||
        ssh-keygen -q -t "$key" -N '' -C "root@$box" -f "$LAB/share/hostkeys/$box/ssh_host_${key}_key"
    done
  done
  put "$LAB/share/authorized_keys" <"$LAB/ssh/id_ed25519.pub"
  put "$LAB/ssh/known_hosts" < <(known_hosts)
  # The right name with the key of another box.
  put "$LAB/ssh/known_hosts.changed" < <(for key in ed25519 ecdsa rsa; do
    echo "$(box_ip gpu1) $(cut -d' ' -f1,2 "$LAB/share/hostkeys/bare/ssh_host_${key}_key.pub")"; done)
  [ -e "$LAB/ssh/known_hosts.new" ] || : >"$LAB/ssh/known_hosts.new"
  put "$LAB/ssh/config" < <(ssh_config)
}

known_hosts() {
  local box key
  for box in "${BOXES[@]}"; do
    for key in ed25519 ecdsa rsa; do
      echo "$(box_ip "$box") $(cut -d' ' -f1,2 "$LAB/share/hostkeys/$box/ssh_host_${key}_key.pub")"
    done
  done
}

# put FILE: writes standard input there, unless that is what the file holds already
put() {
  cat >"$1.tmp"
  if cmp -s "$1.tmp" "$1"; then rm "$1.tmp"; else mv "$1.tmp" "$1"; fi
}

alias_entry() {
  local name=$1 host=$2
  shift 2
  printf 'Host %s\n  HostName %s\n' "$name" "$host"
  printf '  %s\n' "$@"
  echo
}

ssh_config() {
  local key="IdentityFile $LAB/ssh/id_ed25519" known="UserKnownHostsFile $LAB/ssh/known_hosts" box
  for box in "${BOXES[@]}"; do alias_entry "$box" "$(box_ip "$box")" 'User dev' "$key" "$known"; done
  alias_entry gpu1-denied "$(box_ip gpu1)" 'User nodocker' "$key" "$known"
  alias_entry gpu1-newkey "$(box_ip gpu1)" 'User dev' "$key" "$known.new"
  alias_entry gpu1-changed "$(box_ip gpu1)" 'User dev' "$key" "$known.changed"
  alias_entry gpu1-wronguser "$(box_ip gpu1)" 'User dev' "IdentityFile $LAB/ssh/id_unknown" "$known"
  for box in sudoer rootless podman; do alias_entry "old1-$box" "$(box_ip old1)" "User $box" "$key" "$known"; done
  alias_entry gone "$(box_ip gpu1)" 'Port 2022' 'User dev' "$key" "$known"
  alias_entry nowhere does-not-resolve.invalid 'User dev' "$key" "$known"
  alias_entry '*' '%h' 'IdentitiesOnly yes' 'StrictHostKeyChecking ask' 'GlobalKnownHostsFile /dev/null' |
    grep -v HostName
}

# Copies, since an editor that replaces a file would leave a box with the old one.
share_files() {
  local file
  for file in box-start box-engines box-ctl box-containers nvidia-smi; do
    put "$LAB/share/$file" <"$HERE/$file"
    chmod 755 "$LAB/share/$file"
  done
}

# ---- boxes -------------------------------------------------------------------------------------------------------------

import_box_image() {
  local name=$1 tag hash
  tag=$(image_tag "$name")
  hash=$(image_hash "$name")
  if [ "$(outer image inspect -f '{{index .Config.Labels "berth.lab"}}' "$tag" 2>/dev/null)" = "$hash" ]; then return 0; fi
  need_image "$name"
  note "importing the image $name"
  outer import --change "LABEL berth.lab=$hash" "$(image_tar "$name")" "$tag" >/dev/null
}

box_options() {
  local box=$1
  printf '%s\n' --hostname "$box" --network "$NETWORK" --ip "$(box_ip "$box")" --restart no \
    --security-opt seccomp=unconfined --security-opt apparmor=unconfined --security-opt systempaths=unconfined \
    --device-cgroup-rule 'a *:* rwm' --volume /sys/fs/cgroup:/sys/fs/cgroup:rw --volume "$LAB/share:/lab:ro" \
    --volume "berth-lab-$box:/var/lib/docker" --tmpfs /run:exec,mode=755
  cap_options
}

start_box() {
  local box=$1 options=() tag image hash
  tag=$(image_tag "$(box_image "$box")")
  while IFS= read -r hash; do options+=("$hash"); done < <(box_options "$box")
  image=$(outer image inspect -f '{{.Id}}' "$tag")
  hash=$(printf '%s\n' "${options[@]}" "$image" "$(cat "$LAB/share/$(box_first "$box")")" | sha256sum)
  hash=${hash:0:12}
  if [ "$(outer inspect -f '{{index .Config.Labels "berth.lab"}}' "$box" 2>/dev/null)" != "$hash" ]; then
    outer rm -f "$box" >/dev/null 2>&1 || true
    note "making box $box"
    outer run -d --name "$box" --label "berth.lab=$hash" "${options[@]}" "$tag" \
      /usr/bin/tini -g -- "/lab/$(box_first "$box")" "$box" "$NET.1" >/dev/null 2>>"$LOGS/boxes.log" ||
      { note "box $box could not be made: $(tail -n 3 "$LOGS/boxes.log")"; return 1; }
  elif ! box_running "$box"; then
    note "starting box $box"
    outer start "$box" >/dev/null
  fi
  outer unpause "$box" >/dev/null 2>&1 || true
}

box_ready() { in_box "$1" test -e /run/lab-started </dev/null; }
heal_box() {
  local box=$1
  wait_for 300 box_ready "$box" || die "box $box does not get ready: outer log: $(outer logs --tail 5 "$box" 2>&1 | tail -3)"
  in_box "$box" /lab/box-ctl mend </dev/null
  in_box "$box" /lab/box-ctl sshd start </dev/null
  [ "$box" = bare ] || in_box "$box" /lab/box-ctl docker start </dev/null
}

import_inner_image() {
  local box=$1 name=$2 tag hash have
  tag=$(image_tag "$name")
  hash=$(image_hash "$name")
  have=$(in_box "$box" docker image inspect -f '{{index .Config.Labels "berth.lab"}}' "$tag" </dev/null 2>/dev/null || true)
  if [ "$have" = "$hash" ]; then return 0; fi
  need_image "$name"
  note "importing $tag into $box"
  in_box "$box" docker import --change "LABEL berth.lab=$hash" --change 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
    - "$tag" <"$(image_tar "$name")" >/dev/null
}

# extra_sshd BOX PORT start|stop OPTION=VALUE...: the options win over Debian's; one that runs there already is replaced.
# Beside the usual users it knows `pat`, whose password is "correct horse", and a PAM service that asks two questions.
extra_sshd() {
  local box=$1 port=$2 what=$3 option options=()
  shift 3
  for option in "$@"; do options+=(-o "$option"); done
  in_box "$box" bash -s "$what" "$port" "$NET.1" "${options[@]}" <<'SCRIPT'
set -eu
what=$1 port=$2 tester=$3
shift 3
pid=/run/sshd-$port.pid
if [ -s "$pid" ]; then kill "$(cat "$pid")" 2>/dev/null || true; fi
for n in $(seq 300); do [ -e "$pid" ] || break; sleep 0.1; done
rm -f "$pid"
[ "$what" = start ] || exit 0
id pat >/dev/null 2>&1 || useradd -m -s /bin/bash pat
echo 'pat:correct horse' | chpasswd
install -d -m 700 -o pat -g pat /home/pat/.ssh
install -m 600 -o pat -g pat /lab/authorized_keys /home/pat/.ssh/authorized_keys
# The second module asks a question of its own and takes any answer with an @ in it.
printf '%s\n' 'auth requisite pam_unix.so' 'auth required pam_ftp.so users=pat' 'account required pam_permit.so' \
  'session required pam_permit.so' >/etc/pam.d/two-questions
: >"/var/log/sshd-$port.log"
/usr/sbin/sshd -f /dev/null -E "/var/log/sshd-$port.log" "$@" -o "Port=$port" -o "PidFile=$pid" \
  -o HostKey=/etc/ssh/ssh_host_ed25519_key -o HostKey=/etc/ssh/ssh_host_ecdsa_key -o HostKey=/etc/ssh/ssh_host_rsa_key \
  -o "PerSourcePenaltyExemptList=$tester"
for n in $(seq 300); do [ ! -s "$pid" ] || exit 0; sleep 0.1; done
echo "sshd does not start on port $port: see /var/log/sshd-$port.log" >&2
exit 1
SCRIPT
}

# each FUNCTION ARGS-LINE...: runs the function once a line, all at once, and fails when one of them does
each() {
  local f=$1 line pids=() bad=0
  shift
  # shellcheck disable=SC2086
  for line in "$@"; do "$f" $line 8>&- & pids+=($!); done
  for line in "${pids[@]}"; do wait "$line" || bad=1; done
  return $bad
}

box_containers_up() { in_box "$1" /lab/box-containers up "$1" </dev/null; }
reset_box() {
  local box=$1
  heal_box "$box"
  if [ "$box" = gpu1 ]; then
    in_box "$box" sh -c 'echo ok >/etc/nvidia-smi-mode; rm -f /etc/nvidia-smi-cards; pkill -KILL -f "^/usr/bin/perl .*nvidia-smi"' </dev/null || true
  fi
  [ "$box" = bare ] || in_box "$box" /lab/box-containers reset "$box" </dev/null | while IFS= read -r line; do note "$box: $line"; done
}

box_status() {
  local box=$1 words=() bad=0
  if ! box_running "$box"; then
    printf '%-60s %-9s %s\n' "$box" down 'should be up'
    return 3
  fi
  if in_box "$box" /lab/box-ctl is-cut </dev/null; then words+=('link cut'); bad=3; fi
  if in_box "$box" sh -c 'kill -0 $(cat /run/sshd.pid)' </dev/null 2>/dev/null; then words+=(sshd); else words+=('no sshd'); bad=3; fi
  if [ "$box" != bare ]; then
    if in_box "$box" docker version </dev/null >/dev/null 2>&1; then words+=(engine); else words+=('no engine'); bad=3; fi
  fi
  if [ "$box" = gpu1 ]; then words+=("GPUs $(in_box "$box" cat /etc/nvidia-smi-mode </dev/null)"); fi
  local IFS=,
  printf '%-60s %-9s %s\n' "$box" up "$(box_ip "$box") ${words[*]}"
  if [[ " ${words[*]}" == *,engine* ]]; then in_box "$box" /lab/box-containers status "$box" </dev/null || bad=3; fi
  return $bad
}

stop_box() {
  if box_running "$1"; then
    [ "$1" = bare ] || in_box "$1" /lab/box-ctl docker stop </dev/null || true
    outer kill "$1" >/dev/null || true
  fi
}
