package dev.berth.ssh;

import dev.berth.ssh.Destination.Source;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of a connection on this machine; ssh_config(5), BindAddress and BindInterface. */
final class LocalEnd {
    private LocalEnd() {}

    /** @throws IOException where this machine has no such address, of the kind that {@code target} is */
    static void bind(Socket socket, Source source, InetAddress target) throws IOException, InterruptedException {
        InetAddress from = address(source, target instanceof Inet6Address);
        if (from == null) {
            return;
        }
        try {
            socket.bind(new InetSocketAddress(from, 0));
        } catch (IOException foreign) {
            throw new IOException(from.getHostAddress() + " (BindAddress) is no address of this machine", foreign);
        }
    }

    /** As in ssh the address wins. */
    private static @Nullable InetAddress address(Source source, boolean v6) throws IOException, InterruptedException {
        String address = source.address();
        String name = source.networkInterface();
        if (address != null) {
            return ofName(address, v6);
        }
        return name == null ? null : ofInterface(name, v6);
    }

    private static InetAddress ofName(String name, boolean v6) throws IOException, InterruptedException {
        Destination.AddressFamily family = v6 ? Destination.AddressFamily.INET6 : Destination.AddressFamily.INET;
        try {
            return Names.addresses(name, family).getFirst();
        } catch (UnknownHostException none) {
            throw new IOException("BindAddress " + name + " is no " + (v6 ? "IPv6" : "IPv4") + " address", none);
        }
    }

    private static InetAddress ofInterface(String name, boolean v6) throws IOException {
        NetworkInterface found = NetworkInterface.getByName(name);
        List<InetAddress> all = found == null ? List.of() : Collections.list(found.getInetAddresses());
        return all.stream()
                .filter(address -> address instanceof Inet6Address == v6 && !address.isLinkLocalAddress())
                .findFirst()
                .orElseThrow(() -> new IOException("the network interface " + name + " (BindInterface) "
                        + (found == null ? "does not exist" : "has no fitting address")));
    }
}
