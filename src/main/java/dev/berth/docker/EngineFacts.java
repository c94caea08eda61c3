package dev.berth.docker;

import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.Output;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one command tells of a host's engines: sshd answers alike where a socket is missing, forbidden or dead, so who
 * wants to know why has to look.
 *
 * @param groups of this session
 * @param listed groups the user has by now; a session keeps those it began with
 * @param installed docker or its daemon is there
 * @param bySudo docker reaches its engine by {@code sudo -n}; looked for only where no socket is open
 * @param sockets those that exist, best first
 */
record EngineFacts(
        String user,
        List<String> groups,
        List<String> listed,
        boolean installed,
        boolean bySudo,
        List<Socket> sockets) {
    /** @param open this user may use it */
    record Socket(String path, boolean open, String group) {
        boolean podman() {
            return path.endsWith("podman.sock");
        }
    }

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final String MARK = "berth-engine ";

    /**
     * DOCKER_HOST decides alone, as it does for docker itself, where it names a socket. Each line carries a mark: a
     * login shell may print what it likes before.
     */
    private static final String SCRIPT = """
            PATH=$PATH:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin:/snap/bin
            say() { echo "berth-engine $*"; }
            user=$(id -un); say user "$user"; say groups "$(id -Gn)"; say listed "$(id -Gn "$user" 2>/dev/null)"
            look() {
              [ -S "$1" ] || return 1
              access=denied; [ -r "$1" ] && [ -w "$1" ] && access=open
              [ "$access" = open ] && usable=1
              path=$1; set -- $(ls -ldL "$1" 2>/dev/null); say socket "$access" "${4:--}" "$path"
            }
            run=${XDG_RUNTIME_DIR:-/run/user/$(id -u)}
            command -v docker >/dev/null 2>&1 && client=1
            [ -n "$client" ] || command -v dockerd >/dev/null 2>&1 && say installed
            case $DOCKER_HOST in
            unix://*) look "${DOCKER_HOST#unix://}"; exit 0;;
            esac
            look /var/run/docker.sock && found=1
            look "$run/docker.sock" && found=1
            if [ -z "$found$DOCKER_HOST" ] && [ -n "$client" ]; then
              at=$(docker context inspect -f '{{.Endpoints.docker.Host}}' 2>/dev/null)
              case $at in unix://*) look "${at#unix://}";; esac
            fi
            look /run/podman/podman.sock
            look "$run/podman/podman.sock"
            [ -z "$usable$DOCKER_HOST" ] && [ -n "$client" ] && sudo -n docker version >/dev/null 2>&1 && say sudo
            exit 0
            """;

    static EngineFacts of(Link link) throws IOException {
        Output output = link.run(Command.script(SCRIPT), DEADLINE);
        return parse(output.out());
    }

    static EngineFacts parse(String text) {
        List<Socket> sockets = new ArrayList<>();
        for (String line : lines(text, "socket ")) {
            String[] words = line.split(" ", 3);
            if (words.length == 3) {
                sockets.add(new Socket(words[2], words[0].equals("open"), words[1]));
            }
        }
        String user = lines(text, "user ").stream().findFirst().orElse("");
        return new EngineFacts(
                user,
                words(text, "groups "),
                words(text, "listed "),
                said(text, "installed"),
                said(text, "sudo"),
                sockets);
    }

    private static boolean said(String text, String word) {
        return text.lines().anyMatch((MARK + word)::equals);
    }

    private static List<String> words(String text, String key) {
        return lines(text, key).stream()
                .flatMap(line -> List.of(line.split(" ")).stream())
                .toList();
    }

    private static List<String> lines(String text, String key) {
        String start = MARK + key;
        return text.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }

    /** A socket that is there but not for this user; null where there is none. */
    @Nullable
    Socket denied() {
        return sockets.stream().filter(socket -> !socket.open()).findFirst().orElse(null);
    }
}
