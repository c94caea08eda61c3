package dev.berth.cli;

import dev.berth.api.HostSnapshot;
import dev.berth.api.HostState;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Asks several hosts at once: what came is printed, each failure is a sentence, the first failure gives the exit code. */
final class Hosts {
    private final Context context;
    private final Talk talk;
    private int exit;
    private final List<String> failed = new ArrayList<>();

    Hosts(Context context, Talk talk) {
        this.context = context;
        this.talk = talk;
    }

    /** The hosts named, or else those with a session. */
    List<String> hosts(List<String> named) throws ProblemException, InterruptedException {
        if (!named.isEmpty()) {
            return named;
        }
        List<String> connected = new ArrayList<>();
        for (HostSnapshot host : talk.ask(new Request.ListHosts()).hosts()) {
            if (host.state() == HostState.UP) {
                connected.add(host.host());
            }
        }
        if (connected.isEmpty()) {
            throw Problem.of(
                            Problem.Code.USAGE, "No host is connected.", "Name one; berth hosts lists those there are.")
                    .asException();
        }
        return connected;
    }

    /** Asks each host side by side and collects the answers in the hosts' order. */
    <R extends Reply, T> List<T> each(
            List<String> hosts, Function<String, Request<R>> request, Function<R, List<T>> items)
            throws InterruptedException {
        List<CompletableFuture<R>> replies = new ArrayList<>();
        for (String host : hosts) {
            replies.add(talk.send(request.apply(host)));
        }
        List<T> all = new ArrayList<>();
        for (int i = 0; i < replies.size(); i++) {
            try {
                all.addAll(items.apply(talk.await(replies.get(i))));
            } catch (ProblemException problem) {
                int code = context.tell(problem.problem());
                exit = exit == 0 ? code : exit;
                failed.add(hosts.get(i));
            }
        }
        return all;
    }

    /** Those that gave no answer. */
    List<String> failed() {
        return List.copyOf(failed);
    }

    int exit() {
        return exit;
    }
}
