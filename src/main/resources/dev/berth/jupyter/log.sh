# The last LIMIT lines of a server's log: of the running one with PID, or of the one Berth started on PORT, running or not.
# NAME: as in start.sh. Says "log" and the lines, or "none" and where it writes to instead.

# The newest: another user's start may have left one for the same port.
ours() {
  file=
  for base in "${TMPDIR:-/tmp}" /dev/shm "$HOME/.cache"; do
    for own in "$base"/berth-*/"$NAME-$PORT"; do
      [ -f "$own/log" ] || continue
      if [ -n "$PID" ] && { ! read -r first rest <"$own/pid" || [ "$first" != "$PID" ]; }; then continue; fi
      if [ -z "$file" ] || [ "$own/log" -nt "$file" ]; then file=$own/log; fi
    done
  done
  [ -n "$file" ]
}

# Where its errors go: a file can be read again, a terminal or a pipe can not.
of_process() {
  [ -n "$PID" ] || return 1
  file=$(readlink "/proc/$PID/fd/2") && [ -f "$file" ] && [ -r "$file" ]
}

main() {
  if ours || of_process; then
    echo log
    tail -n "$LIMIT" "$file"
  else
    echo "none $(readlink "/proc/${PID:-none}/fd/2")"
  fi
}

main </dev/null 2>/dev/null
exit
