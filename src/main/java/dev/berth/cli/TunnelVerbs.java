package dev.berth.cli;

import dev.berth.api.Json;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.SshLine;
import dev.berth.api.TunnelStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** tunnel add, list, show, start, stop, rm, export, import. */
final class TunnelVerbs {
    private TunnelVerbs() {}

    private static void print(Context context, TunnelStatus tunnel) {
        if (context.options().json) {
            context.json(tunnel);
        } else {
            table(context, List.of(tunnel));
        }
    }

    private static void table(Context context, List<TunnelStatus> tunnels) {
        Table table = new Table("NAME", "STATE", "LOCAL", "REMOTE", "WAY", "CLIENTS", "IN", "OUT", "REASON");
        for (TunnelStatus tunnel : tunnels) {
            String place = tunnel.container() == null ? tunnel.host() : tunnel.host() + "/" + tunnel.container();
            table.row(
                    tunnel.name(),
                    Json.kebab(tunnel.state().name()),
                    tunnel.local(),
                    place + " " + tunnel.remote(),
                    tunnel.way() == null ? "–" : Json.kebab(tunnel.way().name()),
                    String.valueOf(tunnel.clients()),
                    Text.bytes(tunnel.bytesIn()),
                    Text.bytes(tunnel.bytesOut()),
                    Text.orDash(tunnel.reason()));
        }
        table.print(context.front().out());
    }

    @Command(
            name = "add",
            description = "Make a tunnel: SPEC is 8888, 8888:9999, 8888:host:9999 or ssh's own -L …, -D …, -R …")
    static final class Add extends Verb {
        @Parameters(index = "0", paramLabel = "HOST[/CONTAINER]", description = "Where its far end is.")
        String place = "";

        // -L, -D and -R are taken as words, with what follows them
        @Parameters(index = "1..*", paramLabel = "SPEC", arity = "0..*", description = "Which port goes where.")
        List<String> spec = new ArrayList<>();

        @Option(names = "-L", paramLabel = "SPEC", description = "As ssh takes it.")
        @Nullable
        String localForward;

        @Option(names = "-D", paramLabel = "SPEC", description = "As ssh takes it.")
        @Nullable
        String dynamicForward;

        @Option(names = "-R", paramLabel = "SPEC", description = "As ssh takes it.")
        @Nullable
        String remoteForward;

        @Option(names = "--name", paramLabel = "N", description = "Its name; made from host and port where not given.")
        @Nullable
        String name;

        @Option(names = "--local-port", paramLabel = "P|auto", description = "This machine's port.")
        @Nullable
        String localPort;

        @Option(names = "--save", description = "Keep it over an end of the agent.")
        boolean save;

        @Option(names = "--autostart", description = "Keep it, and switch it on whenever its host is connected.")
        boolean autostart;

        @Option(names = "--group", paramLabel = "G", description = "Switch it together with others of this group.")
        @Nullable
        String group;

        @Option(names = "--wait", description = "Return when the far end answered.")
        boolean wait;

        Add(Context context) {
            super(context);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            List<String> words = Context.place(List.of(place));
            String container = words.size() > 1 ? words.get(1) : null;
            try (Talk talk = Talk.open(context())) {
                print(
                        context(),
                        talk.ask(new Request.AddTunnel(
                                        words.getFirst(),
                                        container,
                                        specification(),
                                        name,
                                        LocalPorts.of(localPort),
                                        new Request.Keeping(save || autostart, autostart, group),
                                        Set.of(Request.Agreed.WIDE),
                                        wait))
                                .tunnel());
                return 0;
            }
        }

        private String specification() throws ProblemException {
            List<String> all = new ArrayList<>(spec);
            if (localForward != null) {
                all.add("-L " + localForward);
            }
            if (dynamicForward != null) {
                all.add("-D " + dynamicForward);
            }
            if (remoteForward != null) {
                all.add("-R " + remoteForward);
            }
            if (all.isEmpty()) {
                throw Problem.of(
                                Problem.Code.USAGE,
                                "Which port?",
                                "Such as 8888, 8888:9999 (local:remote), 8888:host:9999 or -L 8888:host:9999.")
                        .asException();
            }
            return String.join(" ", all);
        }
    }

    @Command(name = "list", description = "List tunnels.")
    static final class ListThem extends Verb {
        ListThem(Context context) {
            super(context);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            if (options().watch) {
                return Watching.run(context(), List.of(), Set.of(Request.View.TUNNELS), Watching.Seen::tunnels);
            }
            try (Talk talk = Talk.open(context())) {
                List<TunnelStatus> tunnels = talk.ask(new Request.ListTunnels()).tunnels();
                if (options().json) {
                    context().json(tunnels);
                } else {
                    table(context(), tunnels);
                }
                return 0;
            }
        }
    }

    /** A verb about one or more tunnels that are there. */
    abstract static class Named extends Verb {
        @Parameters(paramLabel = "NAME", arity = "0..*", description = "A tunnel's name or its local port.")
        List<String> names = List.of();

        @Option(names = "--group", paramLabel = "G", description = "All tunnels of that group.")
        @Nullable
        String group;

        Named(Context context) {
            super(context);
        }

        abstract void one(Talk talk, String name) throws ProblemException, InterruptedException;

        private List<String> meant(Talk talk) throws ProblemException, InterruptedException {
            List<String> meant = new ArrayList<>(names);
            if (group != null) {
                for (TunnelStatus tunnel : talk.ask(new Request.ListTunnels()).tunnels()) {
                    if (group.equals(tunnel.group())) {
                        meant.add(tunnel.name());
                    }
                }
            }
            if (meant.isEmpty()) {
                throw group == null
                        ? Problem.of(Problem.Code.USAGE, "Which tunnel?", "Name one, or --group.")
                                .asException()
                        : Problem.of(
                                        Problem.Code.TUNNEL_NOT_FOUND,
                                        "There is no tunnel in group " + group + ".",
                                        "See berth tunnel list.")
                                .asException();
            }
            return meant;
        }

        @Override
        final int run() throws ProblemException, InterruptedException {
            int exit = 0;
            try (Talk talk = Talk.open(context())) {
                for (String name : meant(talk)) {
                    try {
                        one(talk, name);
                    } catch (ProblemException failed) {
                        int code = context().tell(failed.problem());
                        exit = exit == 0 ? code : exit;
                    }
                }
            }
            return exit;
        }
    }

    @Command(
            name = "export",
            description = "Print tunnels as the ssh commands that do the same; all where none is named.")
    static final class Export extends Verb {
        @Parameters(paramLabel = "NAME", arity = "0..*", description = "A tunnel's name or its local port.")
        List<String> names = List.of();

        Export(Context context) {
            super(context);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            try (Talk talk = Talk.open(context())) {
                List<TunnelStatus> tunnels = new ArrayList<>();
                for (String name : names) {
                    tunnels.add(talk.ask(new Request.ShowTunnel(name)).tunnel());
                }
                print(names.isEmpty() ? talk.ask(new Request.ListTunnels()).tunnels() : tunnels);
                return 0;
            }
        }

        private void print(List<TunnelStatus> tunnels) {
            List<String> lines = new ArrayList<>();
            for (TunnelStatus tunnel : tunnels) {
                String line = SshLine.of(tunnel);
                lines.add(
                        line != null
                                ? line
                                : "# " + tunnel.name() + ": ssh has no forward to "
                                        + (tunnel.container() == null ? tunnel.remote() : tunnel.container())
                                        + (tunnel.way() == null ? ", before its way was found" : " by a relay"));
            }
            if (options().json) {
                context().json(lines);
            } else {
                lines.forEach(line -> front().out().println(Text.clean(line)));
                front().out().flush();
            }
        }
    }

    @Command(
            name = "import",
            description =
                    "Keep what the ssh configuration forwards for a host (LocalForward and the like) as tunnels that"
                            + " are off.")
    static final class Import extends Verb {
        @Parameters(paramLabel = "HOST", arity = "1..*", description = "An alias of the ssh configuration.")
        List<String> hosts = List.of();

        Import(Context context) {
            super(context);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            try (Talk talk = Talk.open(context())) {
                List<TunnelStatus> made = new ArrayList<>();
                for (String host : hosts) {
                    made.addAll(talk.ask(new Request.ImportTunnels(host)).tunnels());
                }
                if (options().json) {
                    context().json(made);
                } else {
                    table(context(), made);
                }
                return 0;
            }
        }
    }

    @Command(name = "show", description = "Show a tunnel.")
    static final class Show extends Named {
        Show(Context context) {
            super(context);
        }

        @Override
        void one(Talk talk, String name) throws ProblemException, InterruptedException {
            print(context(), talk.ask(new Request.ShowTunnel(name)).tunnel());
        }
    }

    @Command(name = "start", description = "Switch a tunnel on.")
    static final class Start extends Named {
        Start(Context context) {
            super(context);
        }

        @Override
        void one(Talk talk, String name) throws ProblemException, InterruptedException {
            print(context(), talk.ask(new Request.StartTunnel(name)).tunnel());
        }
    }

    @Command(name = "stop", description = "Switch a tunnel off; it stays in the list.")
    static final class Stop extends Named {
        Stop(Context context) {
            super(context);
        }

        @Override
        void one(Talk talk, String name) throws ProblemException, InterruptedException {
            print(context(), talk.ask(new Request.StopTunnel(name)).tunnel());
        }
    }

    @Command(name = "rm", description = "Remove a tunnel.")
    static final class Remove extends Named {
        Remove(Context context) {
            super(context);
        }

        @Override
        void one(Talk talk, String name) throws ProblemException, InterruptedException {
            talk.ask(new Request.RemoveTunnel(name));
        }
    }
}
