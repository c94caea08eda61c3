package dev.berth.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.ssh.Destination.AddressFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a destination has, beside what {@code ssh -G} prints for the same words. */
class SshComparisonTest {
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PATH", System.getenv("PATH"), "HOME", System.getProperty("user.home"), "KEYS", "/keys", "SITE", "lab");

    @TempDir
    private Path folder;

    @BeforeEach
    void needsTheClient() {
        Assumptions.assumeTrue(ConfigurationCommand.client(ENVIRONMENT) != null, "no OpenSSH client here");
    }

    /** The word that is typed, and the configuration; {@code DIR} is a directory with a file {@code more.conf}. */
    static Stream<Arguments> configurations() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("box", "Host box\n HostName 10.0.0.1\n");
        all.put("box.lab", "Host *.lab\n HostName 10.0.0.2\n User lab\n Port 2022\n");
        all.put("me@10.0.0.3", "Host *\n User other\n");
        all.put("me@10.0.0.3:2200", "Host 10.0.0.3\n Port 1\n");
        all.put("ssh://me@10.0.0.3:2201", "Host 10.0.0.3\n Port 1\n");
        all.put("me@[fd00::1]:2202", "");
        all.put("me@fd00::2", "Host fd00::*\n Port 99\n");
        all.put("six", "Host six\n HostName ::1\n AddressFamily inet6\n BindAddress ::1\n");
        all.put(
                "four",
                "Host four\n HostName 127.0.0.1\n AddressFamily inet\n BindAddress 127.0.0.1\n BindInterface lo\n");
        all.put("first", "Host first\n HostName 10.1.0.1\n Port 1\nHost first\n Port 2\n User late\n");
        all.put("negated", "Host * !negated\n User wrong\nHost negated\n HostName 10.1.0.2\n");
        all.put("equals", "Host=equals\n HostName=10.1.0.3\n User = \"quoted\"\n");
        all.put("cased", "hOST cased\n hOSTNAME 10.1.0.4\n pORT 24\n");
        all.put("included", "Include DIR/more.conf\nHost included\n User late\n");
        all.put("globbed", "Include DIR/*.conf\nHost *\n Port 77\n");
        all.put("inner", "Host inner\n Include DIR/more.conf\nMatch all\n User all\n");
        all.put("matched", "Match host matched\n HostName 10.2.0.1\n User m\n");
        all.put("original", "Host original\n HostName 10.2.0.2\nMatch originalhost original\n User o\n");
        all.put("usered", "Host usered\n HostName 10.2.0.3\n User dev\nMatch user dev\n Port 2023\n");
        all.put("executed", "Match exec \"test $SITE = lab\" host executed\n HostName 10.2.0.4\n");
        all.put("refused", "Match exec false\n User wrong\nHost refused\n HostName 10.2.0.5\n");
        all.put("final", "Match final host 10.2.0.6\n User last\nHost final\n HostName 10.2.0.6\n");
        all.put(
                "canonical",
                "CanonicalizeHostname always\nMatch canonical\n Port 2024\nHost canonical\n HostName 10.2.0.7\n");
        all.put("short", "Host short\n HostName %h.example.invalid\n");
        all.put(
                "keys",
                "Host keys\n HostName 10.3.0.1\n IdentityFile ~/a\n IdentityFile \"/with space/b\"\n"
                        + " IdentitiesOnly yes\n CertificateFile ~/a-cert.pub\n CertificateFile /c-cert.pub\n");
        all.put("agent", "Host agent\n HostName 10.3.0.2\n IdentityAgent /run/agent\n");
        all.put("noagent", "Host noagent\n HostName 10.3.0.3\n IdentityAgent none\n");
        all.put("sock", "Host sock\n HostName 10.3.0.4\n IdentityAgent SSH_AUTH_SOCK\n");
        all.put(
                "known",
                "Host known\n HostName 10.3.0.5\n UserKnownHostsFile ~/k1 /k2 /k3\n"
                        + " GlobalKnownHostsFile /g1 /g2\n HostKeyAlias pool\n HashKnownHosts yes\n");
        all.put("strict", "Host strict\n HostName 10.3.0.6\n StrictHostKeyChecking yes\n");
        all.put("lax", "Host lax\n HostName 10.3.0.7\n StrictHostKeyChecking off\n");
        all.put("new", "Host new\n HostName 10.3.0.8\n StrictHostKeyChecking accept-new\n");
        all.put(
                "methods",
                "Host methods\n HostName 10.3.0.9\n PreferredAuthentications keyboard-interactive,password\n"
                        + " NumberOfPasswordPrompts 1\n BatchMode yes\n");
        all.put(
                "nokeys",
                "Host nokeys\n HostName 10.3.0.10\n PubkeyAuthentication no\n KbdInteractiveAuthentication no\n");
        all.put("times", "Host times\n HostName 10.3.0.11\n ConnectTimeout 3\n ServerAliveInterval 1m\n");
        all.put(
                "algorithms",
                "Host algorithms\n HostName 10.3.0.12\n Ciphers aes256-ctr,aes128-ctr\n"
                        + " MACs hmac-sha2-512\n KexAlgorithms curve25519-sha256\n HostKeyAlgorithms rsa-sha2-512\n");
        all.put(
                "added",
                "Host added\n HostName 10.3.0.13\n Ciphers ^aes256-ctr\n MACs -umac*\n KexAlgorithms +diffie-hellman-group14-sha1\n");
        all.put(
                "jump",
                "Host jump\n HostName 10.4.0.1\n ProxyJump me@10.4.0.2:2222,[fd00::9]:23,last\nHost last\n HostName 10.4.0.3\n");
        all.put("nojump", "Host nojump\n HostName 10.4.0.4\n ProxyJump none\nHost *\n ProxyJump nowhere\n");
        all.put("command", "Host command\n HostName 10.4.0.5\n ProxyCommand nc -X connect proxy:3128 %h %p\n");
        all.put("shell", "Host shell\n HostName 10.4.0.6\n ProxyCommand sh -c 'x=1; echo ${x} 100%%'\n");
        all.put("both", "Host both\n HostName 10.4.0.7\n ProxyJump 10.4.0.8\n ProxyCommand never\n");
        return all.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void resolvesAsSshDoes(String word, String text) throws Exception {
        Files.writeString(folder.resolve("more.conf"), "Host included globbed inner\n HostName 10.9.0.1\n Port 2021\n");
        Path file = Files.writeString(folder.resolve("config"), text.replace("DIR", folder.toString()));

        Destination ours = new SshConfiguration(file).resolve(word, ENVIRONMENT);

        Dump theirs = Dump.of(file, word);
        assertEquals(new TreeMap<>(theirs.fields()), new TreeMap<>(fields(ours, theirs)));
    }

    /** Our destination in the words of {@code ssh -G}. */
    private static Map<String, Object> fields(Destination box, Dump theirs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("hostname", box.hostName());
        fields.put("port", String.valueOf(box.port()));
        fields.put("user", box.user());
        fields.put("addressfamily", family(box.family()));
        fields.put("bindaddress", or(box.source().address(), "none"));
        fields.put("bindinterface", or(box.source().networkInterface(), "none"));
        fields.put("identityfile", strings(box.identityFiles()));
        fields.put("certificatefile", strings(box.certificateFiles()));
        fields.put("identitiesonly", box.identitiesOnly());
        fields.put("identityagent", or(box.identityAgent(), "SSH_AUTH_SOCK"));
        fields.put("userknownhostsfile", strings(box.knownHostsFiles()));
        fields.put("globalknownhostsfile", strings(box.globalKnownHostsFiles()));
        fields.put("hostkeyalias", or(box.hostKeyAlias(), "none"));
        fields.put("hashknownhosts", box.hashKnownHosts());
        fields.put(
                "stricthostkeychecking",
                box.strict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        fields.put("numberofpasswordprompts", String.valueOf(box.passwordPrompts()));
        fields.put("batchmode", box.batchMode());
        fields.put("authentications", box.authentications());
        Destination.ServerAlive alive = box.serverAlive();
        boolean unset = alive.equals(Destination.ServerAlive.OURS);
        fields.put(
                "serveraliveinterval",
                unset ? "0" : String.valueOf(alive.interval().toSeconds()));
        fields.put(
                "connecttimeout",
                box.connectTimeout().equals(Destination.CONNECT_TIMEOUT)
                        ? "none"
                        : String.valueOf(box.connectTimeout().toSeconds()));
        fields.put("proxycommand", or(box.proxyCommand(), "none"));
        fields.put("jumps", box.jumps().stream().map(Destination::address).toList());
        fields.put("ciphers", or(box.preferences().ciphers(), theirs.list("ciphers")));
        fields.put("macs", or(box.preferences().macs(), theirs.list("macs")));
        fields.put("kexalgorithms", or(box.preferences().keyExchanges(), theirs.list("kexalgorithms")));
        fields.put("hostkeyalgorithms", or(box.preferences().hostKeys(), theirs.list("hostkeyalgorithms")));
        return fields;
    }

    private static String family(AddressFamily family) {
        return family.name().toLowerCase(Locale.ROOT);
    }

    private static String or(@Nullable String value, String otherwise) {
        return value == null ? otherwise : value;
    }

    /** An empty list of ours stands for OpenSSH's own. */
    private static List<String> or(List<String> ours, List<String> otherwise) {
        return ours.isEmpty() ? otherwise : ours;
    }

    private static List<String> strings(List<Path> paths) {
        return paths.stream().map(Path::toString).toList();
    }

    /** What {@code ssh -G} printed, read without any help of ours. */
    private record Dump(Map<String, List<String>> options) {
        static Dump of(Path file, String word) throws Exception {
            List<String> argv = new ArrayList<>(List.of("ssh", "-F", file.toString(), "-G"));
            Matcher port =
                    Pattern.compile("([^:/]+@)(?:\\[(.*)]|([^:/]+)):(\\d+)").matcher(word);
            if (port.matches()) {
                String name = port.group(2) == null ? port.group(3) : port.group(2);
                argv.addAll(List.of("-p", port.group(4), port.group(1) + name));
            } else {
                argv.add(word);
            }
            Map<String, List<String>> options = new TreeMap<>();
            KeyGen.run(ENVIRONMENT, argv.toArray(String[]::new)).lines().forEach(line -> {
                String[] words = line.split(" ", 2);
                options.computeIfAbsent(words[0], name -> new ArrayList<>()).add(words.length < 2 ? "" : words[1]);
            });
            return new Dump(options);
        }

        private String text(String option, String otherwise) {
            return options.getOrDefault(option, List.of(otherwise)).getFirst();
        }

        List<String> list(String option) {
            return List.of(text(option, "").split(","));
        }

        private boolean yes(String option) {
            return text(option, "no").matches("yes|true");
        }

        private static String home(String path) {
            String plain = path.replaceAll("^\"|\"$", "");
            return plain.startsWith("~/") ? System.getProperty("user.home") + plain.substring(1) : plain;
        }

        private List<String> paths(String option) {
            return options.getOrDefault(option, List.of()).stream()
                    .map(Dump::home)
                    .toList();
        }

        private List<String> words(String option) {
            return Stream.of(text(option, "").split(" ")).map(Dump::home).toList();
        }

        private String command(String command) {
            return command.replace("%h", text("hostname", ""))
                    .replace("%p", text("port", ""))
                    .replace("%%", "%");
        }

        private String strict() {
            return switch (text("stricthostkeychecking", "")) {
                case "true" -> "yes";
                case "false" -> "no";
                case "accept-new" -> "accept-new";
                default -> "ask";
            };
        }

        private List<String> authentications() {
            String all = text("preferredauthentications", "publickey,keyboard-interactive,password");
            return Stream.of(all.split(","))
                    .filter(method -> switch (method) {
                        case "publickey" ->
                            !text("pubkeyauthentication", "true").equals("false");
                        case "keyboard-interactive" -> yes("kbdinteractiveauthentication");
                        default -> yes("passwordauthentication");
                    })
                    .toList();
        }

        private List<String> jumps() {
            String jumps = text("proxyjump", "none");
            return jumps.equals("none")
                    ? List.of()
                    : Stream.of(jumps.split(","))
                            .map(jump -> jump.replaceFirst("^.*@", "").replaceFirst("\\[([^:]+)]", "$1"))
                            .map(jump -> jump.equals("last") ? "10.4.0.3" : jump)
                            .map(jump -> jump.matches(".*[\\].\\d]:\\d+") ? jump : jump + ":22")
                            .toList();
        }

        Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            for (String option : List.of(
                    "hostname", "port", "user", "numberofpasswordprompts", "serveraliveinterval", "addressfamily")) {
                fields.put(option, text(option, ""));
            }
            for (String option : List.of("bindaddress", "bindinterface", "hostkeyalias", "connecttimeout")) {
                fields.put(option, text(option, "none"));
            }
            for (String option : List.of("identitiesonly", "hashknownhosts", "batchmode")) {
                fields.put(option, yes(option));
            }
            if (yes("batchmode") && text("serveraliveinterval", "").equals("300")) {
                // Debian's own, which nobody asked for
                fields.put("serveraliveinterval", "0");
            }
            fields.put("identityfile", paths("identityfile"));
            fields.put("certificatefile", paths("certificatefile"));
            fields.put("identityagent", text("identityagent", "SSH_AUTH_SOCK"));
            fields.put("userknownhostsfile", words("userknownhostsfile"));
            fields.put("globalknownhostsfile", words("globalknownhostsfile"));
            fields.put("stricthostkeychecking", strict());
            fields.put("authentications", authentications());
            fields.put("proxycommand", jumps().isEmpty() ? command(text("proxycommand", "none")) : "none");
            fields.put("jumps", jumps());
            for (String option : List.of("ciphers", "macs", "kexalgorithms", "hostkeyalgorithms")) {
                fields.put(option, list(option));
            }
            return fields;
        }
    }

    /** {@code ssh -G} expands the tokens of ControlPath, and leaves those of a key to us. */
    @Test
    void expandsTokensAsSshDoes() throws Exception {
        String tokens = "/%C/%d/%h/%i/%L/%l/%n/%p/%r/%u/%%/${SITE}";
        Path file = Files.writeString(
                folder.resolve("config"),
                "Host box\n HostName 10.5.0.1\n Port 2025\n User dev\n IdentityFile " + tokens + "\n ControlPath "
                        + tokens + "\n");

        Destination ours = new SshConfiguration(file).resolve("box", ENVIRONMENT);

        assertEquals(
                Dump.of(file, "box").text("controlpath", "").replace("//", "/"),
                ours.identityFiles().getFirst().toString());
    }
}
