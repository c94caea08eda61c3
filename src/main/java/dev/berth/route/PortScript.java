package dev.berth.route;

import dev.berth.link.Command;
import java.nio.charset.StandardCharsets;

/**
 * What runs on a host, or in a container, to tell all listening TCP ports at once. POSIX sh that reads /proc alone, since
 * ss, ps and awk need not be there; {@link PortReport} reads what it says.
 *
 * <p>It comes by standard input, so that the command log shows a short line.
 */
final class PortScript {
    /** The name is there for those who look at the list of processes. */
    static final Command COMMAND = Command.of("sh", "-s", "berth-ports");

    /**
     * {@code $only} is the id of the one container that counts; empty: our own network and every container's. A control
     * group's path names containers within containers from the outside in, and a process belongs to the last of them. All
     * processes of a container share its network: the first that can be read tells it.
     *
     * <p>The sockets are sought among the descriptors of all processes with one ls and one grep, of as many as one may
     * look into.
     */
    private static final String TEXT = """
            LC_ALL=C
            export LC_ALL

            listeners() { grep -h ' 0A ' "$1/tcp" "$1/tcp6" 2>/dev/null | head -n 2000; }

            first_pids() {
              grep -H -m 1 -E '[0-9a-f]{64}' /proc/[0-9]*/cgroup 2>/dev/null |
                sed -n 's|^/proc/\\([0-9]*\\)/cgroup:.*\\([0-9a-f]\\{64\\}\\).*$|\\2 \\1|p' | sort -k1,1 -k2,2n
            }

            tables() {
              if [ -z "$only" ]; then
                echo network
                listeners /proc/net
              fi
              last=
              first_pids | while read -r id pid; do
                if [ "$id" != "$last" ] && [ "$id" = "${only:-$id}" ] && [ -r "/proc/$pid/net/tcp" ]; then
                  last=$id
                  echo "container $id"
                  listeners "/proc/$pid/net"
                fi
              done
            }

            holders() {
              sockets=$(echo "$tables" | while read -r slot local peer state queues timer retries uid timeout inode rest; do
                case $slot in [0-9]*:) echo "socket:[$inode]" ;; esac
              done)
              if [ -z "$sockets" ]; then return; fi
              ls -ln /proc/[0-9]*/fd 2>/dev/null | grep -F "/fd:
            $sockets" | while read -r line; do
                case $line in
                  /proc/*) pid=${line#/proc/} pid=${pid%/fd:} ;;
                  *'-> socket:['*) inode=${line##*\\[}; echo "holder ${inode%]} $pid" ;;
                esac
              done
            }

            processes() {
              echo "$holders" | while read -r word inode pid; do echo "$pid"; done | sort -n -u | head -n 200 |
                while read -r pid; do
                  if read -r name <"/proc/$pid/comm"; then
                    echo "process $pid $name"
                    grep '^NSpid:' "/proc/$pid/status"
                    echo "arguments $(tr '\\0\\n' '  ' <"/proc/$pid/cmdline" | head -c 300)"
                  fi
                done 2>/dev/null
            }

            main() {
              for tool in grep head ls sed sort tr; do
                if ! command -v "$tool" >/dev/null; then
                  echo "there is no $tool" >&2
                  return
                fi
              done
              if [ ! -r /proc/net/tcp ]; then
                echo unreadable
                return
              fi
              tables=$(tables)
              echo "$tables"
              holders=$(holders)
              echo "$holders"
              processes
              echo end
            }

            main </dev/null
            exit
            """;

    private PortScript() {}

    /** @param only the whole id of the one container that counts; empty for all there is */
    static byte[] text(String only) {
        return ("only=" + Command.quote(only) + "\n" + TEXT).getBytes(StandardCharsets.UTF_8);
    }
}
