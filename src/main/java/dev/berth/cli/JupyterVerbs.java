package dev.berth.cli;

import dev.berth.api.Json;
import dev.berth.api.JupyterServer;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.api.Secret;
import dev.berth.desktop.Browser;
import dev.berth.desktop.Clipboard;
import dev.berth.tty.OwnTerminal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** jupyter start, list, open, stop, log. */
final class JupyterVerbs {
    private JupyterVerbs() {}

    /** Where a server is: its host and container, and which of several by its port. */
    abstract static class Placed extends Verb {
        List<String> place = List.of();

        @Nullable
        Integer port;

        Placed(Context context, String name, String description) {
            super(context, name, description);
            syntax().words(
                            "HOST [CONTAINER]",
                            "1..2",
                            "The host, and the container by name or the first characters of its id.",
                            value -> place = value)
                    .number("--port P", "The server's port, as its container sees it.", value -> port = value);
        }

        final String host() throws ProblemException {
            return words().getFirst();
        }

        final @Nullable String container() throws ProblemException {
            List<String> words = words();
            return words.size() > 1 ? words.get(1) : null;
        }

        private List<String> words() throws ProblemException {
            List<String> words = Context.place(place);
            if (words.size() > 2) {
                throw Problem.of(Problem.Code.USAGE, "Too many words: " + String.join(" ", words) + ".")
                        .asException();
            }
            return words;
        }
    }

    /** A server that is to be open on this machine at the end. */
    abstract static class Opening extends Placed {
        private @Nullable String localPort;
        private @Nullable Boolean open;

        Opening(Context context, String name, String description) {
            super(context, name, description);
            syntax().text(
                            "--local-port P|auto",
                            "This machine's port; the same as the server's where not given.",
                            value -> localPort = value)
                    .choice("--open", "Open the browser (--no-open: only print the URL).", value -> open = value);
        }

        final Request.LocalPort wanted() throws ProblemException {
            return LocalPorts.of(localPort);
        }

        final int opened(Talk talk, Reply.OpenedServer opened) throws ProblemException, InterruptedException {
            if (options().json) {
                context().json(document(opened));
            } else {
                front().out().println(opened.localUrl().reveal());
            }
            front().out().flush();
            Browser browser = new Browser(
                    front().wiring().environment(),
                    talk.connection().welcome().settings().browser());
            if (open == null && browser.refusal().isPresent()) {
                copy(opened.localUrl());
            } else if (open == null || open) {
                open(
                        browser,
                        talk.ask(new Request.OneTimeAddress(opened.localUrl())).text());
            }
            return 0;
        }

        /** Where a person reads the address, it is to be pasted into a browser elsewhere. */
        private void copy(Secret url) {
            Optional<String> sequence = OwnTerminal.isOutput() ? Clipboard.osc52(url.reveal()) : Optional.empty();
            if (sequence.isPresent()) {
                front().out().print(sequence.get());
                front().out().flush();
                if (!options().quiet) {
                    front().err().println("There is no browser here; the address is copied to your clipboard.");
                }
            }
        }

        private static void open(Browser browser, String address) throws ProblemException, InterruptedException {
            Optional<String> failure = browser.open(address);
            if (failure.isPresent()) {
                throw Problem.of(
                                Problem.Code.COMMAND_FAILED,
                                failure.get(),
                                "Open the URL above by hand, or set BROWSER.")
                        .asException();
            }
        }

        @SuppressWarnings("unchecked") // a record is written as an object
        private static Object document(Reply.OpenedServer opened) {
            try {
                Map<String, Object> fields = new LinkedHashMap<>(
                        (Map<String, Object>) Objects.requireNonNull(Json.readAny(Json.write(opened.server()))));
                fields.put("localUrl", opened.localUrl());
                return fields;
            } catch (IOException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    static final class Start extends Opening {
        private @Nullable String directory;
        private List<String> gpus = List.of();

        private List<String> environment = List.of();

        Start(Context context) {
            super(
                    context,
                    "start",
                    "Start JupyterLab in a container, wait until it answers, make its tunnel and open it. What follows -- goes to jupyter itself.");
            syntax().text("--dir D", "The directory it serves.", value -> directory = value)
                    .commaList("--gpus LIST", "Indexes or UUIDs of GPUs.", value -> gpus = value)
                    .list("--env K=V", "An environment variable; may be repeated.", value -> environment = value);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            context().refuseReadonly("start Jupyter");
            try (Talk talk = Talk.open(context())) {
                return opened(
                        talk,
                        talk.ask(new Request.StartJupyter(
                                host(),
                                container(),
                                port,
                                directory,
                                gpus,
                                environment,
                                wanted(),
                                context().behindDashes())));
            }
        }

        @Override
        boolean takesWordsBehindDashes() {
            return true;
        }
    }

    static final class Open extends Opening {
        Open(Context context) {
            super(context, "open", "Open a running server through its tunnel.");
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            try (Talk talk = Talk.open(context())) {
                return opened(talk, talk.ask(new Request.OpenJupyter(host(), container(), port, wanted())));
            }
        }
    }

    static final class Stop extends Placed {
        private boolean all;
        private boolean force;
        private @Nullable String idle;

        Stop(Context context) {
            super(context, "stop", "Stop a server and end its tunnel. Several and none named: exit 2.");
            syntax().flag("--all", "All servers of the host or container.", value -> all = value)
                    .flag("--force", "Also what another user started.", value -> force = value)
                    .text(
                            "--idle 2h",
                            "All servers that nobody has used for so long; one with a busy kernel is in use.",
                            value -> idle = value);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            context().refuseReadonly("stop Jupyter");
            Double idleFor = idle == null ? null : (Double) Span.seconds("--idle", idle);
            try (Talk talk = Talk.open(context())) {
                Reply.Servers stopped =
                        talk.ask(new Request.StopJupyter(host(), container(), port, all, idleFor, force));
                if (options().json) {
                    context().json(stopped.servers());
                } else if (stopped.servers().isEmpty() && !options().quiet) {
                    front().err().println("None was there to stop.");
                }
                return 0;
            }
        }
    }

    static final class ListThem extends Verb {
        private List<String> hosts = List.of();

        ListThem(Context context) {
            super(context, "list", "List the Jupyter servers found, of all connected hosts or of those named.");
            syntax().words("HOST", "0..*", Context.HOSTS, value -> hosts = value);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            if (options().watch) {
                return Watching.run(context(), hosts, Set.of(Request.View.SERVERS), seen -> {
                    List<JupyterServer> servers = new ArrayList<>();
                    seen.hosts().forEach(host -> servers.addAll(host.servers().items()));
                    return servers;
                });
            }
            try (Talk talk = Talk.open(context())) {
                Hosts each = new Hosts(context(), talk);
                print(
                        each.each(each.hosts(hosts), Request.ListServers::new, Reply.Servers::servers),
                        talk.connection().welcome().settings().idleKernel());
                return each.exit();
            }
        }

        private void print(List<JupyterServer> servers, double idleKernel) {
            if (options().json) {
                context().json(servers);
                return;
            }
            Table table = new Table(
                    "HOST", "CONTAINER", "KIND", "VERSION", "PORT", "STATE", "UP", "KERNELS", "LOCAL", "ROOT");
            for (JupyterServer server : servers) {
                table.row(
                        server.host(),
                        Text.orDash(server.container()),
                        Json.kebab(server.kind().name()),
                        Text.orDash(server.version()),
                        server.socket() == null ? String.valueOf(server.port()) : "unix",
                        Json.kebab(server.state().name()),
                        Text.age(server.started()),
                        kernels(server, idleKernel),
                        Text.orDash(server.localPort()),
                        Text.orDash(server.root()));
            }
            table.print(front().out());
        }

        /** {@code 2 (1 idle on GPU)}: one that holds GPU memory without using it is worth a look. */
        private static String kernels(JupyterServer server, double idleKernel) {
            long hoarding = server.kernels().stream()
                    .filter(kernel -> kernel.hoards(idleKernel))
                    .count();
            return server.kernels().size() + (hoarding == 0 ? "" : " (" + hoarding + " idle on GPU)");
        }
    }

    static final class Log extends Placed {
        private int lines = 50;
        private boolean follow;

        Log(Context context) {
            super(context, "log", "Print the last lines of the log of a server that Berth started.");
            syntax().number("-n, --lines N", "How many lines.", value -> lines = value)
                    .flag("-f, --follow", "Go on as it grows, until the server ends.", value -> follow = value);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            try (Talk talk = Talk.open(context())) {
                int asked = port == null ? only(talk) : port;
                return follow ? new LogFollower(talk, front(), host(), container(), asked).run() : print(talk, asked);
            }
        }

        private int print(Talk talk, int asked) throws ProblemException, InterruptedException {
            front().out()
                    .println(talk.ask(new Request.JupyterLog(host(), container(), asked, lines))
                            .text());
            front().out().flush();
            return 0;
        }

        /** The port of the only server there. */
        private int only(Talk talk) throws ProblemException, InterruptedException {
            List<JupyterServer> here = new ArrayList<>();
            String container = container();
            for (JupyterServer server :
                    talk.ask(new Request.ListServers(host())).servers()) {
                if (container == null || container.equals(server.container())) {
                    here.add(server);
                }
            }
            if (here.size() == 1) {
                return here.getFirst().port();
            }
            throw Problem.of(
                            here.isEmpty() ? Problem.Code.SERVER_NOT_FOUND : Problem.Code.AMBIGUOUS,
                            here.size() + " Jupyter servers run there.",
                            "Name one with --port.")
                    .asException();
        }
    }
}
