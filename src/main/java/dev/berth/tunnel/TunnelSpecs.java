package dev.berth.tunnel;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus.Kind;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads tunnels as people write them: short forms, ssh's own, or the {@code -L} of a whole ssh line. */
public final class TunnelSpecs {
    private static final Pattern NAME = Pattern.compile("(?=.*\\D)[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]{0,63}");

    private TunnelSpecs() {}

    /**
     * Reads {@code 8888}, {@code 8888:9999} (local, far), {@code db:5432} (host, port), {@code 8888:db:5432},
     * {@code 8888:/run/x.sock}, each of the last two with an address to listen on before it, and {@code -L …},
     * {@code -R …} and {@code -D …} as ssh takes them.
     *
     * @param name null makes one of host, container and port
     * @param localPort goes before the one that the spec names
     * @throws ProblemException USAGE, naming the part that can't be read
     */
    public static TunnelSpec parse(
            String spec, String host, @Nullable String container, @Nullable String name, Request.LocalPort localPort)
            throws ProblemException {
        SshForward forward = SshForward.find(spec);
        if (container != null && forward.kind() != Kind.LOCAL) {
            throw usage("A " + (forward.kind() == Kind.REMOTE ? "-R" : "-D") + " tunnel is the host's: " + host
                    + " without /" + container + ".");
        }
        Fields fields = new Fields(forward.fields(), spec);
        Ends ends = switch (forward.kind()) {
            case LOCAL -> local(fields);
            case REMOTE -> remote(fields);
            case DYNAMIC -> dynamic(fields);
        };
        int port = forward.kind() == Kind.REMOTE ? ends.localPort : choose(ends.localPort, localPort);
        return new TunnelSpec(
                name == null ? named(host, container, port) : checked(name),
                host,
                container,
                forward.kind(),
                ends.bind,
                port,
                ends.address,
                ends.port,
                ends.path,
                null,
                false,
                false,
                false);
    }

    private record Ends(
            List<String> bind,
            int localPort,
            String address,
            int port,
            @Nullable String path) {}

    private static Ends local(Fields f) throws ProblemException {
        if (f.last().startsWith("/")) {
            return socket(f);
        }
        boolean bindless = f.isNumber(0);
        return switch (f.count()) {
            case 1 -> new Ends(TunnelSpec.LOOPBACK, f.port(0), "localhost", f.port(0), null);
            case 2 ->
                bindless
                        ? new Ends(TunnelSpec.LOOPBACK, f.port(0), "localhost", f.port(1), null)
                        : new Ends(TunnelSpec.LOOPBACK, f.port(1), f.host(0), f.port(1), null);
            case 3 ->
                bindless
                        ? new Ends(TunnelSpec.LOOPBACK, f.port(0), f.host(1), f.port(2), null)
                        : new Ends(f.bind(0), f.port(1), "localhost", f.port(2), null);
            case 4 -> new Ends(f.bind(0), f.port(1), f.host(2), f.port(3), null);
            default -> throw f.unreadable("it has too many parts");
        };
    }

    private static Ends socket(Fields f) throws ProblemException {
        return switch (f.count()) {
            case 2 -> new Ends(TunnelSpec.LOOPBACK, f.port(0), "", 0, f.last());
            case 3 -> new Ends(f.bind(0), f.port(1), "", 0, f.last());
            default -> throw f.unreadable("a socket's tunnel is port:/path");
        };
    }

    /** {@code [bind:]port:host:hostport}: the box listens; port 0 lets it choose. */
    private static Ends remote(Fields f) throws ProblemException {
        int at = f.count() - 3;
        if (at != 0 && at != 1) {
            throw f.unreadable("a remote tunnel is -R port:host:port");
        }
        return new Ends(
                List.of(f.host(at + 1)),
                f.port(at + 2),
                at == 1 ? f.remoteBind(0) : "localhost",
                f.isNumber(at) && f.part(at).equals("0") ? 0 : f.port(at),
                null);
    }

    private static Ends dynamic(Fields f) throws ProblemException {
        return switch (f.count()) {
            case 1 -> new Ends(TunnelSpec.LOOPBACK, f.port(0), "", 0, null);
            case 2 -> new Ends(f.bind(0), f.port(1), "", 0, null);
            default -> throw f.unreadable("a dynamic tunnel is -D port");
        };
    }

    private static int choose(int port, Request.LocalPort asked) throws ProblemException {
        Integer other = asked.port();
        if (other != null && !TunnelSpec.isPort(other)) {
            throw usage("Local port " + other + " is none: ports go from 1 to 65535.");
        }
        int wanted = other == null ? port : other;
        if (!asked.orNextFree()) {
            return wanted;
        }
        int free = LocalPorts.nextFree(wanted);
        return free == 0 ? wanted : free;
    }

    /** Names and ports share one place on the command line, so that a name of digits only would be mistaken. */
    private static String checked(String name) throws ProblemException {
        if (!NAME.matcher(name).matches()) {
            throw usage("\"" + shown(name) + "\" can't name a tunnel: letters, digits and . _ @ + - can, with at least"
                    + " one that is no digit.");
        }
        return name;
    }

    private static String named(String host, @Nullable String container, int port) {
        String place = container == null ? host : host + "-" + container;
        return place.replaceAll("[^\\p{L}\\p{N}._@+-]", "-") + "-" + port;
    }

    private static ProblemException usage(String message) {
        return Problem.of(
                        Problem.Code.USAGE,
                        message,
                        "Forms: 8888, 8888:9999 (local:far), 8888:host:9999, 127.0.0.1:8888:host:9999,"
                                + " 8888:/path/to.sock, or ssh's -L, -D and -R.")
                .asException();
    }

    static ProblemException unreadable(String spec, String why) {
        return usage("\"" + shown(spec) + "\" is no tunnel: " + why + ".");
    }

    private static String shown(String typed) {
        return RemoteText.oneLine(typed, 100);
    }

    /** The parts between the colons. */
    private record Fields(List<String> parts, String spec) {
        int count() {
            return parts.size();
        }

        String last() {
            return parts.getLast();
        }

        ProblemException unreadable(String why) {
            return TunnelSpecs.unreadable(spec, why);
        }

        boolean isNumber(int i) {
            return !part(i).isEmpty() && part(i).chars().allMatch(c -> c >= '0' && c <= '9');
        }

        int port(int i) throws ProblemException {
            String text = part(i);
            if (!isNumber(i)) {
                throw unreadable(text.isEmpty() ? "a port is missing" : "\"" + shown(text) + "\" is no port");
            }
            int port = text.length() > 5 ? 0 : Integer.parseInt(text);
            if (!TunnelSpec.isPort(port)) {
                throw unreadable("port " + shown(text) + " is not between 1 and 65535");
            }
            return port;
        }

        String host(int i) throws ProblemException {
            String text = part(i);
            if (text.isEmpty() || text.chars().anyMatch(c -> c <= ' ' || c == '/')) {
                throw unreadable(text.isEmpty() ? "a host is missing" : "\"" + shown(text) + "\" is no host");
            }
            return text;
        }

        String part(int i) {
            return parts.get(i);
        }

        /** Where the host listens: nothing and {@code *} are every address it has. */
        String remoteBind(int i) throws ProblemException {
            return part(i).isEmpty() || part(i).equals("*") ? "*" : host(i);
        }

        /** As ssh has it: nothing and {@code *} are every address, localhost is both loopback ones. */
        List<String> bind(int i) throws ProblemException {
            String text = part(i);
            if (text.isEmpty() || text.equals("*")) {
                return List.of("*");
            }
            if (text.equalsIgnoreCase("localhost")) {
                return TunnelSpec.LOOPBACK;
            }
            try {
                return List.of(InetAddress.ofLiteral(text).getHostAddress());
            } catch (IllegalArgumentException noLiteral) {
                throw unreadable("\"" + shown(text) + "\" is no address of this machine to listen on");
            }
        }
    }
}
