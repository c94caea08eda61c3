# Put before the other scripts. POSIX sh, dash and busybox; /proc only, since ps, ss and awk need not be there.

# process PID: sets state, parent and ticks (start, in hundredths of a second since boot); fails where it is gone or dead
process() {
  line=
  { read -r line <"/proc/$1/stat"; } 2>/dev/null
  [ -n "$line" ] || return 1
  # The command's name may hold blanks and parentheses: what counts comes after the last one.
  set -- ${line##*) }
  state=$1 parent=$2 ticks=${20}
  case $state in Z | X | x) return 1 ;; esac
}

# boot_time: sets boot (seconds since 1970)
boot_time() {
  boot=0
  while read -r key value; do
    if [ "$key" = btime ]; then boot=$value; break; fi
  done </proc/stat
}

# The processes whose command line speaks of Jupyter. Kernels do, and are none; whose file name is a notebook may be none.
candidates() {
  found=$(grep -l -E 'jupyter|notebook' /proc/[0-9]*/cmdline 2>/dev/null)
  [ -n "$found" ] || return 0
  for file in $(grep -L -E 'ipykernel|^grep' $found /dev/null 2>/dev/null); do
    case $file in
      /proc/*) file=${file#/proc/}; echo "${file%/cmdline}" ;;
    esac
  done
}

arguments() { tr '\0\n' '\n ' <"/proc/$1/cmdline" 2>/dev/null | head -c 4096 | sed 's/^/arg /'; echo; }

# sockets PID: sets inodes to those of its sockets; empty where we may not look
sockets() { inodes=$(echo $(ls -l "/proc/$1/fd" 2>/dev/null | sed -n 's/.*socket:\[\([0-9]*\)\].*/\1/p')); }

# listeners PID: the listening sockets of its network, a line each: address:port in hex, and the inode
listeners() {
  grep -h ' 0A ' "/proc/$1/net/tcp" "/proc/$1/net/tcp6" 2>/dev/null | while read -r slot address peer st queue timer retries uid timeout inode rest; do
    echo "$address $inode"
  done
}

# listening PORT: fails where nothing in our network listens there
listening() { grep -q -i "[0-9A-F]*:$(printf '%04X' "$1") [0-9A-F]*:0000 0A " /proc/net/tcp /proc/net/tcp6 2>/dev/null; }
