package dev.berth.fleet;

import dev.berth.api.JupyterServer;
import dev.berth.api.JupyterServer.Kernel;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.api.Request;
import dev.berth.jupyter.FoundServer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person asks of the kernels of Jupyter servers. */
final class KernelRequests {
    private final ServerRequests servers;
    private final KernelWatch watch;

    KernelRequests(ServerRequests servers, KernelWatch watch) {
        this.servers = servers;
        this.watch = watch;
    }

    private record Found(FoundServer server, Kernel kernel) {}

    Reply.ChangedKernel change(Request.ChangeKernel request, Session session) throws ProblemException {
        List<Found> found = new ArrayList<>();
        for (FoundServer server : servers.find(session, request.container(), request.port())) {
            for (Kernel kernel : server.info().kernels()) {
                found.add(new Found(server, kernel));
            }
        }
        Found one = one(named(found, request.kernel()), request);
        JupyterServer info = one.server.info();
        watch.expect(info, one.kernel);
        session.jupyter().change(one.server, one.kernel, request.change());
        session.refreshServers();
        return new Reply.ChangedKernel(servers.complete(info), one.kernel);
    }

    /** Whole names go before beginnings of ids. */
    private static List<Found> named(List<Found> found, @Nullable String word) {
        if (word == null) {
            return found;
        }
        List<Found> byName = found.stream()
                .filter(one -> word.equals(one.kernel.id()) || word.equals(one.kernel.notebook()))
                .toList();
        if (!byName.isEmpty()) {
            return byName;
        }
        return found.stream()
                .filter(one -> one.kernel.id().startsWith(word)
                        || one.kernel.notebook() != null && one.kernel.title().equals(word))
                .toList();
    }

    private static Found one(List<Found> found, Request.ChangeKernel request) throws ProblemException {
        if (found.size() == 1) {
            return found.getFirst();
        }
        String where = request.container() == null
                ? "on " + request.host()
                : "in " + request.host() + "/" + request.container();
        if (found.isEmpty()) {
            String named =
                    request.kernel() == null ? "No kernel runs " : "No kernel \"" + request.kernel() + "\" runs ";
            throw Problem.of(
                            Problem.Code.KERNEL_NOT_FOUND,
                            named + where + ".",
                            "berth jupyter list " + request.host() + " --json shows all kernels.")
                    .asException();
        }
        List<String> names = found.stream()
                .map(one ->
                        one.kernel.id().substring(0, Math.min(8, one.kernel.id().length()))
                                + (one.kernel.notebook() == null ? "" : " (" + one.kernel.notebook() + ")"))
                .toList();
        throw Problem.of(
                        Problem.Code.AMBIGUOUS,
                        found.size() + " kernels run " + where + ".",
                        "Name one with --kernel: " + String.join(", ", names) + ".")
                .asException();
    }
}
