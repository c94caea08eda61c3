# On the host: the processes of kernels, those of containers too. A line each: "kernel ID PID TICKS".

main() {
  for file in $(grep -l -E 'kernel-[0-9a-f]+-[0-9a-f-]+\.json' /proc/[0-9]*/cmdline /dev/null 2>/dev/null); do
    pid=${file#/proc/}
    pid=${pid%/cmdline}
    process "$pid" || continue
    id=$(tr '\0\n' '\n ' <"$file" 2>/dev/null | sed -n 's/.*kernel-\([0-9a-f]*-[0-9a-f-]*\)\.json$/\1/p' | head -n 1)
    if [ -n "$id" ]; then echo "kernel $id $pid $ticks"; fi
  done
  echo end
}

main </dev/null 2>/dev/null
exit
