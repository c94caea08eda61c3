package dev.berth.ssh;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.hostkey.KnownHost;
import dev.berth.hostkey.KnownHosts;
import dev.berth.hostkey.KnownHostsFile;
import dev.berth.ssh.HostKeyLook.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KnownHostsTest {
    private static final PublicKey KEY = EmbeddedSshd.newKey().getPublic();
    private static final PublicKey OTHER = EmbeddedSshd.newKey().getPublic();

    private static final String RSA = "ssh-rsa " + base64("ssh-rsa", 2);
    private static final String ED25519 = "ssh-ed25519 " + base64("ssh-ed25519", 1);

    private static final String MINE = line(KEY);
    private static final String THEIRS = line(OTHER);

    @TempDir
    private Path home;

    /** A key of that type as far as anybody can tell who does not use it. */
    private static String base64(String type, int fields) {
        Buffer.PlainBuffer key = new Buffer.PlainBuffer().putString(type);
        for (int i = 0; i < fields; i++) {
            key.putBytes(new byte[32]);
        }
        return Base64.getEncoder().encodeToString(key.getCompactData());
    }

    private static String line(PublicKey key) {
        return "ecdsa-sha2-nistp256 " + Base64.getEncoder().encodeToString(HostKeys.blob(key));
    }

    /** The file's text, the port of box.example that is asked about, and what OpenSSH would say of it. */
    static Stream<Arguments> files() {
        String hashed = KnownHost.hashed("box.example", new byte[20]);
        return Stream.of(
                Arguments.of("", 22, Verdict.UNKNOWN),
                Arguments.of("box.example " + MINE, 22, Verdict.KNOWN),
                Arguments.of("box.example " + THEIRS, 22, Verdict.CHANGED),
                Arguments.of("other.example " + THEIRS, 22, Verdict.UNKNOWN),
                Arguments.of("BOX.Example " + MINE, 22, Verdict.KNOWN),
                Arguments.of("a,box.example,b " + MINE + " a comment", 22, Verdict.KNOWN),
                Arguments.of("*.example " + MINE, 22, Verdict.KNOWN),
                Arguments.of("bo?.example " + MINE, 22, Verdict.KNOWN),
                Arguments.of("bo?.exampl " + MINE, 22, Verdict.UNKNOWN),
                Arguments.of("*.example,!box.example " + MINE, 22, Verdict.UNKNOWN),
                Arguments.of("!box.example,*.example " + THEIRS, 22, Verdict.UNKNOWN),
                Arguments.of("!bad.example " + MINE, 22, Verdict.UNKNOWN),
                Arguments.of(hashed + " " + MINE, 22, Verdict.KNOWN),
                Arguments.of(hashed + " " + THEIRS, 22, Verdict.CHANGED),
                Arguments.of("|1|broken " + MINE, 22, Verdict.UNKNOWN),
                Arguments.of("[box.example]:2222 " + MINE, 2222, Verdict.KNOWN),
                Arguments.of("[box.example]:2222 " + THEIRS, 2222, Verdict.CHANGED),
                Arguments.of("[box.example]:2222 " + MINE, 22, Verdict.UNKNOWN),
                Arguments.of("[*.example]:* " + MINE, 2222, Verdict.KNOWN),
                Arguments.of("[*.example]:*,![box.example]:2222 " + MINE, 2222, Verdict.UNKNOWN),
                Arguments.of("box.example " + MINE, 2222, Verdict.KNOWN),
                Arguments.of("box.example " + THEIRS, 2222, Verdict.UNKNOWN),
                Arguments.of("box.example " + THEIRS + "\nbox.example " + MINE, 22, Verdict.KNOWN),
                Arguments.of("@revoked * " + MINE + "\nbox.example " + MINE, 22, Verdict.REVOKED),
                Arguments.of("box.example " + MINE + "\n@revoked box.example " + MINE, 22, Verdict.REVOKED),
                Arguments.of("@revoked * " + THEIRS + "\nbox.example " + MINE, 22, Verdict.KNOWN),
                Arguments.of("@cert-authority *.example " + MINE, 22, Verdict.UNKNOWN),
                Arguments.of("@strange box.example " + MINE, 22, Verdict.UNKNOWN),
                Arguments.of("# box.example " + MINE, 22, Verdict.UNKNOWN),
                Arguments.of("box.example ecdsa-sha2-nistp256 not!base64\nbox.example " + MINE, 22, Verdict.KNOWN),
                Arguments.of("box.example ecdsa-sha2-nistp256", 22, Verdict.UNKNOWN),
                Arguments.of("box.example ssh-ed25519 AAAA", 22, Verdict.UNKNOWN),
                Arguments.of("box.example " + ED25519, 22, Verdict.CHANGED),
                Arguments.of("box.example " + RSA.replace("ssh-rsa ", "ssh-ed25519 "), 22, Verdict.UNKNOWN),
                Arguments.of("box.example " + ED25519.substring(0, 50), 22, Verdict.UNKNOWN),
                Arguments.of("box.example weird-type AAAA", 22, Verdict.UNKNOWN),
                Arguments.of("box.example " + MINE + "\n[box.example]:2222 " + THEIRS, 2222, Verdict.CHANGED),
                Arguments.of("  box.example\t" + MINE + "\r\n", 22, Verdict.KNOWN));
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhatOpenSshWouldSay(String text, int port, Verdict verdict) throws IOException {
        Path file = Files.writeString(home.resolve("known_hosts"), text);
        List<String> names = box(port).keyNames();

        assertEquals(
                verdict,
                new HostKeyLook(new KnownHosts(List.of(file)))
                        .look(names, "box.example", KEY)
                        .verdict());
    }

    private Destination box(int port) {
        return Destination.plain("box", "dev", "Box.example", port, home);
    }

    @Test
    void looksIntoEveryFileAndNamesTheLineThatDecided() throws IOException {
        Path first = Files.writeString(home.resolve("first"), "# nothing\n\n");
        Path second = Files.writeString(home.resolve("second"), "\nbox.example " + THEIRS + "\n");

        KnownHost line = new HostKeyLook(new KnownHosts(List.of(home.resolve("missing"), first, second)))
                .look(List.of("box.example"), "box.example", KEY)
                .line();

        assertEquals(second, requireNonNull(line).file());
        assertEquals(2, line.line());
    }

    @Test
    void asksFirstForTheKindOfKeyThatIsKnown() throws IOException {
        Path file = Files.writeString(
                home.resolve("known_hosts"), "box.example " + RSA + "\n@revoked box.example " + THEIRS + "\n");

        assertEquals(
                List.of("rsa-sha2-512", "rsa-sha2-256"),
                new HostKeyLook(new KnownHosts(List.of(file))).algorithms(List.of("box.example")));
    }

    @Test
    void addsToAFileWithoutALastLineEnd() throws IOException {
        Path file = Files.writeString(home.resolve("known_hosts"), "other " + THEIRS);

        KnownHostsFile.add(file, "[box.example]:2222", "ecdsa-sha2-nistp256", HostKeys.blob(KEY), false);

        assertEquals("other " + THEIRS + "\n[box.example]:2222 " + MINE + "\n", Files.readString(file));
    }

    @Test
    void hidesTheNameWhereTheConfigurationSaysSo() throws IOException {
        Path file = home.resolve("ssh").resolve("known_hosts");

        KnownHostsFile.add(file, "box.example", "ecdsa-sha2-nistp256", HostKeys.blob(KEY), true);

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("|1|", Files.readString(file).substring(0, 3));
        assertEquals(
                Verdict.KNOWN,
                new HostKeyLook(new KnownHosts(List.of(file)))
                        .look(List.of("box.example"), "box.example", KEY)
                        .verdict());
    }

    @Test
    void takesLinesOutAsSshKeygenDoes() throws Exception {
        String text = "# a comment\n\nother " + THEIRS + "\nbox.example " + MINE + " mine\n*.example " + RSA + "\n"
                + "box.example,10.0.0.7 " + THEIRS + "\n" + KnownHost.hashed("box.example", new byte[20]) + " " + MINE
                + "\n@revoked box.example " + THEIRS + "\n@cert-authority *.example " + MINE
                + "\n[box.example]:2222 " + MINE + "\n!box.example,*.example " + MINE + "\n  tail\t" + MINE + "\n";
        Path theirs = Files.writeString(home.resolve("theirs"), text);
        Path ours = Files.writeString(home.resolve("ours"), text);
        Process keygen = new ProcessBuilder("ssh-keygen", "-R", "box.example", "-f", theirs.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keygen.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, keygen.waitFor(), said);

        KnownHostsFile.remove(ours, "box.example");

        assertEquals(Files.readString(theirs), Files.readString(ours));
        assertEquals(text, Files.readString(home.resolve("ours.old")));
    }

    @Test
    void keepsTheLinkThePermissionsAndWhatCantBeRead() throws IOException {
        String rest = "no line \u00e9\r\n" + "other " + THEIRS;
        Path real = Files.writeString(home.resolve("real"), "box.example " + MINE + "\n" + rest);
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(home.resolve("known_hosts"), real);

        KnownHostsFile.remove(link, "box.example");

        assertTrue(Files.isSymbolicLink(link));
        assertEquals(rest, Files.readString(real));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(real)));
        assertEquals(
                List.of("known_hosts", "real", "real.old"),
                Stream.of(requireNonNull(home.toFile().list())).sorted().toList());
    }

    @Test
    void addsNothingToADevice() throws IOException {
        KnownHostsFile.add(Path.of("/dev/null"), "box.example", "ecdsa-sha2-nistp256", HostKeys.blob(KEY), false);

        assertEquals(0, Files.size(Path.of("/dev/null")));
    }
}
