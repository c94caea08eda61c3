package dev.berth.fleet;

import dev.berth.api.Container;
import dev.berth.api.ListeningPort;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.docker.Docker;
import dev.berth.route.PortLook;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a person asks of listening ports: each is the join of a socket on a box and the tunnel to it. */
final class PortRequests {
    private static final Logger LOG = Logger.getLogger(PortRequests.class.getName());

    private PortRequests() {}

    static Reply.Ports list(Request.ListPorts request, Session session, Tunnels tunnels) throws ProblemException {
        PortLook look = new PortLook(request.host(), session.link(), session.journal());
        Reply.Ports found;
        if (request.container() == null) {
            found = look.everywhere(running(session));
        } else {
            Docker docker = session.docker();
            found = new Reply.Ports(look.of(docker, docker.inspect(request.container())), List.of());
        }
        List<ListeningPort> ports = found.ports().stream()
                .map(port -> port.at(tunnels.localPort(port.host(), port.container(), port.port())))
                .toList();
        return new Reply.Ports(ports, found.untold());
    }

    /** A host without Docker listens all the same. */
    private static List<Container> running(Session session) {
        try {
            return session.docker().containers(false, false, List.of(), false);
        } catch (ProblemException noDocker) {
            LOG.log(Level.FINE, "no containers to tell the ports of", noDocker);
            return List.of();
        }
    }
}
