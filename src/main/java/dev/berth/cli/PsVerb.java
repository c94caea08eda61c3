package dev.berth.cli;

import dev.berth.api.Container;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** ps: containers. */
final class PsVerb extends Verb {
    private List<String> hosts = List.of();

    private boolean all;
    private boolean size;

    private List<String> filters = List.of();

    PsVerb(Context context) {
        super(context, "ps", "List containers, of all connected hosts or of those named.");
        syntax().words("HOST", "0..*", Context.HOSTS, value -> hosts = value)
                .flag("-a, --all", "Those that do not run, too.", value -> all = value)
                .flag("--size", "Tell how much each has written.", value -> size = value)
                .list("--filter KEY=VALUE", "As docker ps takes it; may be repeated.", value -> filters = value);
    }

    @Override
    int run() throws ProblemException, InterruptedException {
        if (options().watch) {
            return Watching.run(context(), hosts, Set.of(Request.View.CONTAINERS), this::seen);
        }
        try (Talk talk = Talk.open(context())) {
            Hosts each = new Hosts(context(), talk);
            List<Container> containers = each.each(
                    each.hosts(hosts),
                    host -> new Request.ListContainers(host, all, size, filters),
                    Reply.Containers::containers);
            print(containers, each.exit() != 0);
            return each.exit();
        }
    }

    private List<Container> seen(Watching.Seen seen) {
        List<Container> containers = new ArrayList<>();
        seen.hosts()
                .forEach(host -> host.containers().items().stream()
                        .filter(container -> all || container.running())
                        .forEach(containers::add));
        return containers;
    }

    private void print(List<Container> containers, boolean failed) {
        if (options().json) {
            context().json(containers);
            return;
        } else if (containers.isEmpty() && failed) {
            return;
        }
        Table table = size
                ? new Table("HOST", "NAME", "IMAGE", "STATUS", "AGE", "GPUS", "PORTS", "SIZE")
                : new Table("HOST", "NAME", "IMAGE", "STATUS", "AGE", "GPUS", "PORTS");
        for (Container container : containers) {
            List<String> cells = new ArrayList<>(List.of(
                    container.host(),
                    container.name(),
                    container.image(),
                    container.status(),
                    Text.age(container.created()),
                    gpus(container.gpus()),
                    ports(container.ports())));
            if (size) {
                cells.add(container.size() == null ? "–" : Text.bytes(container.size()));
            }
            table.row(cells.toArray(String[]::new));
        }
        table.print(front().out());
    }

    private static String gpus(Container.@org.jspecify.annotations.Nullable GpuGrant grant) {
        if (grant == null) {
            return "–";
        } else if (grant.all()) {
            return "all";
        }
        return grant.count() == null ? String.join(",", grant.devices()) : "any " + grant.count();
    }

    private static String ports(List<Container.PortMapping> ports) {
        List<String> words = new ArrayList<>();
        for (Container.PortMapping port : ports) {
            String inside = port.containerPort() + "/" + port.protocol();
            words.add(port.hostPort() == null ? inside : port.address() + ":" + port.hostPort() + "→" + inside);
        }
        return words.isEmpty() ? "–" : String.join(" ", words);
    }
}
