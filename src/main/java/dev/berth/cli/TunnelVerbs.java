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

    static final class Add extends Verb {
        private String place = "";
        // -L, -D and -R are taken as words, with what follows them
        private List<String> spec = new ArrayList<>();

        private @Nullable String localForward;
        private @Nullable String dynamicForward;
        private @Nullable String remoteForward;
        private @Nullable String name;
        private @Nullable String localPort;
        private boolean save;
        private boolean autostart;
        private @Nullable String group;
        private boolean relay;
        private boolean wait;

        Add(Context context) {
            super(
                    context,
                    "add",
                    "Make a tunnel: SPEC is 8888, 8888:9999, 8888:host:9999 or ssh's own -L …, -D …, -R …");
            syntax().word("HOST[/CONTAINER]", "Where its far end is.", value -> place = value)
                    .words("SPEC", "0..*", "Which port goes where.", value -> spec = value)
                    .text("-L SPEC", "As ssh takes it.", value -> localForward = value)
                    .text("-D SPEC", "As ssh takes it.", value -> dynamicForward = value)
                    .text("-R SPEC", "As ssh takes it.", value -> remoteForward = value)
                    .text("--name N", "Its name; made from host and port where not given.", value -> name = value)
                    .text("--local-port P|auto", "This machine's port.", value -> localPort = value)
                    .flag("--save", "Keep it over an end of the agent.", value -> save = value)
                    .flag(
                            "--autostart",
                            "Keep it, and switch it on whenever its host is connected.",
                            value -> autostart = value)
                    .text("--group G", "Switch it together with others of this group.", value -> group = value)
                    .flag(
                            "--relay",
                            "Have a command of the host carry it, where its SSH server forbids forwards.",
                            value -> relay = value)
                    .flag("--wait", "Return when the far end answered.", value -> wait = value);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            List<String> words = Context.place(List.of(place));
            String container = words.size() > 1 ? words.get(1) : null;
            try (Talk talk = Talk.open(context())) {
                TunnelStatus made = talk.ask(new Request.AddTunnel(
                                words.getFirst(),
                                container,
                                specification(),
                                name,
                                LocalPorts.of(localPort),
                                new Request.Keeping(save || autostart, autostart, group),
                                agreed(),
                                wait))
                        .tunnel();
                print(context(), made);
                if (made.isWide()) {
                    front().err().println("Other machines can reach " + made.local() + ".");
                }
                return 0;
            }
        }

        /** Who writes an address has asked to listen on it. */
        private Set<Request.Agreed> agreed() {
            return relay ? Set.of(Request.Agreed.WIDE, Request.Agreed.RELAY) : Set.of(Request.Agreed.WIDE);
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

    static final class ListThem extends Verb {
        ListThem(Context context) {
            super(context, "list", "List tunnels.");
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
        private List<String> names = List.of();

        private @Nullable String group;

        Named(Context context, String name, String description) {
            super(context, name, description);
            syntax().words("NAME", "0..*", "A tunnel's name or its local port.", value -> names = value)
                    .text("--group G", "All tunnels of that group.", value -> group = value);
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

    static final class Export extends Verb {
        private List<String> names = List.of();

        Export(Context context) {
            super(context, "export", "Print tunnels as the ssh commands that do the same; all where none is named.");
            syntax().words("NAME", "0..*", "A tunnel's name or its local port.", value -> names = value);
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

    static final class Import extends Verb {
        private List<String> hosts = List.of();

        Import(Context context) {
            super(
                    context,
                    "import",
                    "Keep what the ssh configuration forwards for a host (LocalForward and the like) as tunnels that"
                            + " are off.");
            syntax().words("HOST", "1..*", "An alias of the ssh configuration.", value -> hosts = value);
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

    static final class Show extends Named {
        Show(Context context) {
            super(context, "show", "Show a tunnel.");
        }

        @Override
        void one(Talk talk, String name) throws ProblemException, InterruptedException {
            print(context(), talk.ask(new Request.ShowTunnel(name)).tunnel());
        }
    }

    static final class Start extends Named {
        private boolean relay;
        private @Nullable String localPort;

        Start(Context context) {
            super(context, "start", "Switch a tunnel on; one that is on is tried again.");
            syntax().flag(
                            "--relay",
                            "Have a command of the host carry it from now on, where its SSH server forbids forwards.",
                            value -> relay = value)
                    .text("--local-port P|auto", "Move it to this port of this machine.", value -> localPort = value);
        }

        @Override
        void one(Talk talk, String name) throws ProblemException, InterruptedException {
            if (!relay || localPort != null) {
                Request.LocalPort moved = localPort == null ? null : LocalPorts.of(localPort);
                TunnelStatus started =
                        talk.ask(new Request.StartTunnel(name, moved)).tunnel();
                if (!relay) {
                    print(context(), started);
                    return;
                }
            }
            print(context(), talk.ask(new Request.RelayTunnel(name)).tunnel());
        }
    }

    static final class Stop extends Named {
        Stop(Context context) {
            super(context, "stop", "Switch a tunnel off; it stays in the list.");
        }

        @Override
        void one(Talk talk, String name) throws ProblemException, InterruptedException {
            print(context(), talk.ask(new Request.StopTunnel(name)).tunnel());
        }
    }

    static final class Remove extends Named {
        Remove(Context context) {
            super(context, "rm", "Remove a tunnel.");
        }

        @Override
        void one(Talk talk, String name) throws ProblemException, InterruptedException {
            talk.ask(new Request.RemoveTunnel(name));
        }
    }
}
