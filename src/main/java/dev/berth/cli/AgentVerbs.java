package dev.berth.cli;

import dev.berth.api.AgentConnection;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** info, and agent status, stop, restart, logs. None of them but restart starts an agent. */
final class AgentVerbs {
    private static final int LOG_LINES = 200;

    private AgentVerbs() {}

    /** What {@code info --json} prints. */
    record Info(String version, String java, @Nullable AgentInfo agent, Paths paths) {}

    record AgentInfo(long pid, String version, double uptime) {}

    record Paths(String config, String state, String log, String socket) {}

    /** The running agent's answer; null where none runs. */
    private static Reply.@Nullable Agent status(Context context) throws ProblemException, InterruptedException {
        AgentConnection connection = context.connector().connectIfRunning(event -> {}, problem -> {});
        if (connection == null) {
            return null;
        }
        try (connection) {
            return connection.send(new Request.AgentStatus()).get();
        } catch (java.util.concurrent.ExecutionException failed) {
            throw Talk.asProblem(failed.getCause());
        }
    }

    static final class InfoVerb extends Verb {
        InfoVerb(Context context) {
            super(context, "info", "Tell versions, and where configuration, state, log and socket are.");
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            Reply.Agent agent = status(context());
            Info info = new Info(
                    front().wiring().build(),
                    Runtime.version().toString(),
                    agent == null ? null : new AgentInfo(agent.pid(), agent.build(), agent.uptime()),
                    new Paths(
                            front().wiring().places().config().toString(),
                            front().wiring().places().state().toString(),
                            front().wiring().places().log().toString(),
                            front().wiring().places().socket().toString()));
            if (options().json) {
                context().json(info);
            } else {
                print(info);
            }
            return 0;
        }

        private void print(Info info) {
            front().out().println("version  " + info.version() + " on Java " + info.java());
            front().out().println("agent    " + words(info.agent()));
            front().out().println("config   " + info.paths().config());
            front().out().println("state    " + info.paths().state());
            front().out().println("log      " + info.paths().log());
            front().out().println("socket   " + info.paths().socket());
            front().out().flush();
        }

        private static String words(@Nullable AgentInfo agent) {
            return agent == null
                    ? "none runs"
                    : String.format(
                            Locale.ROOT, "pid %d, version %s, up %.0f s", agent.pid(), agent.version(), agent.uptime());
        }
    }

    static final class Status extends Verb {
        Status(Context context) {
            super(context, "status", "Tell what the agent holds; none running: exit 1.");
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            Reply.Agent agent = status(context());
            if (options().json) {
                context().json(agent == null ? java.util.Map.of() : agent);
            } else if (agent == null) {
                front().out().println("No agent runs.");
            } else {
                front().out()
                        .printf(
                                Locale.ROOT,
                                "pid %d, version %s, up %.0f s: %d sessions, %d tunnels, %d clients%n",
                                agent.pid(),
                                agent.build(),
                                agent.uptime(),
                                agent.sessions(),
                                agent.tunnels(),
                                agent.clients());
            }
            front().out().flush();
            return agent == null ? 1 : 0;
        }
    }

    /**
     * Ends the agent where one runs.
     *
     * @param keep tunnels are left to the next one
     */
    private static boolean stop(Context context, boolean keep) throws ProblemException, InterruptedException {
        AgentConnection connection = context.connector().connectIfRunning(event -> {}, problem -> {});
        if (connection == null) {
            return false;
        }
        try (connection) {
            connection.send(new Request.StopAgent(false, keep)).get();
            return true;
        } catch (java.util.concurrent.ExecutionException failed) {
            throw Talk.asProblem(failed.getCause());
        }
    }

    static final class Stop extends Verb {
        Stop(Context context) {
            super(context, "stop", "End all sessions and tunnels, and the agent. Jupyter servers stay.");
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            if (!stop(context(), false) && !options().quiet) {
                front().err().println("No agent runs.");
            }
            return 0;
        }
    }

    static final class Restart extends Verb {
        Restart(Context context) {
            super(context, "restart", "End the agent and start a new one.");
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            stop(context(), true);
            Talk.open(context()).close();
            return 0;
        }
    }

    static final class Logs extends Verb {
        Logs(Context context) {
            super(context, "logs", "Print the end of the agent's log.");
        }

        @Override
        int run() throws ProblemException {
            try {
                List<String> lines =
                        Files.readAllLines(front().wiring().places().log());
                lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
                        .forEach(line -> front().out().println(Text.clean(line)));
                front().out().flush();
                return 0;
            } catch (IOException unreadable) {
                throw Problem.of(
                                Problem.Code.COMMAND_FAILED,
                                "There is no log at "
                                        + front().wiring().places().log() + " yet.")
                        .asException(unreadable);
            }
        }
    }
}
