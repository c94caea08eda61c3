package dev.berth.fleet;

import dev.berth.api.Container;
import dev.berth.api.ListeningPort;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.docker.Docker;
import dev.berth.route.PortLook;
import java.util.List;

/** What a person asks of listening ports: each is the join of a socket on a box and the tunnel to it. */
final class PortRequests {
    private PortRequests() {}

    static Reply.Ports list(Request.ListPorts request, Session session, Tunnels tunnels) throws ProblemException {
        PortLook look = new PortLook(request.host(), session.link(), session.journal());
        Reply.Ports found = request.container() == null
                ? everywhere(look, session)
                : inContainer(look, session.docker(), request.container());
        List<ListeningPort> ports = found.ports().stream()
                .map(port -> port.at(tunnels.localPort(new Service(port.host(), port.container(), port.port(), null))))
                .toList();
        return new Reply.Ports(ports, found.untold(), found.noContainers());
    }

    private static Reply.Ports inContainer(PortLook look, Docker docker, String container) throws ProblemException {
        return new Reply.Ports(look.of(docker, docker.inspect(container)), List.of(), null);
    }

    /** A host without Docker listens all the same. */
    private static Reply.Ports everywhere(PortLook look, Session session) throws ProblemException {
        List<Container> running = List.of();
        Problem refused = null;
        try {
            running = session.docker().containers(false, false, List.of(), false);
        } catch (ProblemException noDocker) {
            boolean missing = noDocker.problem().code() == Problem.Code.DOCKER_MISSING;
            refused = missing ? null : noDocker.problem();
        }
        return look.everywhere(running, refused);
    }
}
