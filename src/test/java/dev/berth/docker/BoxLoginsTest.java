package dev.berth.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.berth.api.Secret;
import dev.berth.link.CommandJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Logins as docker keeps them in files. */
class BoxLoginsTest {
    private final FakeEngine box = new FakeEngine("1.44");
    private final List<String> journal = new ArrayList<>();

    private @Nullable RegistryLogin of(String config, String registry) throws IOException {
        box.commands.put("config.json", config);
        CommandJournal taking = (text, exit, took, poll) -> journal.add(text);
        return new BoxLogins(box, taking, false).of(registry);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPasswordIsReadFromTheFile() throws IOException {
        String config = "{\"auths\":{\"nvcr.io\":{\"auth\":\"" + base64("$oauthtoken:a:key") + "\"}}}";
        assertEquals(new RegistryLogin("nvcr.io", "$oauthtoken", new Secret("a:key")), of(config, "nvcr.io"));
        assertNull(of(config, "ghcr.io"));
        assertFalse(journal.toString().contains("key"), journal::toString);
    }

    @Test
    void aProgramThatTheFileNamesIsAsked() throws IOException {
        box.commands.put(
                "docker-credential-", "{\"ServerURL\":\"nvcr.io\",\"Username\":\"ann\",\"Secret\":\"from the store\"}");
        assertEquals(
                new RegistryLogin("nvcr.io", "ann", new Secret("from the store")),
                of("{\"credHelpers\":{\"nvcr.io\":\"pass\"}}", "nvcr.io"));
        assertEquals("docker-credential-pass get", journal.getLast());
        assertNull(of("{\"credsStore\":\"x; reboot\"}", "nvcr.io"), "no program has such a name");
    }

    @Test
    void anIdentityTokenIsSentAsSuch() throws IOException {
        RegistryLogin login = of("{\"auths\":{\"r:5000\":{\"identitytoken\":\"tok\"}}}", "r:5000");
        assertEquals(
                "{\"identitytoken\":\"tok\",\"serveraddress\":\"r:5000\"}",
                new String(Base64.getUrlDecoder().decode(login == null ? "" : login.header()), StandardCharsets.UTF_8));
    }

    @Test
    void aFileThatCantBeReadIsNone() throws IOException {
        assertNull(of("", "nvcr.io"));
        assertNull(of("[broken", "nvcr.io"));
        assertNull(of("{\"auths\":{\"nvcr.io\":{\"auth\":\"%%\"}}}", "nvcr.io"));
    }

    @Test
    void theRegistryIsTheFirstPartOfANameWhereThatIsAHost() {
        assertEquals("nvcr.io", RegistryLogin.of("nvcr.io/nvidia/pytorch:24.10-py3"));
        assertEquals("localhost:5000", RegistryLogin.of("localhost:5000/x"));
        assertEquals("https://index.docker.io/v1/", RegistryLogin.of("library/busybox"));
        assertEquals("https://index.docker.io/v1/", RegistryLogin.of("busybox:1.35"));
        assertEquals("https://index.docker.io/v1/", new RegistryLogin("", "ann", new Secret("x")).registry());
    }
}
