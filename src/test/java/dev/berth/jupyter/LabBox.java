package dev.berth.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Container;
import dev.berth.api.JupyterServer.State;
import dev.berth.api.ProblemException;
import dev.berth.api.Reply;
import dev.berth.docker.Docker;
import dev.berth.docker.DockerEngine;
import dev.berth.lab.Lab;
import dev.berth.link.Command;
import dev.berth.link.CommandJournal;
import dev.berth.link.LabLinks;
import dev.berth.link.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A box of the lab with containers that only one test class uses. */
final class LabBox implements AutoCloseable {
    private static final Duration LONG = Duration.ofSeconds(120);
    private static final String PREFIX = "jup-" + ProcessHandle.current().pid() + "-";

    private final Link link;
    private final Docker docker;
    private final Jupyter jupyter;
    private final Queue<String> journal = new ConcurrentLinkedQueue<>();
    private final List<String> made = new ArrayList<>();
    private final AtomicInteger number = new AtomicInteger();

    private LabBox(String host) throws Exception {
        link = LabLinks.dial(host);
        CommandJournal notes = (text, exit, took, poll) -> journal.add(text);
        docker = DockerEngine.connect(host, link, notes);
        jupyter = new Jupyter(host, link, docker, notes);
    }

    static LabBox open(String host) throws Exception {
        Lab.assumeUp();
        return new LabBox(host);
    }

    Jupyter jupyter() {
        return jupyter;
    }

    /** All commands and calls so far. */
    String journal() {
        return String.join("\n", journal);
    }

    /** Runs a line on the box; what it prints. */
    String run(String line) {
        try {
            return link.run(Command.script(line), LONG).out();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    synchronized String container(String options, String image, String command) {
        String name = PREFIX + number.incrementAndGet();
        made.add(name);
        String id = run("docker run -d --name " + name + " " + options + " " + image + " " + command);
        assertEquals(65, id.length(), id);
        return name;
    }

    List<Container> containers() throws ProblemException {
        return docker.containers(true, false, List.of(), true);
    }

    List<FoundServer> servers(String container) throws ProblemException {
        return jupyter.find(containers(), true).stream()
                .filter(server -> container.equals(server.info().container()))
                .toList();
    }

    FoundServer only(String container) throws ProblemException {
        List<FoundServer> servers = servers(container);
        assertEquals(1, servers.size());
        return servers.getFirst();
    }

    FoundServer await(String container, State state) throws Exception {
        long end = System.nanoTime() + LONG.toNanos();
        while (true) {
            List<FoundServer> servers = servers(container);
            if (servers.size() == 1 && servers.getFirst().info().state() == state) {
                return servers.getFirst();
            }
            assertTrue(System.nanoTime() < end, "still " + servers);
            Thread.sleep(50);
        }
    }

    Reply.JupyterPlan plan(String container, @Nullable String directory) throws ProblemException {
        return jupyter.plan(docker.inspect(container), null, directory);
    }

    /** The command lines of a container's living processes; zombies have none. */
    List<String> commands(String container) {
        return run("docker top " + container + " -eo pid,stat,args")
                .lines()
                .skip(1)
                .map(line -> line.strip().split(" +", 3))
                .filter(words -> !words[1].startsWith("Z"))
                .map(words -> words[2])
                .toList();
    }

    @Override
    public void close() {
        run("docker rm -f -v " + String.join(" ", made));
        docker.close();
        link.close();
    }
}
