package dev.berth.cli;

import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Json;
import dev.berth.api.LinkKind;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.TunnelStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** hosts, connect, disconnect. */
final class HostVerbs {
    private HostVerbs() {}

    /** A host as scripts see it; the last four are counts, null where they are unknown. */
    record Line(
            String host,
            HostState state,
            @Nullable String reason,
            @Nullable String address,
            @Nullable String user,
            @Nullable Double rtt,
            @Nullable Instant since,
            @Nullable LinkKind link,
            @Nullable Integer containers,
            @Nullable Integer gpus,
            @Nullable Integer servers,
            int tunnels,
            @Nullable String group) {

        static Line of(HostSnapshot host, List<TunnelStatus> tunnels) {
            int count = 0;
            for (TunnelStatus tunnel : tunnels) {
                count += tunnel.host().equals(host.host()) ? 1 : 0;
            }
            return new Line(
                    host.host(),
                    host.state(),
                    host.problem() == null ? null : host.problem().message(),
                    host.address(),
                    host.user(),
                    host.rtt(),
                    host.since(),
                    host.link(),
                    host.containers().at() == null
                            ? null
                            : host.containers().items().size(),
                    host.gpus().at() == null ? null : host.gpus().items().size(),
                    host.servers().at() == null ? null : host.servers().items().size(),
                    count,
                    host.group());
        }
    }

    static List<Line> lines(List<HostSnapshot> hosts, List<TunnelStatus> tunnels) {
        List<Line> lines = new ArrayList<>();
        for (HostSnapshot host : hosts) {
            lines.add(Line.of(host, tunnels));
        }
        return lines;
    }

    private static void print(Context context, List<Line> lines) {
        if (context.options().json) {
            context.json(lines);
            return;
        }
        Table table = new Table("HOST", "STATE", "ADDRESS", "USER", "RTT", "CONTAINERS", "GPUS", "JUPYTER", "TUNNELS");
        for (Line line : lines) {
            table.row(
                    line.host(),
                    Json.kebab(line.state().name()) + (line.reason() == null ? "" : ": " + line.reason()),
                    Text.orDash(line.address()),
                    Text.orDash(line.user()),
                    line.rtt() == null ? "–" : String.format(Locale.ROOT, "%.1f ms", line.rtt() * 1000),
                    Text.orDash(line.containers()),
                    Text.orDash(line.gpus()),
                    Text.orDash(line.servers()),
                    String.valueOf(line.tunnels()));
        }
        table.print(context.front().out());
    }

    static final class ListThem extends Verb {
        ListThem(Context context) {
            super(context, "hosts", "List the hosts there are, with the state of their sessions.");
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            if (options().watch) {
                return Watching.run(
                        context(),
                        List.of(),
                        Set.of(Request.View.HOSTS, Request.View.TUNNELS),
                        fleet -> lines(fleet.hosts(), fleet.tunnels()));
            }
            try (Talk talk = Talk.open(context())) {
                Reply.Hosts reply = talk.ask(new Request.ListHosts());
                print(context(), lines(reply.hosts(), reply.tunnels()));
                return 0;
            }
        }
    }

    static final class Connect extends Verb {
        private List<String> hosts = List.of();

        Connect(Context context) {
            super(context, "connect", "Open sessions and wait until they are up.");
            syntax().words("HOST", "1..*", Context.HOSTS, value -> hosts = value);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            try (Talk talk = Talk.open(context())) {
                Hosts each = new Hosts(context(), talk);
                List<HostSnapshot> up = each.each(hosts, Request.Connect::new, reply -> List.of(reply.host()));
                print(context(), lines(up, talk.ask(new Request.ListHosts()).tunnels()));
                return each.exit();
            }
        }
    }

    static final class Disconnect extends Verb {
        private List<String> hosts = List.of();

        Disconnect(Context context) {
            super(context, "disconnect", "Close sessions.");
            syntax().words("HOST", "1..*", Context.HOSTS, value -> hosts = value);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            try (Talk talk = Talk.open(context())) {
                Hosts each = new Hosts(context(), talk);
                List<HostSnapshot> off = each.each(hosts, Request.Disconnect::new, reply -> List.of(reply.host()));
                if (options().json) {
                    context().json(lines(off, List.of()));
                }
                return each.exit();
            }
        }
    }
}
