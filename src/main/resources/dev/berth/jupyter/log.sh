# The last LINES of the log of the server with PID, or of the one Berth started on PORT, running or not.
# NAME: as in start.sh. Says "log FILE" and the lines, or "none WHY".

ours() {
  for base in "${TMPDIR:-/tmp}" /dev/shm "$HOME/.cache"; do
    for own in "$base"/berth-*/"$NAME-$PORT"; do
      if [ -f "$own/log" ]; then file=$own/log; return; fi
    done
  done
  return 1
}

# Where its errors go: a file can be read again, a terminal or a pipe can not.
of_process() {
  [ -n "$PID" ] || return 1
  file=$(readlink "/proc/$PID/fd/2") && [ -f "$file" ] && [ -r "$file" ]
}

main() {
  if of_process || ours; then
    echo "log $file"
    tail -n "$LINES_WANTED" "$file"
  else
    echo "none $(readlink "/proc/${PID:-self}/fd/2")"
  fi
}

main </dev/null 2>/dev/null
exit
