package dev.berth.cli;

import dev.berth.api.ContainerChange;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** start, stop, restart, kill, pause, unpause, rename, rm: what becomes of containers. */
final class ContainerVerbs {
    private ContainerVerbs() {}

    /** Does the same to each container named, side by side; prints those it was done to. */
    abstract static class Change extends Verb {
        @Parameters(
                paramLabel = "HOST CONTAINER…",
                arity = "1..*",
                description = "The host, and containers by name or the first characters of their ids.")
        List<String> words = List.of();

        Change(Context context) {
            super(context);
        }

        abstract ContainerChange change();

        /** Such as "stop containers". */
        abstract String doing();

        @Override
        final int run() throws ProblemException, InterruptedException {
            context().refuseReadonly(doing());
            List<NamedContainer> named = NamedContainer.all(words);
            try (Talk talk = Talk.open(context())) {
                List<CompletableFuture<Reply.Done>> replies = new ArrayList<>();
                for (NamedContainer each : named) {
                    replies.add(talk.send(new Request.ChangeContainer(each.host(), each.container(), change())));
                }
                return told(talk, named, replies);
            }
        }

        /** Each failure is told; the first gives the exit code. */
        private int told(Talk talk, List<NamedContainer> named, List<CompletableFuture<Reply.Done>> replies)
                throws InterruptedException {
            int exit = 0;
            List<NamedContainer> done = new ArrayList<>();
            for (int i = 0; i < named.size(); i++) {
                try {
                    talk.await(replies.get(i));
                    done.add(named.get(i));
                } catch (ProblemException failed) {
                    int code = context().tell(failed.problem());
                    exit = exit == 0 ? code : exit;
                }
            }
            print(done);
            return exit;
        }

        private void print(List<NamedContainer> done) {
            if (options().json) {
                context().json(done);
                return;
            }
            done.forEach(each -> front().out().println(each.container()));
            front().out().flush();
        }
    }

    @Command(name = "start", description = "Start containers that don't run.")
    static final class Start extends Change {
        Start(Context context) {
            super(context);
        }

        @Override
        ContainerChange change() {
            return new ContainerChange.Start();
        }

        @Override
        String doing() {
            return "start containers";
        }
    }

    @Command(name = "stop", description = "Stop containers: ask them to end, and kill them where they don't.")
    static final class Stop extends Change {
        @Option(
                names = {"-t", "--time"},
                paramLabel = "SECONDS",
                description = "How long they may take, -1 for as long as they want; 10 s where they don't say.")
        @Nullable
        Integer seconds;

        Stop(Context context) {
            super(context);
        }

        @Override
        ContainerChange change() {
            return new ContainerChange.Stop(seconds);
        }

        @Override
        String doing() {
            return "stop containers";
        }
    }

    @Command(name = "restart", description = "Stop containers and start them again.")
    static final class Restart extends Change {
        @Option(
                names = {"-t", "--time"},
                paramLabel = "SECONDS",
                description = "How long they may take to end, -1 for as long as they want; 10 s where they don't say.")
        @Nullable
        Integer seconds;

        Restart(Context context) {
            super(context);
        }

        @Override
        ContainerChange change() {
            return new ContainerChange.Restart(seconds);
        }

        @Override
        String doing() {
            return "restart containers";
        }
    }

    @Command(name = "kill", description = "Send a signal to the first process of containers.")
    static final class Kill extends Change {
        @Option(
                names = {"-s", "--signal"},
                paramLabel = "SIGNAL",
                description = "Such as TERM or HUP; KILL where not given.")
        @Nullable
        String signal;

        Kill(Context context) {
            super(context);
        }

        @Override
        ContainerChange change() {
            return new ContainerChange.Kill(signal);
        }

        @Override
        String doing() {
            return "send signals";
        }
    }

    @Command(name = "pause", description = "Hold all processes of containers still.")
    static final class Pause extends Change {
        Pause(Context context) {
            super(context);
        }

        @Override
        ContainerChange change() {
            return new ContainerChange.Pause();
        }

        @Override
        String doing() {
            return "pause containers";
        }
    }

    @Command(name = "unpause", description = "Let paused containers go on.")
    static final class Unpause extends Change {
        Unpause(Context context) {
            super(context);
        }

        @Override
        ContainerChange change() {
            return new ContainerChange.Unpause();
        }

        @Override
        String doing() {
            return "unpause containers";
        }
    }

    @Command(name = "rm", description = "Remove containers. What they wrote outside volumes is lost.")
    static final class Remove extends Change {
        @Option(
                names = {"-f", "--force"},
                description = "Those that run, too: they are killed.")
        boolean force;

        @Option(names = "--volumes", description = "Their anonymous volumes, too.")
        boolean volumes;

        Remove(Context context) {
            super(context);
        }

        @Override
        ContainerChange change() {
            return new ContainerChange.Remove(force, volumes);
        }

        @Override
        String doing() {
            return "remove containers";
        }
    }

    @Command(name = "rename", description = "Give a container another name.")
    static final class Rename extends Verb {
        @Parameters(
                paramLabel = "HOST CONTAINER NAME",
                arity = "2..3",
                description = "The container, and its new name.")
        List<String> words = List.of();

        Rename(Context context) {
            super(context);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            context().refuseReadonly("rename containers");
            NamedContainer old = NamedContainer.one(words.subList(0, words.size() - 1));
            String name = words.getLast();
            if (!ContainerChange.Rename.isName(name)) {
                throw Problem.of(Problem.Code.USAGE, ContainerChange.Rename.RULE)
                        .asException();
            }
            try (Talk talk = Talk.open(context())) {
                talk.ask(new Request.ChangeContainer(old.host(), old.container(), new ContainerChange.Rename(name)));
                if (options().json) {
                    context().json(List.of(new NamedContainer(old.host(), name)));
                }
                return 0;
            }
        }
    }
}
