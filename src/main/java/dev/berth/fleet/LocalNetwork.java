package dev.berth.fleet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which networks this machine is in, as a text that changes when they do. */
final class LocalNetwork {
    /** Linux's own list, since the addresses don't tell that the way out is another one. */
    private static final Path ROUTES = Path.of("/proc/net/route");

    private LocalNetwork() {}

    /** Takes a millisecond or two; blocks no longer than the system's own lists do. */
    static String now() {
        return String.join("\n", addresses()) + "\n" + routes();
    }

    /** Link-local ones say nothing about the way to a host, and each container that starts brings some. */
    private static List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        try {
            for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(one.getInetAddresses())) {
                    if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
                        addresses.add(one.getName() + " " + address.getHostAddress());
                    }
                }
            }
        } catch (SocketException none) {
            addresses.add("none");
        }
        Collections.sort(addresses);
        return addresses;
    }

    private static String routes() {
        try {
            return Files.readString(ROUTES);
        } catch (IOException notLinux) {
            return "";
        }
    }
}
