package dev.berth.carry;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Does one errand. Blocks until it is done; who ends its connection ends it. */
public final class Carrier {
    /** Lends a connection of its own to a request, and gives its exit code: it carries nothing else afterwards. */
    public interface Road {
        int carry(Request.Streamed request, Streams streams) throws ProblemException, InterruptedException;
    }

    private static final Logger LOG = Logger.getLogger(Carrier.class.getName());
    private static final String DOCKERFILE = "Dockerfile";

    private final Road road;
    private final Road afterwards;
    private final LongConsumer carried;
    private final Said said;
    private @Nullable String left;

    /**
     * @param afterwards is still open once the errand was called off: what it left is removed that way
     * @param carried takes how many bytes more were carried
     * @param told takes each line that docker tells meanwhile
     */
    public Carrier(Road road, Road afterwards, LongConsumer carried, Consumer<String> told) {
        this.road = road;
        this.afterwards = afterwards;
        this.carried = carried;
        this.said = new Said(told);
    }

    public void carry(Errand errand) throws ProblemException, InterruptedException {
        try {
            switch (errand) {
                case Errand.Fetch fetch -> fetch(fetch.from(), fetch.to());
                case Errand.Send send -> send(send.from(), send.to());
                case Errand.Build build -> build(build);
                case Errand.Save save -> save(save.host(), save.file(), image(save), said);
                case Errand.SaveLog log -> save(log.host(), log.file(), log(log), null);
                case Errand.Load load -> load(load);
            }
        } catch (FailedException failed) {
            throw Problem.of(
                            Problem.Code.COMMAND_FAILED,
                            errand.doing() + " failed: "
                                    + RemoteText.oneLine(String.valueOf(failed.getMessage()))
                                            .replaceFirst("^Error response from daemon: ", "")
                                            .replaceFirst("[.]$", "")
                                    + ".")
                    .asException(failed);
        }
    }

    /** What an errand that broke off may have left, as a sentence; null where nothing. */
    public @Nullable String left() {
        return left;
    }

    /** With the reason that a person is told. */
    private static final class FailedException extends IOException {
        private static final long serialVersionUID = 1;

        FailedException(String why, @Nullable Throwable cause) {
            super(why, cause);
        }
    }

    /** Work at this machine's end of a stream. */
    private interface End<S> {
        void work(S stream) throws IOException;
    }

    private void fetch(Place from, Path to) throws FailedException, ProblemException, InterruptedException {
        Unpacking files = new Unpacking(to);
        boolean whole = false;
        try {
            down(from.host(), from.reading(), said, files::unpack);
            whole = true;
        } finally {
            if (!whole) {
                files.undo();
            }
        }
    }

    private void send(Path from, Place to) throws FailedException, ProblemException, InterruptedException {
        if (!Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
            throw new FailedException(from + " is not there", null);
        }
        boolean into = to.saysDirectory() || isDirectory(to);
        Path absolute = from.toAbsolutePath().normalize();
        String name = into ? String.valueOf(absolute.getFileName()) : to.name();
        Place target = into ? to.below(name) : to;
        Seen before = seen(road, target.seeking());
        try {
            up(into ? to.writing() : to.writing(to.directory()), tar -> Tars.pack(absolute, name, tar));
        } catch (FailedException refused) {
            removed(target, before);
            throw refused;
        } catch (ProblemException brokeOff) {
            left = removed(target, before) ? null : target + " may be there in part.";
            throw brokeOff;
        }
    }

    /** Whether a question of a place was answered with yes; where it could not be asked, that was said instead. */
    private record Seen(boolean yes, boolean asked) {}

    private static Seen seen(Road way, Request.Streamed question) throws ProblemException, InterruptedException {
        ByteArrayOutputStream complaint = new ByteArrayOutputStream();
        int exit = way.carry(
                question, Streams.piped(InputStream.nullInputStream(), OutputStream.nullOutputStream(), complaint));
        return new Seen(exit == 0, exit == 0 || complaint.size() == 0);
    }

    private boolean isDirectory(Place place) throws ProblemException, InterruptedException {
        return seen(road, place.looking()).yes();
    }

    /** What was not there before is not left there in part. False where it may be. */
    private boolean removed(Place target, Seen before) throws InterruptedException {
        if (before.yes() || !before.asked()) {
            return false;
        }
        try {
            return seen(afterwards, target.removing()).yes();
        } catch (ProblemException away) {
            LOG.log(Level.FINE, "what a copy left", away);
            return false;
        }
    }

    private void build(Errand.Build build) throws FailedException, ProblemException, InterruptedException {
        if (!Files.isDirectory(build.directory())) {
            throw new FailedException(build.directory() + " is no directory", null);
        }
        List<String> words = new ArrayList<>(List.of("build"));
        words.addAll(build.words());
        words.add("-");
        up(
                new Request.Docker(build.host(), words, null, false),
                tar -> Tars.pack(build.directory(), Ignored.of(build.directory(), dockerfile(build.words())), tar));
    }

    private static Path dockerfile(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith("--file=")) {
                return Path.of(word.substring("--file=".length())).normalize();
            } else if ((word.equals("-f") || word.equals("--file")) && i + 1 < words.size()) {
                return Path.of(words.get(i + 1)).normalize();
            }
        }
        return Path.of(DOCKERFILE);
    }

    private static Request.Streamed image(Errand.Save save) {
        return new Request.Docker(save.host(), List.of("save", save.image()), null, false);
    }

    private static Request.Streamed log(Errand.SaveLog log) {
        return new Request.ContainerLog(
                log.host(), log.container(), new Request.LogPart(false, null, null, null, false));
    }

    /** @param complaints takes what comes on the other stream; null: it belongs into the file, too */
    private void save(String host, Path to, Request.Streamed request, @Nullable OutputStream complaints)
            throws FailedException, ProblemException, InterruptedException {
        if (Files.exists(to)) {
            throw new FailedException(to + " is there already", null);
        }
        Path part = Path.of(to + ".part");
        try {
            try (OutputStream file = Files.newOutputStream(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                down(host, request, complaints, bytes -> bytes.transferTo(file));
            }
            Files.move(part, to);
        } catch (FailedException known) {
            throw known;
        } catch (IOException broken) {
            throw new FailedException(reason(broken), broken);
        } finally {
            forget(part);
        }
    }

    private static void forget(Path part) throws FailedException {
        try {
            Files.deleteIfExists(part);
        } catch (IOException stays) {
            throw new FailedException(part + " can't be removed: " + reason(stays), stays);
        }
    }

    private void load(Errand.Load load) throws FailedException, ProblemException, InterruptedException {
        if (!Files.isRegularFile(load.file())) {
            throw new FailedException(load.file() + " is no file", null);
        }
        up(new Request.Docker(load.host(), List.of("load"), null, false), tar -> Files.copy(load.file(), tar));
    }

    private void down(String host, Request.Streamed request, @Nullable OutputStream complaints, End<InputStream> end)
            throws FailedException, ProblemException, InterruptedException {
        Pipe pipe = pipe();
        try (InputStream tar = Channels.newInputStream(pipe.source());
                OutputStream sink = Channels.newOutputStream(pipe.sink())) {
            CompletableFuture<@Nullable Void> taken = started("carry-" + host, () -> {
                try (tar) {
                    end.work(new Counted.Input(tar, carried));
                    // what stands behind the tar's end is to be read, too: docker waits for it
                    tar.transferTo(OutputStream.nullOutputStream());
                }
            });
            int exit;
            try {
                exit = road.carry(
                        request,
                        Streams.piped(InputStream.nullInputStream(), sink, complaints == null ? sink : complaints));
            } finally {
                // what came is on the disk, or given up, before anybody looks there
                hangUp(sink);
                taken.exceptionally(broken -> null).get();
            }
            end(exit, taken);
        } catch (FailedException known) {
            throw known;
        } catch (IOException | ExecutionException broken) {
            throw new FailedException(reason(broken), broken);
        }
    }

    private void up(Request.Streamed request, End<OutputStream> end)
            throws FailedException, ProblemException, InterruptedException {
        Pipe pipe = pipe();
        try (InputStream tar = Channels.newInputStream(pipe.source());
                OutputStream sink = Channels.newOutputStream(pipe.sink())) {
            CompletableFuture<@Nullable Void> given = started("carry-" + request.host(), () -> {
                try (sink) {
                    end.work(new Counted.Output(sink, carried));
                }
            });
            int exit = road.carry(request, Streams.piped(tar, said, said));
            // whoever still writes would wait for a reader that has gone
            hangUp(tar);
            end(exit, given);
        } catch (FailedException known) {
            throw known;
        } catch (IOException broken) {
            throw new FailedException(reason(broken), broken);
        }
    }

    private void end(int exit, CompletableFuture<@Nullable Void> local) throws FailedException, InterruptedException {
        if (exit != 0) {
            String last = said.last();
            throw new FailedException(last.isEmpty() ? "exit code " + exit : last, null);
        }
        try {
            local.get();
        } catch (ExecutionException broken) {
            throw new FailedException(reason(broken.getCause() == null ? broken : broken.getCause()), broken);
        }
    }

    /** A missing or forbidden file has no other message than its name. */
    private static String reason(Throwable cause) {
        return switch (cause) {
            case NoSuchFileException missing -> missing.getFile() + " is not there";
            case AccessDeniedException denied -> denied.getFile() + " may not be read or written by you";
            default -> String.valueOf(cause.getMessage());
        };
    }

    /** Of the system: one of java.io's breaks where a thread has ended that wrote to it, before it is closed. */
    private static Pipe pipe() throws FailedException {
        try {
            return Pipe.open();
        } catch (IOException full) {
            throw new FailedException(reason(full), full);
        }
    }

    /** By another name: an open resource that is closed by hand is warned of. */
    private static void hangUp(Closeable end) throws IOException {
        end.close();
    }

    /** Work that may fail. */
    private interface Work {
        void run() throws IOException;
    }

    private static CompletableFuture<@Nullable Void> started(String name, Work work) {
        CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
                end.complete(null);
            } catch (IOException | RuntimeException broken) {
                end.completeExceptionally(broken);
            }
        });
        return end;
    }

    /** What the other side tells, line by line; its last one is why it failed. */
    private static final class Said extends OutputStream {
        private static final int LONGEST = 4 << 10;

        private final Consumer<String> told;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private String last = "";

        Said(Consumer<String> told) {
            this.told = told;
        }

        @Override
        public synchronized void write(int octet) {
            if (octet == '\n' || octet == '\r') {
                end();
            } else if (line.size() < LONGEST) {
                line.write(octet);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            for (int i = offset; i < offset + length; i++) {
                write(bytes[i]);
            }
        }

        private void end() {
            String text = line.toString(StandardCharsets.UTF_8).strip();
            line.reset();
            if (!text.isEmpty()) {
                last = text;
                told.accept(text);
            }
        }

        synchronized String last() {
            end();
            return last;
        }
    }
}
