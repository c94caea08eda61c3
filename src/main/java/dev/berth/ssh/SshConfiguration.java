package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The user's ssh configuration, as the OpenSSH client on this machine understands it. Never written. Safe for use by
 * several threads.
 */
public final class SshConfiguration {
    /** Jump hosts that are reached through jump hosts of their own. */
    private static final int DEPTH = 8;

    private static final Pattern APPLIES = Pattern.compile("(?m)^debug1: (.+) line (\\d+): Applying options for (.*)$");

    private static final Path SYSTEM = Path.of("/etc/ssh/ssh_config");

    private final @Nullable Path file;
    private final Path home = Path.of(System.getProperty("user.home"));
    private final Map<String, PastedLine> pasted = new ConcurrentHashMap<>();
    private volatile @Nullable Settings defaults;

    /** @param file read in place of the user's and the system's, as {@code ssh -F}; null for those */
    public SshConfiguration(@Nullable Path file) {
        this.file = file;
    }

    /**
     * The names that can be picked, in the order of the files, and for each the file it was first found in: the name of
     * one that is included, without an ending; empty for the main one.
     */
    public Map<String, String> listed() {
        Path base = home.resolve(".ssh");
        if (file != null) {
            return AliasScan.of(file, base, home);
        }
        Map<String, String> all = new LinkedHashMap<>(AliasScan.of(base.resolve("config"), base, home));
        AliasScan.of(SYSTEM, Path.of("/etc/ssh"), home).forEach(all::putIfAbsent);
        return Collections.unmodifiableMap(all);
    }

    private Set<String> aliases() {
        return listed().keySet();
    }

    /**
     * The name of a host as it is known from here on. A pasted line of ssh gets a short one, under which its options are
     * kept as long as this lives; every other word is a name already.
     *
     * @throws ProblemException where it looks like a line of ssh, but says nothing about where to connect
     */
    public String name(String host, Map<String, String> environment) throws ProblemException {
        String text = host.strip();
        if (!PastedLine.is(text)) {
            return host;
        }
        PastedLine line = PastedLine.parse(text, environment.get("PWD"));
        pasted.put(line.name(), line);
        return line.name();
    }

    /** Whether that is an alias, was pasted, or names a user or a port of its own. */
    public boolean knows(String host) {
        return DestinationName.parse(host).explicit()
                || pasted.containsKey(host)
                || aliases().contains(host);
    }

    /** @throws ProblemException where the configuration is broken, or nothing is known of such a host */
    public Destination resolve(String host, Map<String, String> environment)
            throws ProblemException, InterruptedException {
        Path client = ConfigurationCommand.client(environment);
        DestinationName name = DestinationName.parse(host);
        if (name.host().isEmpty()) {
            throw unknown(host).asException();
        }
        if (client == null) {
            return withoutClient(host, name);
        }
        Destination destination = resolve(host, client, environment, 0);
        if (!name.explicit()
                && !pasted.containsKey(host)
                && Names.plain(destination, name.host())
                && !aliases().contains(host)) {
            if (!Names.resolves(name.host())) {
                throw unknown(host).asException();
            }
        }
        return destination;
    }

    /** Where the lines about a host stand: each {@code Host} that applies, with its file and line, in the order it is read. */
    public List<String> origins(String host, Map<String, String> environment)
            throws ProblemException, InterruptedException {
        Path client = ConfigurationCommand.client(environment);
        if (client == null) {
            return List.of();
        }
        List<String> arguments = new ArrayList<>(file());
        arguments.addAll(List.of("-v", "-G"));
        arguments.addAll(about(host));
        return APPLIES.matcher(run(host, client, arguments, environment).err())
                .results()
                .map(found -> found.group(1) + " line " + found.group(2) + ": Host "
                        + found.group(3).strip())
                .distinct()
                .toList();
    }

    /** LocalForward, RemoteForward and DynamicForward of a host, as {@code -L …}, {@code -R …} and {@code -D …}. */
    public List<String> forwards(String host, Map<String, String> environment)
            throws ProblemException, InterruptedException {
        Path client = ConfigurationCommand.client(environment);
        return client == null
                ? List.of()
                : ask(host, about(host), client, environment).forwards();
    }

    private Destination withoutClient(String host, DestinationName name) throws ProblemException {
        if (name.user() == null) {
            throw Problem.of(
                            Code.NOT_SUPPORTED,
                            host + ": the OpenSSH client is not installed here, and without it only user@host:port is"
                                    + " understood.",
                            "Install the OpenSSH client (openssh-client).")
                    .asException();
        }
        int port = name.port() == null ? 22 : name.port();
        return Destination.plain(host, name.user(), name.host(), port, home);
    }

    private Destination resolve(String host, Path client, Map<String, String> environment, int depth)
            throws ProblemException, InterruptedException {
        if (depth > DEPTH) {
            throw Problem.of(Code.BAD_CONFIG, "The ProxyJump of " + host + " leads back to itself.")
                    .asException();
        }
        DestinationName name = DestinationName.parse(host);
        // a jump host is none that was pasted, whatever it is called
        Settings settings = ask(host, depth == 0 ? about(host) : arguments(name), client, environment);
        Tokens tokens = tokens(name, settings, environment);
        String proxyJump = settings.text("proxyjump");
        List<Destination> jumps = proxyJump == null ? List.of() : jumps(proxyJump, client, environment, depth);
        return settings.destination(host, jumps, tokens, defaults(client, environment), proxyJump == null);
    }

    /** Only the first of several goes by jump hosts of its own: the others are reached through the one before. */
    private List<Destination> jumps(String list, Path client, Map<String, String> environment, int depth)
            throws ProblemException, InterruptedException {
        List<Destination> jumps = new ArrayList<>();
        for (String hop : list.split(",", -1)) {
            Destination jump = resolve(hop.strip(), client, environment, depth + 1);
            if (jumps.isEmpty()) {
                jumps.addAll(jump.jumps());
            }
            jumps.add(jump);
        }
        return jumps;
    }

    private static Tokens tokens(DestinationName name, Settings settings, Map<String, String> environment) {
        String hostName = settings.text("hostname", name.host());
        return new Tokens(
                environment,
                System.getProperty("user.home"),
                System.getProperty("user.name"),
                name.host(),
                hostName,
                settings.number("port", 22),
                settings.text("user", System.getProperty("user.name")),
                settings.text("hostkeyalias", hostName),
                settings.text("proxyjump", ""));
    }

    /** The client and the arguments that name a host to it; null where there is no client here. */
    public @Nullable Invocation invocation(String host, Map<String, String> environment) {
        Path client = ConfigurationCommand.client(environment);
        if (client == null) {
            return null;
        }
        List<String> arguments = new ArrayList<>(file());
        arguments.addAll(about(host));
        return new Invocation(client, arguments);
    }

    /** How OpenSSH's client is told of a host; the name comes last. */
    public record Invocation(Path client, List<String> arguments) {}

    private List<String> file() {
        return file == null ? List.of() : List.of("-F", file.toString());
    }

    private List<String> about(String host) {
        PastedLine line = pasted.get(host);
        return line == null ? arguments(DestinationName.parse(host)) : arguments(line);
    }

    private static List<String> arguments(DestinationName name) {
        List<String> arguments = new ArrayList<>();
        if (name.user() != null) {
            arguments.addAll(List.of("-l", name.user()));
        }
        if (name.port() != null) {
            arguments.addAll(List.of("-p", name.port().toString()));
        }
        arguments.addAll(List.of("--", name.host()));
        return arguments;
    }

    private static List<String> arguments(PastedLine line) {
        List<String> arguments = new ArrayList<>(line.options());
        arguments.addAll(List.of("--", line.destination()));
        return arguments;
    }

    private Settings ask(String host, List<String> about, Path client, Map<String, String> environment)
            throws ProblemException, InterruptedException {
        List<String> arguments = new ArrayList<>(file());
        arguments.add("-G");
        arguments.addAll(about);
        ConfigurationCommand.Result result = run(host, client, arguments, environment);
        if (result.exit() != 0) {
            throw refused(host, result.err()).asException();
        }
        return new Settings(result.out());
    }

    private static ConfigurationCommand.Result run(
            String host, Path client, List<String> arguments, Map<String, String> environment)
            throws ProblemException, InterruptedException {
        try {
            return ConfigurationCommand.run(client, arguments, environment);
        } catch (IOException failed) {
            throw Problem.of(
                            Code.BAD_CONFIG,
                            "ssh could not tell the configuration of " + host + ": "
                                    + RemoteText.oneLine(failed.getMessage()) + ".",
                            "Try: ssh -G " + host)
                    .asException(failed);
        }
    }

    private Settings defaults(Path client, Map<String, String> environment)
            throws ProblemException, InterruptedException {
        Settings known = defaults;
        if (known == null) {
            List<String> arguments = List.of("-F", "none", "-G", "--", "localhost");
            known = new Settings(
                    run("localhost", client, arguments, environment).out());
            defaults = known;
        }
        return known;
    }

    private Problem refused(String host, String words) {
        String said = RemoteText.oneLine(words);
        if (said.contains("hostname contains invalid characters") || said.isEmpty()) {
            return unknown(host);
        }
        return Problem.of(
                Code.BAD_CONFIG,
                "ssh can't use its configuration for " + host + ": " + said,
                "Correct the file, then try again.");
    }

    private Problem unknown(String host) {
        return Problem.of(
                Code.HOST_UNKNOWN,
                "No host is called '" + RemoteText.oneLine(host) + "': it is neither in "
                        + (file == null ? "~/.ssh/config" : file) + " nor a name that resolves.",
                "Add it to the ssh configuration, or write user@host:port.");
    }
}
