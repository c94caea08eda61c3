package dev.berth.api;

import org.jspecify.annotations.Nullable;

/**
 * A TCP port that a host or one of its containers listens on.
 *
 * @param container name; null for a port of the host itself
 * @param address the widest it listens on: one of all addresses before the loopback, that before any other
 * @param pid as its own container sees it; null where it can't be told who listens
 * @param process the program's short name; null where it can't be told
 * @param name what it is known as, such as TensorBoard; null where that can't be told
 * @param relay only the container's own loopback reaches it, so that a tunnel needs a relay in there
 * @param localPort the laptop's end of its tunnel; null where there is none
 */
public record ListeningPort(
        String host,
        @Nullable String container,
        int port,
        String address,
        @Nullable Long pid,
        @Nullable String process,
        @Nullable String name,
        boolean relay,
        @Nullable Integer localPort) {

    /** The same port with what this machine knows of it. */
    public ListeningPort at(@Nullable Integer local) {
        return new ListeningPort(host, container, port, address, pid, process, name, relay, local);
    }

    /** Address and port, with the brackets of RFC 3986 around IPv6. */
    public String end() {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port;
    }

    /** The far end as a tunnel's spec names it: the port alone wherever the loopback or a container's route reaches it. */
    public String spec() {
        boolean plain = container != null
                || switch (address) {
                    case "0.0.0.0", "::", "127.0.0.1", "::1" -> true;
                    default -> false;
                };
        return plain ? Integer.toString(port) : end();
    }
}
