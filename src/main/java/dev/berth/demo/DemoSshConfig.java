package dev.berth.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** The files by which ssh and Berth find the boxes and trust them. */
final class DemoSshConfig {
    private DemoSshConfig() {}

    static void write(Path directory, DemoKeys keys, List<DemoSshServer> servers) throws IOException {
        StringBuilder config = new StringBuilder("# Berth's demo boxes. They end with the program that made them.\n");
        StringBuilder known = new StringBuilder();
        for (DemoSshServer server : servers) {
            config.append(host(directory, server.alias(), server.port()));
            known.append(server.alias())
                    .append(' ')
                    .append(DemoKeys.publicLine(keys.host().getPublic()))
                    .append('\n');
        }
        file(directory.resolve("id"), keys.userPrivateFile());
        file(directory.resolve("id.pub"), DemoKeys.publicLine(keys.user().getPublic()) + "\n");
        file(directory.resolve("known_hosts"), known.toString());
        file(directory.resolve("config"), config.toString());
    }

    private static String host(Path directory, String alias, int port) {
        return """

                Host %s
                    HostName 127.0.0.1
                    Port %d
                    User %s
                    HostKeyAlias %s
                    HostKeyAlgorithms ecdsa-sha2-nistp256
                    IdentityFile %s
                    IdentitiesOnly yes
                    IdentityAgent none
                    UserKnownHostsFile %s
                    GlobalKnownHostsFile /dev/null
                    StrictHostKeyChecking yes
                    PreferredAuthentications publickey
                """.formatted(
                        alias,
                        port,
                        DemoSshServer.USER,
                        alias,
                        quoted(directory.resolve("id")),
                        quoted(directory.resolve("known_hosts")));
    }

    /** ssh expands percent signs in these paths. */
    private static String quoted(Path path) {
        return '"' + path.toString().replace("%", "%%") + '"';
    }

    private static void file(Path path, String text) throws IOException {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(path, text, StandardOpenOption.WRITE);
    }
}
