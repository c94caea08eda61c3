package dev.berth.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.api.Problem;
import dev.berth.api.Secret;
import dev.berth.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * Who somebody is to a registry.
 *
 * @param registry as docker's own files name it, see {@link #registry}
 * @param user {@code <token>} where the password is an identity token
 */
public record RegistryLogin(String registry, String user, Secret password) {
    static final String TOKEN = "<token>";

    private static final String HUB = "https://index.docker.io/v1/";
    private static final ObjectMapper JSON = new ObjectMapper();

    public RegistryLogin {
        registry = registry(registry);
    }

    /** Docker Hub has an address of old times in docker's files. */
    private static String registry(String named) {
        return named.isEmpty() || named.equals("docker.io") || named.equals("index.docker.io") ? HUB : named;
    }

    /** Of an image's name: its first part is a registry only where it can be no name of a space. */
    public static String of(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean host = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
        return registry(host ? first : "");
    }

    /**
     * An image that was not pulled or pushed; tells how to log in where the registry took somebody for nobody.
     *
     * @param why the registry's own words
     */
    public static Problem refused(String host, String image, String why, String message) {
        if (!why.toLowerCase(Locale.ROOT).matches("(?s).*(denied|unauthorized|authentication|credentials).*")) {
            return Problem.of(Problem.Code.COMMAND_FAILED, message);
        }
        String registry = of(image);
        return Problem.of(
                Problem.Code.COMMAND_FAILED,
                message,
                "Is the name right? A private registry wants a login: L in the list of images, or berth login " + host
                        + (registry.equals(HUB) ? "." : " " + registry + "."));
    }

    /** What the engine passes on to the registry with a pull. */
    String header() {
        return Base64.getUrlEncoder().encodeToString(auth());
    }

    /** Whether the registry takes it, for the engine to ask. */
    HttpRequest question(String version) {
        return new HttpRequest("POST", "/v" + version + "/auth", Map.of("Content-Type", "application/json"), auth());
    }

    private byte[] auth() {
        ObjectNode auth = JSON.createObjectNode();
        if (user.equals(TOKEN)) {
            auth.put("identitytoken", password.reveal());
        } else {
            auth.put("username", user).put("password", password.reveal());
        }
        auth.put("serveraddress", registry);
        return auth.toString().getBytes(StandardCharsets.UTF_8);
    }
}
