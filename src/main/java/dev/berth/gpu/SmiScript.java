package dev.berth.gpu;

import dev.berth.link.Command;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What runs on the host: POSIX sh that finds nvidia-smi, asks it, and marks each line by what it is ({@link SmiLine}
 * reads them). It comes by standard input, so that no login shell has to quote it and no process list shows it.
 *
 * <p>All of it stands in a function: a shell that takes its script from standard input must have read the whole before a
 * child reads on there.
 */
final class SmiScript {
    /** In this order: what comes before the name and after it is counted off from both ends, since a name may hold commas. */
    static final List<String> BASIC = List.of(
            "index",
            "uuid",
            "count",
            "name",
            "utilization.gpu",
            "memory.used",
            "memory.total",
            "temperature.gpu",
            "power.draw",
            "power.limit");

    /** What some drivers don't know is asked for only where their help names it. */
    private static final List<String> MORE = List.of(
            "clocks.current.sm",
            "clocks.max.sm",
            // since 535 clocks_event_reasons; this name stays valid
            "clocks_throttle_reasons.active",
            "ecc.errors.uncorrected.volatile.total",
            "mig.mode.current");

    private static final List<String> FIELDS =
            Stream.concat(BASIC.stream(), MORE.stream()).toList();

    static final String PROCESS_FIELDS = "timestamp,gpu_uuid,pid,process_name,used_gpu_memory";

    /**
     * {@code $1} fields learned before, {@code $2} fields wanted, {@code $3} fields of processes, {@code $4} seconds,
     * {@code $5} fields that every driver knows.
     * One unknown field would fail the whole query, hence the look into the help. A timeout that ends a hung nvidia-smi
     * is not on every host.
     */
    private static final String PRELUDE = """
            exec 2>/dev/null
            LC_ALL=C
            export LC_ALL

            amd() {
              for rocm in rocm-smi /opt/rocm/bin/rocm-smi; do
                command -v "$rocm" >/dev/null || continue
                printf 'a '
                "$rocm" --showproductname --showuniqueid --showuse --showmeminfo vram --showtemp --showpower \\
                  --showmaxpower --json | tr -d '\\n'
                echo
                exit
              done
              for amd in amd-smi /opt/rocm/bin/amd-smi; do
                command -v "$amd" >/dev/null || continue
                for part in list 'metric --usage --mem-usage --power --temperature' 'static --asic --limit'; do
                  printf 'd '
                  "$amd" $part --json | tr -d '\\n'
                  echo
                done
                exit
              done
            }

            find_smi() {
              for smi in nvidia-smi /usr/bin/nvidia-smi /usr/lib/wsl/lib/nvidia-smi \\
                /usr/local/nvidia/bin/nvidia-smi /opt/bin/nvidia-smi; do
                command -v "$smi" >/dev/null && return
              done
              amd
              echo n
              exit
            }

            find_fields() {
              limit=
              timeout 1 true && limit='timeout 8'
              [ -n "$fields" ] && return
              known=$($limit "$smi" --help-query-gpu)
              for field in $wanted; do
                case $known in *"\\"$field\\""*) fields=$fields,$field ;; esac
              done
              fields=${fields#,}
              if [ -n "$fields" ]; then
                printf 'f %s\\n' "$fields"
              else
                fields=$basic
              fi
            }

            query() {
              $limit "$smi" "$1" --format=csv,noheader,nounits 2>&1
              printf 'end %s\\n' $?
            }

            mark() {
              while IFS= read -r row; do printf 'g %s\\n' "$row"; done
            }

            owner() {
              printf 'u %s %s\\n' "$1" "$(stat -c '%U %u' "/proc/$1")"
              while IFS= read -r group; do printf 'c %s %s\\n' "$1" "$group"; done <"/proc/$1/cgroup"
              kernel "$1"
            }

            # A Jupyter kernel names its connection file in its arguments; what it has started is known by its parents.
            kernel() {
              at=$1
              for _ in 1 2 3; do
                id=$(tr '\\0' '\\n' <"/proc/$at/cmdline" |
                  sed -n 's/.*kernel-\\([0-9A-Za-z-]*\\)[.]json$/\\1/p' | head -n 1)
                if [ -n "$id" ]; then
                  printf 'k %s %s\\n' "$1" "$id"
                  return
                fi
                parent=
                while read -r key value; do
                  if [ "$key" = PPid: ]; then parent=$value; fi
                done <"/proc/$at/status"
                at=${parent:-0}
              done
            }

            # A process's owner and control groups are told once, and again each minute: its number may come back.
            join() {
              seen=
              minute=
              while IFS= read -r row; do
                if [ "$minute" != "${row%%:??.*}" ]; then
                  minute=${row%%:??.*}
                  seen=
                fi
                rest=${row#*, }
                rest=${rest#*, }
                pid=${rest%%, *}
                case $pid in
                  '' | *[!0-9]*) ;;
                  *)
                    case " $seen" in
                      *" $pid "*) ;;
                      *)
                        seen="$seen$pid "
                        owner "$pid"
                        ;;
                    esac
                    ;;
                esac
                printf 'p %s\\n' "$row"
              done
            }
            """;

    private static final String READ = """
            # Only the mode of a card that is split into MIG slices is called Enabled.
            slices() {
              case $1 in *Enabled*) ;; *) return ;; esac
              $limit "$smi" -L | sed 's/^/l /'
              $limit "$smi" -q | sed -n -E \\
                -e '/^ *(MIG Device|(Shared )?(FB Memory Usage|BAR1 Memory( Usage)?))$/s/^/q /p' \\
                -e '/^ *(Index|(GPU|Compute) [Ii]nstance ID|GPU UUID|Process ID|Total|Used) +:/s/^/q /p'
            }

            main() {
              fields=$1 wanted=$2 processes=$3 basic=$5
              find_smi
              find_fields
              query "--query-compute-apps=$processes" | join &
              gpus=$(query "--query-gpu=$fields")
              printf '%s\\n' "$gpus" | mark
              slices "$gpus"
              wait
            }
            main "$@"; exit
            """;

    /**
     * Two loops, since one start of nvidia-smi a tick would cost a second of processor time on some boxes. A loop that
     * has nothing to print would never notice that nobody listens any more: the end of standard input ends both.
     */
    private static final String STREAM = """
            loop() {
              "$smi" "$1" --format=csv,noheader,nounits -l "$every" 2>&1 &
              loop=$!
              (
                cat <&3
                kill "$loop"
              ) >/dev/null &
              guard=$!
              wait "$loop"
              code=$?
              kill "$guard"
              printf 'end %s\\n' "$code"
            }

            main() {
              fields=$1 wanted=$2 processes=$3 every=$4 basic=$5
              exec 3<&0
              find_smi
              find_fields
              query "--query-compute-apps=$processes" | join
              loop "--query-compute-apps=$processes" | join &
              loop "--query-gpu=$fields" | mark
            }
            main "$@"; exit
            """;

    private SmiScript() {}

    static byte[] read() {
        return (PRELUDE + READ).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] stream() {
        return (PRELUDE + STREAM).getBytes(StandardCharsets.UTF_8);
    }

    /** @param learned fields that this host is known to have; none makes it look */
    static Command command(List<String> learned, long seconds) {
        return Command.of(
                "sh",
                "-s",
                "--",
                String.join(",", learned),
                String.join(" ", FIELDS),
                PROCESS_FIELDS,
                String.valueOf(seconds),
                String.join(",", BASIC));
    }

    /** What a person would type for the same, for the command log. */
    static String shown(List<String> learned) {
        List<String> fields = learned.isEmpty() ? FIELDS : learned;
        return "nvidia-smi --query-gpu=" + String.join(",", fields) + "; nvidia-smi --query-compute-apps="
                + PROCESS_FIELDS;
    }
}
