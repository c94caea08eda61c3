package dev.berth.cli;

import dev.berth.api.ContainerChange;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** start, stop, restart, kill, pause, unpause, rename, rm: what becomes of containers. */
final class ContainerVerbs {
    private ContainerVerbs() {}

    /** Does the same to each container named, side by side; prints those it was done to. */
    private static final class Change extends Verb {
        private final String doing;
        private ContainerChange change;
        private List<String> words = List.of();

        /**
         * @param doing such as "stop containers"
         * @param change what is done where no option says otherwise
         */
        Change(Context context, String name, String description, String doing, ContainerChange change) {
            super(context, name, description);
            this.doing = doing;
            this.change = change;
            syntax().words(
                            "HOST CONTAINER…",
                            "1..*",
                            "The host, and containers by name or the first characters of their ids.",
                            value -> words = value);
        }

        @Override
        int run() throws ProblemException, InterruptedException {
            context().refuseReadonly(doing);
            List<NamedContainer> named = NamedContainer.all(words);
            try (Talk talk = Talk.open(context())) {
                List<CompletableFuture<Reply.Done>> replies = new ArrayList<>();
                for (NamedContainer each : named) {
                    replies.add(talk.send(new Request.ChangeContainer(each.host(), each.container(), change)));
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

    static Verb start(Context context) {
        return new Change(
                context, "start", "Start containers that don't run.", "start containers", new ContainerChange.Start());
    }

    static Verb stop(Context context) {
        Change stop = new Change(
                context,
                "stop",
                "Stop containers: ask them to end, and kill them where they don't.",
                "stop containers",
                new ContainerChange.Stop(null));
        stop.syntax()
                .number(
                        "-t, --time SECONDS",
                        "How long they may take, -1 for as long as they want; 10 s where they don't say.",
                        seconds -> stop.change = new ContainerChange.Stop(seconds));
        return stop;
    }

    static Verb restart(Context context) {
        Change restart = new Change(
                context,
                "restart",
                "Stop containers and start them again.",
                "restart containers",
                new ContainerChange.Restart(null));
        restart.syntax()
                .number(
                        "-t, --time SECONDS",
                        "How long they may take to end, -1 for as long as they want; 10 s where they don't say.",
                        seconds -> restart.change = new ContainerChange.Restart(seconds));
        return restart;
    }

    static Verb kill(Context context) {
        Change kill = new Change(
                context,
                "kill",
                "Send a signal to the first process of containers.",
                "send signals",
                new ContainerChange.Kill(null));
        kill.syntax()
                .text(
                        "-s, --signal SIGNAL",
                        "Such as TERM or HUP; KILL where not given.",
                        signal -> kill.change = new ContainerChange.Kill(signal));
        return kill;
    }

    static Verb pause(Context context) {
        return new Change(
                context,
                "pause",
                "Hold all processes of containers still.",
                "pause containers",
                new ContainerChange.Pause());
    }

    static Verb unpause(Context context) {
        return new Change(
                context,
                "unpause",
                "Let paused containers go on.",
                "unpause containers",
                new ContainerChange.Unpause());
    }

    static Verb remove(Context context) {
        Change remove = new Change(
                context,
                "rm",
                "Remove containers. What they wrote outside volumes is lost.",
                "remove containers",
                new ContainerChange.Remove(false, false));
        remove.syntax()
                .flag(
                        "-f, --force",
                        "Those that run, too: they are killed.",
                        force -> remove.change = new ContainerChange.Remove(
                                force, removed(remove).volumes()))
                .flag(
                        "--volumes",
                        "Their anonymous volumes, too.",
                        volumes -> remove.change =
                                new ContainerChange.Remove(removed(remove).force(), volumes));
        return remove;
    }

    private static ContainerChange.Remove removed(Change verb) {
        return (ContainerChange.Remove) verb.change;
    }

    static final class Rename extends Verb {
        private List<String> words = List.of();

        Rename(Context context) {
            super(context, "rename", "Give a container another name.");
            syntax().words("HOST CONTAINER NAME", "2..3", "The container, and its new name.", value -> words = value);
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
