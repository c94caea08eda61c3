package dev.berth.cli;

import dev.berth.api.ListeningPort;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import java.util.List;

/** ports: what a host and its containers listen on. */
final class PortsVerb extends Verb {
    private List<String> place = List.of();

    PortsVerb(Context context) {
        super(
                context,
                "ports",
                "List the TCP ports that a host and its containers listen on, or those of one container.");
        syntax().words("HOST [CONTAINER]", "1..2", "Where to look.", value -> place = value);
    }

    @Override
    int run() throws ProblemException, InterruptedException {
        List<String> words = Context.place(place);
        if (words.size() > 2) {
            throw Problem.of(Problem.Code.USAGE, "Only one place can be looked at.", "berth ports HOST [CONTAINER]")
                    .asException();
        }
        try (Talk talk = Talk.open(context())) {
            Reply.Ports found =
                    talk.ask(new Request.ListPorts(words.getFirst(), words.size() > 1 ? words.get(1) : null));
            print(found.ports());
            if (!options().quiet) {
                tellWhatIsMissing(words.getFirst(), found);
            }
            return 0;
        }
    }

    private void tellWhatIsMissing(String host, Reply.Ports found) {
        if (!found.untold().isEmpty()) {
            String names = Text.clean(String.join(", ", found.untold()));
            front().err()
                    .println("Not told from the host: the ports of " + names + ". Ask each: berth ports " + host
                            + "/CONTAINER");
        }
        if (found.noContainers() != null) {
            front().err()
                    .println("Without those of containers: "
                            + Text.clean(found.noContainers().sentence()));
        }
        front().err().flush();
    }

    private void print(List<ListeningPort> ports) {
        if (options().json) {
            context().json(ports);
            return;
        }
        Table table = new Table("HOST", "CONTAINER", "PORT", "ADDRESS", "PID", "PROCESS", "NAME", "LOCAL", "WAY");
        for (ListeningPort port : ports) {
            table.row(
                    port.host(),
                    Text.orDash(port.container()),
                    String.valueOf(port.port()),
                    port.address(),
                    Text.orDash(port.pid()),
                    Text.orDash(port.process()),
                    Text.orDash(port.name()),
                    Text.orDash(port.localPort()),
                    port.relay() ? "needs a relay" : "–");
        }
        table.print(front().out());
    }
}
