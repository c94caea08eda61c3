package dev.berth.ssh;

import dev.berth.lab.Lab;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another OpenSSH server on the lab's box {@code bare}, with settings of its own. Holds the lab's key for its users. */
public final class BoxSshd implements AutoCloseable {
    public static final String PASSWORD = "correct horse";
    private static final String BOX = "bare";

    private final int port;

    private BoxSshd(int port) {
        this.port = port;
    }

    /** @param options as sshd takes them with -o */
    public static BoxSshd start(int port, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("extra-sshd", BOX, String.valueOf(port), "start"));
        arguments.addAll(List.of(options));
        Lab.run(arguments.toArray(String[]::new));
        return new BoxSshd(port);
    }

    /** A host of a test's own ssh configuration, where the first line about an option counts. */
    public String host(String alias, String... lines) throws IOException {
        StringBuilder host = new StringBuilder("Host " + alias + "\n");
        for (String line : lines) {
            host.append("  ").append(line).append('\n');
        }
        return host.append("""
                  HostName %s
                  Port %d
                  User pat
                  IdentitiesOnly yes
                  UserKnownHostsFile %s
                """.formatted(address(), port, knownHosts())).toString();
    }

    public static String address() throws IOException {
        return value("HostName");
    }

    /** The lab's key, which each user of the box accepts. */
    public static Path key() throws IOException {
        return Path.of(value("IdentityFile"));
    }

    public static Path knownHosts() throws IOException {
        return Path.of(value("UserKnownHostsFile"));
    }

    private static String value(String option) throws IOException {
        return Lab.run("ssh-config")
                .lines()
                .dropWhile(line -> !line.equals("Host " + BOX))
                .map(String::strip)
                .filter(line -> line.startsWith(option + " "))
                .findFirst()
                .orElseThrow()
                .substring(option.length() + 1);
    }

    public String log() throws IOException {
        return Lab.run("exec", BOX, "cat /var/log/sshd-" + port + ".log");
    }

    /** Writes a file on the box, for the server to read. */
    public static String put(String name, String text, String mode) throws IOException {
        String path = "/tmp/" + name;
        Lab.run("exec", BOX, "printf %s '" + text + "' >" + path + "; chmod " + mode + " " + path);
        return path;
    }

    @Override
    public void close() throws IOException {
        Lab.run("extra-sshd", BOX, String.valueOf(port), "stop");
    }
}
