package dev.berth.fleet;

import dev.berth.api.Finding;
import dev.berth.api.Finding.State;
import dev.berth.api.Json;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.link.Command;
import dev.berth.link.Output;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Looks at what a host needs for containers with GPUs, by one command that changes nothing there. */
final class Doctor {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final long GIB = 1L << 20;
    private static final long LITTLE_DISK = 20 * GIB;
    private static final long LITTLE_SHM = GIB;
    private static final long CLOCK_SECONDS = 5;
    /** Since then --gpus is docker's own. */
    private static final int OLDEST_DOCKER = 19;

    /** Prints {@code name=value} lines; sizes in KiB. */
    private static final String LOOK = """
            exec 2>/dev/null
            PATH=$PATH:/usr/local/bin:/usr/sbin:/sbin
            tell() { printf '%s=%s\\n' "$1" "$2"; }
            tell clock "$(date +%s)"
            tell user "$(id -un)"
            tell uid "$(id -u)"
            tell groups "$(id -nG)"
            tell listed "$(getent group docker | cut -d: -f4)"
            # the first value counts; what stands below a Match is not for all
            for config in /etc/ssh/sshd_config /usr/etc/ssh/sshd_config; do
              [ -e "$config" ] && break
              config=
            done
            command -v sshd >/dev/null && tell daemon sshd
            if [ -z "$config" ]; then
              # whether a file is in a directory that may not be entered can't be told
              [ -d /etc/ssh ] && [ ! -x /etc/ssh ] && tell sshd unreadable
            elif [ -r "$config" ]; then
              tell sshd readable
            else
              tell sshd unreadable
            fi
            for file in /etc/ssh/sshd_config.d/*.conf; do
              [ -e "$file" ] && [ ! -r "$file" ] && tell hidden "$file"
            done
            for option in MaxSessions AllowTcpForwarding AllowStreamLocalForwarding DisableForwarding PermitOpen; do
              tell "$option" "$(for file in /etc/ssh/sshd_config.d/*.conf "$config"; do
                sed -n -e '/^[[:space:]]*[Mm]atch[[:space:]]/q' -e "s/^[[:space:]]*$option[[:space:]=]*//Ip" "$file"
              done | head -n 1)"
            done
            command -v docker >/dev/null && tell docker "$(docker --version)"
            tell engine "$(timeout 8 docker version --format '{{.Server.Version}}')"
            tell refused "$(timeout 8 docker version --format '{{.Server.Version}}' 2>&1 >/dev/null | tail -n 1)"
            root=$(timeout 8 docker info --format '{{.DockerRootDir}}')
            tell root "$root"
            tell free "$(df -Pk "${root:-/var/lib/docker}" | awk 'NR==2 {print $4}')"
            tell runtimes "$(timeout 8 docker info --format '{{range $name, $r := .Runtimes}}{{$name}} {{end}}')"
            for tool in nvidia-ctk nvidia-container-runtime-hook nvidia-container-cli nvidia-container-runtime; do
              command -v "$tool" >/dev/null && tell toolkit "$tool"
            done
            command -v nvidia-smi >/dev/null && tell smi yes
            tell driver "$(timeout 8 nvidia-smi --query-gpu=driver_version,persistence_mode \\
              --format=csv,noheader | head -n 1)"
            tell cuda "$(timeout 8 nvidia-smi | sed -n 's/.*CUDA Version: *\\([0-9.]*\\).*/\\1/p' | head -n 1)"
            tell shm "$(df -Pk /dev/shm | awk 'NR==2 {print $2}')"
            tell ngc "$(grep -c nvcr.io "$HOME/.docker/config.json")"
            """;

    private static final String WITH_SUDO =
            "See for yourself: sudo sshd -T | grep -iE 'maxsessions|forwarding|permitopen'";

    private static final Logger LOG = Logger.getLogger(Doctor.class.getName());

    private final String host;
    private final Map<String, String> facts = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private Doctor(String host) {
        this.host = host;
    }

    static Doctor look(Session session) throws ProblemException {
        long start = System.nanoTime();
        Instant asked = Instant.now();
        try {
            Output output = session.link().run(Command.script(LOOK), LIMIT);
            session.journal().ran("berth doctor", output.exit(), Duration.ofNanos(System.nanoTime() - start), false);
            Instant answered = Instant.now();
            String link = "link=" + Json.kebab(session.link().kind().name()) + "\n";
            return judged(session.host(), link + engine(session) + output.out(), asked, answered);
        } catch (IOException lost) {
            throw Session.linkLost(session.host(), lost).asException(lost);
        }
    }

    /** As Berth reaches it: one's own, Podman's, or one that only sudo may ask, too. */
    private static String engine(Session session) {
        try {
            return "engine=" + session.docker().version() + "\n";
        } catch (ProblemException refused) {
            LOG.log(Level.FINE, "the script tells why", refused);
            return "";
        }
    }

    /** @param asked and {@code answered}: this machine's time before and after */
    static Doctor judged(String host, String told, Instant asked, Instant answered) {
        Doctor doctor = new Doctor(host);
        told.lines().forEach(doctor::read);
        doctor.ssh();
        doctor.docker();
        doctor.gpus();
        doctor.rest(asked, answered);
        return doctor;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** The user may use Docker by now, but the session began before that. */
    boolean outlivedByItsGroups() {
        return fact("engine").isEmpty()
                && fact("refused").contains("permission denied")
                && List.of(fact("listed").split(",", -1)).contains(fact("user"))
                && !List.of(fact("groups").split(" ", -1)).contains("docker");
    }

    private void read(String line) {
        int equals = line.indexOf('=');
        if (equals > 0) {
            facts.putIfAbsent(line.substring(0, equals), RemoteText.oneLine(line.substring(equals + 1), 300));
        }
    }

    private String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    private long number(String name) {
        return fact(name).matches("[0-9]{1,15}") ? Long.parseLong(fact(name)) : -1;
    }

    private void add(String check, State state, String evidence, @Nullable String fix) {
        findings.add(new Finding(host, check, state, evidence, fix));
    }

    private void ssh() {
        if (fact("link").equals("local")) {
            add("sshd settings", State.OK, "not needed: Berth reaches " + host + " without SSH", null);
            return;
        }
        String user = fact("user").isEmpty() ? "the user" : fact("user");
        if (!fact("sshd").equals("readable")) {
            sshdUnread(user);
            return;
        }
        if (!fact("hidden").isEmpty()) {
            add(
                    "sshd settings",
                    State.UNKNOWN,
                    user + " may not read " + fact("hidden") + ", which may change those below",
                    WITH_SUDO);
        }
        long sessions = number("MaxSessions");
        boolean few = sessions >= 0 && sessions < 10;
        add(
                "sshd sessions",
                few ? State.WARN : State.OK,
                sessions < 0
                        ? "MaxSessions is not set: 10"
                        : "MaxSessions " + sessions + (few ? ": Berth has to wait for a free one" : ""),
                few ? "In /etc/ssh/sshd_config: MaxSessions 10, then: sudo systemctl reload ssh" : null);
        forwarding("sshd forwarding", "AllowTcpForwarding", "tunnels");
        forwarding("sshd sockets", "AllowStreamLocalForwarding", "the short way to Docker's socket");
        String open = fact("PermitOpen");
        if (!open.isEmpty() && !open.equalsIgnoreCase("any")) {
            add(
                    "sshd targets",
                    State.WARN,
                    "PermitOpen " + open + " refuses tunnels to all else",
                    "In /etc/ssh/sshd_config: PermitOpen any, then: sudo systemctl reload ssh");
        }
    }

    private void sshdUnread(String user) {
        String file = "/etc/ssh/sshd_config";
        if (fact("sshd").equals("unreadable")) {
            add("sshd settings", State.UNKNOWN, user + " may not read " + file, WITH_SUDO);
        } else if (facts.containsKey("daemon")) {
            add(
                    "sshd settings",
                    State.UNKNOWN,
                    "there is no " + file + ": sshd was started with another file",
                    WITH_SUDO);
        } else {
            add(
                    "sshd settings",
                    State.UNKNOWN,
                    "there is neither " + file + " nor an sshd: another SSH server answers for " + host,
                    "See in its own settings that it allows ten sessions a connection, TCP and Unix socket forwarding.");
        }
    }

    private void forwarding(String check, String option, String what) {
        String value = fact(option).toLowerCase(Locale.ROOT);
        String setting = value.isEmpty() ? option + " is not set: yes" : option + " " + value;
        String cure = option + " yes";
        boolean off = value.equals("no") || value.equals("remote");
        if (fact("DisableForwarding").equalsIgnoreCase("yes")) {
            off = true;
            setting = "DisableForwarding yes";
            cure = "DisableForwarding no";
        }
        add(
                check,
                off ? State.WARN : State.OK,
                setting + (off ? " refuses " + what : ""),
                off ? "In /etc/ssh/sshd_config: " + cure + ", then: sudo systemctl reload ssh" : null);
    }

    private void docker() {
        if (!facts.containsKey("docker") && fact("engine").isEmpty()) {
            add(
                    "docker",
                    State.FAIL,
                    "there is no docker command",
                    "Install Docker Engine: https://docs.docker.com/engine/install/");
            return;
        }
        String engine = fact("engine");
        if (engine.isEmpty()) {
            refused();
        } else {
            int major = Integer.parseInt(engine.replaceAll("^([0-9]{1,4}).*|.*", "0$1"));
            boolean old = major < OLDEST_DOCKER && !engine.endsWith("(Podman)");
            add(
                    "docker",
                    old ? State.WARN : State.OK,
                    "engine " + engine + (old ? " knows no --gpus" : "") + by(),
                    old ? "Update Docker Engine to 19.03 or later." : null);
        }
        disk();
    }

    /** How this user comes to be let in. */
    private String by() {
        boolean member = List.of(fact("groups").split(" ", -1)).contains("docker");
        return number("uid") == 0 ? ", as root" : member ? ", " + fact("user") + " is in the group docker" : "";
    }

    private void refused() {
        boolean denied = fact("refused").contains("permission denied");
        boolean listed = List.of(fact("listed").split(",", -1)).contains(fact("user"));
        if (!denied) {
            add("docker", State.FAIL, "the engine does not answer: " + fact("refused"), "sudo systemctl start docker");
        } else if (listed) {
            add(
                    "docker",
                    State.FAIL,
                    fact("user") + " is in the group docker, but this session is older than that",
                    "berth disconnect " + host + "; berth connect " + host
                            + " (a master of your own ssh is ended by: ssh -O exit " + host + ")");
        } else {
            add(
                    "docker",
                    State.FAIL,
                    fact("user") + " may not use the engine's socket",
                    "sudo usermod -aG docker " + fact("user")
                            + " (whoever is in that group is root on the box in all but"
                            + " name), then berth disconnect " + host + "; berth connect " + host);
        }
    }

    private void disk() {
        long free = number("free");
        boolean little = free >= 0 && free < LITTLE_DISK;
        add(
                "disk",
                free < 0 ? State.UNKNOWN : little ? State.WARN : State.OK,
                free < 0
                        ? "the space below Docker's directory could not be read"
                        : free / GIB + " GiB free below " + (fact("root").isEmpty() ? "/var/lib/docker" : fact("root")),
                little
                        ? "docker system df tells what takes it; docker image prune removes images without a name"
                        : null);
    }

    private void gpus() {
        if (!facts.containsKey("smi")) {
            add(
                    "driver",
                    State.WARN,
                    "there is no nvidia-smi",
                    "If the box has an NVIDIA GPU: install its driver by the package manager, then reboot.");
            return;
        }
        String driver = fact("driver");
        boolean read = driver.matches("[0-9][0-9.]*,.*");
        add(
                "driver",
                read ? State.OK : State.FAIL,
                read
                        ? "driver " + driver.replaceAll(",.*", "")
                                + (fact("cuda").isEmpty() ? "" : ", CUDA " + fact("cuda") + " at most")
                        : "nvidia-smi fails: " + driver,
                read ? null : "Run nvidia-smi there; after an update of the driver, reboot.");
        if (read) {
            boolean off = driver.endsWith("Disabled");
            boolean on = driver.endsWith("Enabled");
            add(
                    "persistence",
                    off ? State.WARN : on ? State.OK : State.UNKNOWN,
                    off
                            ? "off: each first use of a GPU wakes the driver anew"
                            : on ? "on" : "this driver does not tell",
                    off ? "sudo systemctl enable --now nvidia-persistenced (or: sudo nvidia-smi -pm 1)" : null);
        }
        boolean toolkit = facts.containsKey("toolkit") || fact("runtimes").contains("nvidia");
        add(
                "container toolkit",
                toolkit ? State.OK : State.FAIL,
                toolkit
                        ? "there: " + (fact("toolkit").isEmpty() ? "runtime nvidia" : fact("toolkit"))
                        : "docker run --gpus will be refused",
                toolkit
                        ? null
                        : "sudo apt-get install nvidia-container-toolkit; sudo nvidia-ctk runtime configure"
                                + " --runtime=docker; sudo systemctl restart docker");
    }

    private void rest(Instant asked, Instant answered) {
        boolean ngc = number("ngc") > 0;
        add(
                "nvcr.io login",
                ngc ? State.OK : State.WARN,
                ngc ? "in ~/.docker/config.json" : "not in ~/.docker/config.json; public images need none",
                ngc ? null : "berth login " + host + " nvcr.io (an API key from https://ngc.nvidia.com, Setup)");
        long clock = number("clock");
        long early = asked.getEpochSecond() - clock;
        long late = clock - answered.getEpochSecond();
        long off = Math.max(0, Math.max(early, late));
        add(
                "clock",
                clock < 0 ? State.UNKNOWN : off > CLOCK_SECONDS ? State.WARN : State.OK,
                clock < 0 ? "not told" : off > CLOCK_SECONDS ? off + " s off from this machine's" : "right",
                clock >= 0 && off > CLOCK_SECONDS ? "sudo timedatectl set-ntp true" : null);
        long shm = number("shm");
        boolean small = shm >= 0 && shm < LITTLE_SHM;
        add(
                "/dev/shm",
                shm < 0 ? State.UNKNOWN : small ? State.WARN : State.OK,
                shm < 0
                        ? "not told"
                        : shm / 1024 + " MiB; containers have 64 MiB unless run with --shm-size or --ipc=host",
                small ? "sudo mount -o remount,size=50% /dev/shm" : null);
    }
}
