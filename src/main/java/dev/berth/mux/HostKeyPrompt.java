package dev.berth.mux;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ssh's question about an unknown host key, taken apart.
 *
 * @param server {@code name:port} or the name alone, as ssh writes it
 */
record HostKeyPrompt(String server, String keyType, String fingerprint) {
    private static final Pattern SERVER = Pattern.compile("authenticity of host '([^']+)'");
    private static final Pattern KEY = Pattern.compile("(\\S+) key fingerprint is:?\\s*(SHA256:[A-Za-z0-9+/=]+)");

    /** Null where it is another question. */
    static @Nullable HostKeyPrompt of(String prompt) {
        Matcher server = SERVER.matcher(prompt);
        Matcher key = KEY.matcher(prompt);
        if (!prompt.contains("continue connecting") || !server.find() || !key.find()) {
            return null;
        }
        String name = server.group(1);
        int address = name.indexOf(" (");
        return new HostKeyPrompt(address < 0 ? name : name.substring(0, address), key.group(1), key.group(2));
    }
}
