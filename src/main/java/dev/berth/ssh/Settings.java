package dev.berth.ssh;

import dev.berth.hostkey.StrictHostKeyChecking;
import dev.berth.ssh.Destination.AddressFamily;
import dev.berth.ssh.Destination.Preferences;
import dev.berth.ssh.Destination.ServerAlive;
import dev.berth.ssh.Destination.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code ssh -G} printed: option names in lower case, each with its values in order. */
final class Settings {
    /** The methods this link can do, in ssh's order of preference. */
    static final List<String> AUTHENTICATIONS = List.of("publickey", "keyboard-interactive", "password");

    private static final Map<String, String> FORWARDS =
            new TreeMap<>(Map.of("localforward", "L", "remoteforward", "R", "dynamicforward", "D"));

    private final Map<String, List<String>> options = new HashMap<>();

    Settings(String dump) {
        dump.lines().forEach(line -> {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                options.computeIfAbsent(line.substring(0, blank).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(line.substring(blank + 1));
            }
        });
    }

    @Nullable
    String text(String option) {
        List<String> values = options.get(option);
        return values == null || values.getFirst().equals("none") ? null : values.getFirst();
    }

    List<String> all(String option) {
        return options.getOrDefault(option, List.of());
    }

    String text(String option, String otherwise) {
        String text = text(option);
        return text == null ? otherwise : text;
    }

    boolean yes(String option, boolean otherwise) {
        String text = text(option);
        return text == null ? otherwise : text.equals("yes") || text.equals("true");
    }

    int number(String option, int otherwise) {
        try {
            return Integer.parseInt(text(option, String.valueOf(otherwise)));
        } catch (NumberFormatException odd) {
            return otherwise;
        }
    }

    /** @param defaults what ssh prints without any configuration: lists that equal those leave the choice to us */
    Destination destination(
            String alias, List<Destination> jumps, Tokens tokens, Settings defaults, boolean commandHonoured) {
        String proxy = text("proxycommand");
        return new Destination(
                alias,
                tokens.hostName(),
                tokens.port(),
                tokens.user(),
                jumps,
                proxy == null || !commandHonoured ? null : tokens.command(proxy),
                family(),
                new Source(text("bindaddress"), text("bindinterface")),
                keys("identityfile", tokens),
                !options.getOrDefault("identityfile", List.of())
                        .equals(defaults.options.getOrDefault("identityfile", List.of())),
                yes("identitiesonly", false),
                keys("certificatefile", tokens),
                agent(tokens),
                authentications(),
                Math.max(1, number("numberofpasswordprompts", 3)),
                yes("batchmode", false),
                files("userknownhostsfile", tokens),
                files("globalknownhostsfile", tokens),
                text("hostkeyalias"),
                StrictHostKeyChecking.of(text("stricthostkeychecking", "ask")),
                yes("hashknownhosts", false),
                yes("nohostauthenticationforlocalhost", false),
                connectTimeout(),
                alive(),
                preferences(defaults),
                ShellOptions.of(this, tokens, agent(tokens)),
                controlPath(tokens),
                unsupported(tokens, defaults));
    }

    /** ssh prints each as its two ends with a blank between them; on the command line that is a colon. */
    List<String> forwards() {
        List<String> forwards = new ArrayList<>();
        FORWARDS.forEach((option, letter) -> {
            for (String ends : all(option)) {
                forwards.add("-" + letter + " " + ends.replace(' ', ':'));
            }
        });
        return forwards;
    }

    private AddressFamily family() {
        return switch (text("addressfamily", "any")) {
            case "inet" -> AddressFamily.INET;
            case "inet6" -> AddressFamily.INET6;
            default -> AddressFamily.ANY;
        };
    }

    private List<Path> keys(String option, Tokens tokens) {
        return all(option).stream()
                .filter(name -> !name.equals("none"))
                .map(name -> Path.of(tokens.path(unquote(name))))
                .toList();
    }

    private List<Path> files(String option, Tokens tokens) {
        // Words takes a keyword first
        List<String> words = Words.of(option + " " + text(option, ""));
        return words.subList(1, words.size()).stream()
                .map(name -> Path.of(tokens.path(name)))
                .toList();
    }

    private static String unquote(String text) {
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private @Nullable String agent(Tokens tokens) {
        List<String> named = options.get("identityagent");
        if (named == null || named.getFirst().equals("SSH_AUTH_SOCK")) {
            return null;
        }
        String agent = unquote(named.getFirst());
        if (agent.matches("\\$[A-Za-z_][A-Za-z0-9_]*")) {
            return tokens.environment().getOrDefault(agent.substring(1), "none");
        }
        return tokens.path(agent);
    }

    private List<String> authentications() {
        List<String> wanted =
                new ArrayList<>(List.of(text("preferredauthentications", String.join(",", AUTHENTICATIONS))
                        .split(",")));
        wanted.retainAll(AUTHENTICATIONS);
        // since OpenSSH 8.9 a word such as unbound may stand here, which is a yes
        if (text("pubkeyauthentication", "yes").matches("no|false")) {
            wanted.remove("publickey");
        }
        if (!yes("kbdinteractiveauthentication", yes("challengeresponseauthentication", true))) {
            wanted.remove("keyboard-interactive");
        }
        if (!yes("passwordauthentication", true)) {
            wanted.remove("password");
        }
        return List.copyOf(wanted);
    }

    private Duration connectTimeout() {
        int seconds = number("connecttimeout", 0);
        return seconds > 0 ? Duration.ofSeconds(seconds) : Destination.CONNECT_TIMEOUT;
    }

    private ServerAlive alive() {
        int seconds = number("serveraliveinterval", 0);
        // nobody has set that: Debian's ssh adds it to BatchMode
        boolean debians = seconds == 300 && yes("batchmode", false);
        int most = Math.max(1, number("serveralivecountmax", 3));
        return seconds > 0 && !debians ? new ServerAlive(Duration.ofSeconds(seconds), most) : ServerAlive.OURS;
    }

    private Preferences preferences(Settings defaults) {
        return new Preferences(
                chosen("ciphers", defaults),
                chosen("macs", defaults),
                chosen("kexalgorithms", defaults),
                chosen("hostkeyalgorithms", defaults));
    }

    private List<String> chosen(String option, Settings defaults) {
        String list = text(option, "");
        return list.isEmpty() || list.equals(defaults.text(option, "")) ? List.of() : List.of(list.split(","));
    }

    /** With ControlMaster ask, a master puts each use of it to its user. */
    private @Nullable Path controlPath(Tokens tokens) {
        String path = text("controlpath");
        boolean asks = text("controlmaster", "no").matches("ask|autoask");
        return path == null || asks ? null : Path.of(tokens.path(path));
    }

    private List<String> unsupported(Tokens tokens, Settings defaults) {
        List<String> set = new ArrayList<>();
        for (String option : List.of("pkcs11provider", "knownhostscommand", "revokedhostkeys")) {
            String value = text(option);
            if (value != null) {
                set.add(option + " " + value);
            }
        }
        for (String option : List.of("proxyusefdpass", "usekeychain", "hostbasedauthentication")) {
            if (yes(option, false)) {
                set.add(option + " yes");
            }
        }
        // many systems set it for all hosts, so a ticket has to be there as well
        if (yes("gssapiauthentication", false) && Tickets.present(tokens.environment())) {
            set.add("gssapiauthentication yes");
        }
        Path agent = Agent.socket(agent(tokens), tokens.environment());
        SecurityKeys.withoutAgent(keys("identityfile", tokens), agent).forEach(file -> set.add("identityfile " + file));
        for (String option : Algorithms.LISTS) {
            List<String> chosen = chosen(option, defaults);
            if (!chosen.isEmpty() && Algorithms.known(option, chosen).isEmpty()) {
                set.add(option + " " + String.join(",", chosen));
            }
        }
        return List.copyOf(set);
    }
}
