package dev.berth.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.hostkey.StrictHostKeyChecking;
import dev.berth.link.ShellSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshConfigurationTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", System.getenv("PATH"));
    private static final Path HOME = Path.of(System.getProperty("user.home"));

    @TempDir
    private Path folder;

    @BeforeEach
    void needsTheClient() {
        Assumptions.assumeTrue(ConfigurationCommand.client(ENVIRONMENT) != null, "no OpenSSH client here");
    }

    private SshConfiguration configuration(String text) throws IOException {
        return new SshConfiguration(Files.writeString(folder.resolve("config"), text));
    }

    private Destination resolve(String host, String text) throws Exception {
        return configuration(text).resolve(host, ENVIRONMENT);
    }

    @Test
    void listsAliasesThroughIncludeInOrder() throws IOException {
        Files.createDirectories(folder.resolve("more.d"));
        Files.writeString(folder.resolve("more.d/b.conf"), "Host from-b\n");
        Files.writeString(folder.resolve("more.d/a.conf"), "host=from-a \"in quotes\" # said so\n");
        Files.writeString(folder.resolve("more.d/.hidden.conf"), "Host hidden\n");
        Files.writeString(folder.resolve("loop"), "Include " + folder.resolve("loop") + "\nHost in-loop\n");
        String text = "Host first second\n  HostName x\nInclude " + folder + "/more.*/*.conf " + folder + "/none/* "
                + folder.resolve("loop") + "\nHost *.corp !not-this bo?\nMatch host z\nHost last\n";

        assertEquals(
                List.of("first", "second", "from-a", "in quotes", "from-b", "in-loop", "last"),
                List.copyOf(configuration(text).listed().keySet()));
        assertEquals(
                List.of("", "", "a", "a", "b", "loop", ""),
                List.copyOf(configuration(text).listed().values()));
    }

    @Test
    void readsWhatAShellIsToHave() throws Exception {
        String text = """
                Host box
                  SendEnv LC_* ALSO?
                  SetEnv LC_A=set "B=two words"
                  RemoteCommand tmux attach -t %n-%r; date +%%Y
                  User ann
                  ForwardAgent yes
                  IdentityAgent ~/agent
                Host other
                  ForwardAgent $OTHER_AGENT
                """;
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.putAll(Map.of("LC_A", "sent", "LC_C", "c", "ALSO1", "1", "ALSO", "no", "OTHER_AGENT", "/other"));

        ShellSettings box = configuration(text).resolve("box", environment).shell();

        assertEquals(Map.of("LC_A", "set", "LC_C", "c", "ALSO1", "1", "B", "two words"), box.environment());
        assertEquals("tmux attach -t box-ann; date +%Y", box.command());
        assertEquals(HOME.resolve("agent").toString(), box.agent());
        assertEquals(
                "/other",
                configuration(text).resolve("other", environment).shell().agent());
        assertEquals(ShellSettings.NONE, resolve("ann@host", "").shell());
    }

    @Test
    void knowsAliasesAndAddressesOnly() throws IOException {
        SshConfiguration configuration = configuration("Host box\n");

        assertTrue(configuration.knows("box"));
        assertTrue(configuration.knows("dev@10.0.0.1:2222"));
        assertFalse(configuration.knows("bix"));
    }

    @Test
    void readsWhatSshReads() throws Exception {
        Destination box = resolve("box", """
                Host box
                  HostName 10.1.2.3
                  User dev
                  Port 2222
                  IdentityFile ~/keys/%h_%r
                  IdentityFile "/with space/key"
                  IdentitiesOnly yes
                  IdentityAgent none
                  UserKnownHostsFile ~/kh1 /kh2
                  GlobalKnownHostsFile /kh3
                  HostKeyAlias pool
                  HashKnownHosts yes
                  ConnectTimeout 7
                  ServerAliveInterval 20
                  ServerAliveCountMax 4
                  StrictHostKeyChecking accept-new
                  PreferredAuthentications password,publickey
                """);

        assertEquals("10.1.2.3", box.hostName());
        assertEquals(2222, box.port());
        assertEquals("dev", box.user());
        assertEquals(List.of(HOME.resolve("keys/10.1.2.3_dev"), Path.of("/with space/key")), box.identityFiles());
        assertTrue(box.identitiesOnly());
        assertEquals("none", box.identityAgent());
        assertEquals(List.of(HOME.resolve("kh1"), Path.of("/kh2")), box.knownHostsFiles());
        assertEquals(List.of(Path.of("/kh3")), box.globalKnownHostsFiles());
        assertEquals("pool", box.hostKeyAlias());
        assertTrue(box.hashKnownHosts());
        assertEquals(Duration.ofSeconds(7), box.connectTimeout());
        assertEquals(new Destination.ServerAlive(Duration.ofSeconds(20), 4), box.serverAlive());
        assertEquals(StrictHostKeyChecking.ACCEPT_NEW, box.strict());
        assertEquals(List.of("password", "publickey"), box.authentications());
        assertEquals(Destination.Preferences.NONE, box.preferences());
        assertEquals(List.of(), box.unsupported());
    }

    @Test
    void keepsToOpenSshsDefaultsWhereNothingIsSet() throws Exception {
        Destination box = resolve("box", "Host box\n  HostName 10.1.2.3\n");

        assertEquals(22, box.port());
        assertEquals(System.getProperty("user.name"), box.user());
        assertTrue(box.identityFiles().contains(HOME.resolve(".ssh/id_ed25519")));
        assertNull(box.identityAgent());
        assertEquals(StrictHostKeyChecking.ASK, box.strict());
        assertEquals(List.of("publickey", "keyboard-interactive", "password"), box.authentications());
    }

    @Test
    void takesNoIntervalOfDebiansForTheUsers() throws Exception {
        Destination box = resolve("box", "Host box\n  HostName 10.1.2.3\n  BatchMode yes\n");

        assertTrue(box.batchMode());
        assertEquals(Destination.ServerAlive.OURS, box.serverAlive());
    }

    @Test
    void takesTheUsersChoiceOfAlgorithms() throws Exception {
        Destination box = resolve("box", "Host box\n  HostName 10.1.2.3\n  Ciphers aes256-ctr,aes128-ctr\n");

        assertEquals(List.of("aes256-ctr", "aes128-ctr"), box.preferences().ciphers());
        assertEquals(List.of(), box.preferences().macs());
    }

    @Test
    void expandsTheEnvironmentAndTheAgentsVariable() throws Exception {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("KEYS", "/keys");
        environment.put("MY_AGENT", "/run/agent");

        Destination box = configuration(
                        "Host box\n  HostName 10.1.2.3\n  IdentityAgent $MY_AGENT\n  IdentityFile ${KEYS}/id\n")
                .resolve("box", environment);

        assertEquals("/run/agent", box.identityAgent());
        assertEquals(List.of(Path.of("/keys/id")), box.identityFiles());
    }

    @Test
    void followsJumpHostsThatJumpThemselves() throws Exception {
        Destination box = resolve("box", """
                Host box
                  HostName 10.0.0.3
                  ProxyJump near,far
                Host near
                  HostName 10.0.0.1
                  ProxyJump door
                Host far
                  HostName 10.0.0.2
                  User other
                  ProxyJump unused
                Host door
                  HostName 10.0.0.9
                  Port 99
                """);

        assertEquals(
                List.of("door", "near", "far"),
                box.jumps().stream().map(Destination::alias).toList());
        assertEquals("other", box.jumps().getLast().user());
        assertNull(box.proxyCommand());
    }

    @Test
    void expandsAProxyCommand() throws Exception {
        Destination box =
                resolve("box", "Host box\n  HostName 10.1.2.3\n  User me\n  ProxyCommand via %n %h %p %r %%\n");

        assertEquals("via box 10.1.2.3 22 me %", box.proxyCommand());
    }

    @Test
    void readsAnAddressWithUserAndPort() throws Exception {
        Destination box = resolve("dev@10.1.2.3:2222", "Host *\n  User nobody\n  Port 1\n");

        assertEquals("dev@10.1.2.3:2222", box.server());
        assertEquals("[::1]:22", resolve("x@::1", "").address());
        assertEquals("[::1]:2200", resolve("x@[::1]:2200", "").address());
    }

    @Test
    void tellsWhatItCanNotHonour() throws Exception {
        Destination box = resolve("box", """
                Host box
                  HostName 10.1.2.3
                  PKCS11Provider /usr/lib/opensc.so
                  KnownHostsCommand /usr/bin/keys %H
                  MACs umac-64@openssh.com
                """);

        assertEquals(
                List.of(
                        "pkcs11provider /usr/lib/opensc.so",
                        "knownhostscommand /usr/bin/keys %H",
                        "macs umac-64@openssh.com"),
                box.unsupported());
    }

    /** A key on a security key, which an agent could sign with: there is none here. */
    @Test
    void leavesToOpenSshWhatOnlyItCanLogInWith() throws Exception {
        Path key = Files.writeString(folder.resolve("id_sk"), """
                -----BEGIN OPENSSH PRIVATE KEY-----
                b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAASgAAABpzay1zc2
                gtZWQyNTUxOUBvcGVuc3NoLmNvbQAAACAShZN3H23PQb5XfR2Jy4dESZryLYC+38YWEXeu
                IomxlQAAAARzc2g6AAAAqAEwUhIBMFISAAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY2
                9tAAAAIBKFk3cfbc9Bvld9HYnLh0RJmvItgL7fxhYRd64iibGVAAAABHNzaDoBAAAAQJYB
                TbZSYOZ6wwh8M58TVh9f03U82hDmKTJw7aegKdJcEoWTdx9tz0G+V30dicuHREma8i2Avt
                /GFhF3riKJsZUAAAAAAAAAB3Jvb3RAdm0BAg==
                -----END OPENSSH PRIVATE KEY-----
                """);

        Destination box = resolve(
                "box", "Host box\n  HostName 10.1.2.3\n  HostbasedAuthentication yes\n  IdentityFile " + key + "\n");

        assertEquals(List.of("hostbasedauthentication yes", "identityfile " + key), box.unsupported());
    }

    @Test
    void takesAHostThatAPatternOfTheConfigurationLeadsSomewhere() throws Exception {
        assertEquals(
                "10.1.2.3",
                resolve("gpu7.rack", "Host *.rack\n  HostName 10.1.2.3\n").hostName());
    }

    @Test
    void neverTakesAHostForAnOption() {
        Problem problem = problem("-oProxyCommand=touch /tmp/owned", "");

        assertEquals(Code.HOST_UNKNOWN, problem.code());
    }

    @Test
    void quotesSshAboutABrokenFile() {
        Problem problem = problem("box", "Host box\n  Prot 22\n");

        assertEquals(Code.BAD_CONFIG, problem.code());
        assertTrue(problem.message().contains("line 2"), problem.message());
        assertTrue(problem.message().toLowerCase(java.util.Locale.ROOT).contains("prot"), problem.message());
    }

    @Test
    void saysThatAHostIsNotKnown() {
        assertEquals(Code.HOST_UNKNOWN, problem("no-such-host.invalid", "").code());
    }

    @Test
    void noticesAJumpThatLeadsBack() {
        assertEquals(
                Code.BAD_CONFIG,
                problem("a", "Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n").code());
    }

    @Test
    void worksWithAddressesOnlyWhereSshIsNotInstalled() throws Exception {
        Map<String, String> bare = Map.of("PATH", folder.toString());
        SshConfiguration configuration = configuration("Host box\n");

        assertEquals(
                "dev@10.0.0.1:2222",
                configuration.resolve("dev@10.0.0.1:2222", bare).server());
        ProblemException missing = assertThrows(ProblemException.class, () -> configuration.resolve("box", bare));
        assertEquals(Code.NOT_SUPPORTED, missing.problem().code());
    }

    private Problem problem(String host, String text) {
        return assertThrows(ProblemException.class, () -> resolve(host, text)).problem();
    }
}
