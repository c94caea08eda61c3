package dev.berth.walk;

import dev.berth.ssh.KeyGen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A smart card in software: SoftHSM with one key.
 *
 * @param module what PKCS11Provider names
 * @param settings what SOFTHSM2_CONF names
 * @param publicKey the line for authorized_keys
 */
record SoftToken(Path module, Path settings, String publicKey) {
    static final String PIN = "271828";
    static final String LABEL = "berth";

    private static final List<String> MODULES =
            List.of("/usr/lib/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so");

    /** Skips the test where there is no SoftHSM. */
    static SoftToken make(Path folder) throws IOException, InterruptedException {
        Optional<Path> module =
                MODULES.stream().map(Path::of).filter(Files::exists).findFirst();
        Assumptions.assumeTrue(module.isPresent(), "no SoftHSM here: apt-get install softhsm2");
        Path tokens = Files.createDirectory(folder.resolve("tokens"));
        Path settings = Files.writeString(
                folder.resolve("softhsm2.conf"),
                "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
        SoftToken token =
                new SoftToken(module.orElseThrow(), settings, Files.readString(KeyGen.pub(pem(folder.resolve("key")))));
        token.tool("--init-token", "--free", "--label", LABEL, "--pin", PIN, "--so-pin", PIN);
        token.tool(
                "--import",
                folder.resolve("key").toString(),
                "--token",
                LABEL,
                "--pin",
                PIN,
                "--label",
                "k",
                "--id",
                "01");
        return token;
    }

    /** In the form that SoftHSM takes. */
    private static Path pem(Path key) throws IOException, InterruptedException {
        KeyGen.make(key, "rsa");
        KeyGen.run("ssh-keygen", "-q", "-p", "-m", "PKCS8", "-P", "", "-N", "", "-f", key.toString());
        return key;
    }

    private void tool(String... arguments) throws IOException, InterruptedException {
        List<String> line = new java.util.ArrayList<>(List.of("softhsm2-util"));
        line.addAll(List.of(arguments));
        KeyGen.run(environment(), line.toArray(String[]::new));
    }

    Map<String, String> environment() {
        return Map.of("SOFTHSM2_CONF", settings.toString());
    }
}
