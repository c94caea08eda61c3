package dev.berth.walk;

import dev.berth.lab.Lab;
import dev.berth.ssh.KeyGen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** A Kerberos realm of a test's own: Debian's KDC on 127.0.0.1, a person's ticket, and a box that trusts it. */
final class Kerberos implements AutoCloseable {
    private static final String REALM = "BERTH.TEST";
    private static final String PASSWORD = "sesame";
    private static final String BOX = "bare";

    private final Path folder;
    private final int port;
    private final Map<String, String> environment = new HashMap<>();
    private Process server;

    /** Skips the test where there is no KDC. */
    static Kerberos start(Path folder, String person, String host) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/krb5kdc")) && Files.isExecutable(Path.of("/usr/bin/kinit")),
                "no KDC here: apt-get install krb5-kdc krb5-user");
        Kerberos kerberos = new Kerberos(folder);
        boolean begun = false;
        try {
            kerberos.begin(person, host);
            begun = true;
            return kerberos;
        } finally {
            if (!begun) {
                kerberos.close();
            }
        }
    }

    private Kerberos(Path folder) throws IOException {
        this.folder = folder;
        port = FreePort.next();
        environment.put("KRB5_CONFIG", write("krb5.conf", client()));
        environment.put("KRB5_KDC_PROFILE", write("kdc.conf", """
                [kdcdefaults]
                  kdc_listen = 127.0.0.1:%1$d
                  kdc_tcp_listen = 127.0.0.1:%1$d
                [realms]
                  %2$s = {
                    database_name = %3$s/principal
                    key_stash_file = %3$s/stash
                    acl_file = %3$s/acl
                  }
                [logging]
                  kdc = FILE:%3$s/kdc.log
                  default = FILE:%3$s/kerberos.log
                """.formatted(port, REALM, folder)));
        environment.put("KRB5CCNAME", "FILE:" + folder.resolve("tickets"));
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** Hosts are called as they are written: no name server is asked. */
    private String client() {
        return """
                [libdefaults]
                  default_realm = %1$s
                  dns_lookup_kdc = false
                  dns_lookup_realm = false
                  dns_canonicalize_hostname = false
                  rdns = false
                [realms]
                  %1$s = {
                    kdc = 127.0.0.1:%2$d
                  }
                """.formatted(REALM, port);
    }

    private void begin(String person, String host) throws IOException, InterruptedException {
        run("/usr/sbin/kdb5_util", "create", "-s", "-r", REALM, "-P", "master");
        Path keytab = folder.resolve("keytab");
        for (String query : List.of(
                "addprinc -pw " + PASSWORD + " " + person,
                "addprinc -randkey host/" + host,
                "ktadd -k " + keytab + " host/" + host)) {
            run("/usr/sbin/kadmin.local", "-r", REALM, "-q", query);
        }
        serve();
        onTheBox("/etc/krb5.keytab", Files.readAllBytes(keytab));
        onTheBox("/etc/krb5.conf", Files.readAllBytes(folder.resolve("krb5.conf")));
    }

    private void serve() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/usr/sbin/krb5kdc", "-n", "-r", REALM);
        builder.environment().putAll(environment);
        server = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("kdc.out").toFile())
                .start();
    }

    private static void onTheBox(String path, byte[] content) throws IOException {
        String text = Base64.getEncoder().encodeToString(content);
        Lab.run("exec", BOX, "umask 077; echo " + text + " | base64 -d >" + path);
    }

    /** Gets the person a ticket, as kinit does. The KDC may still be starting. */
    void signIn(String person) throws IOException, InterruptedException {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (true) {
            ProcessBuilder builder = new ProcessBuilder("kinit", person).redirectErrorStream(true);
            builder.environment().putAll(environment);
            builder.redirectInput(password.toFile());
            Process kinit = builder.start();
            String said = new String(kinit.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (kinit.waitFor() == 0) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IOException("no ticket: " + said);
            }
        }
    }

    private void run(String... argv) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(argv));
        KeyGen.run(environment, line.toArray(String[]::new));
    }

    /** For ssh and for kinit. */
    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.destroy();
        }
        Lab.run("exec", BOX, "rm -f /etc/krb5.keytab /etc/krb5.conf");
    }
}
