package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** cp: files and directories between the laptop and a host or a container, as a tar by way of docker cp or tar there. */
final class CopyVerb extends Verb {
    private static final int PIPE = 1 << 16;
    private static final int MOST_WORDS = 2_000;

    /** What was complained of on the other side. */
    private final ByteArrayOutputStream words = new ByteArrayOutputStream();

    private String source = "";
    private String target = "";

    CopyVerb(Context context) {
        super(
                context,
                "cp",
                "Copy a file or a directory between this machine and a host or a container. As with docker, it goes into"
                        + " a target that is a directory, and is called so otherwise.");
        syntax().word("SOURCE", "HOST:PATH, HOST/CONTAINER:PATH, or a path of this machine.", value -> source = value)
                .word("TARGET", "The same; one of the two is of this machine.", value -> target = value);
    }

    /** @param container null: the host itself */
    record Place(String host, @Nullable String container, String path) {
        /** Null for a path of this machine: one that is there, or begins as only paths do. */
        static @Nullable Place of(String word) {
            int colon = word.indexOf(':');
            if (colon < 1 || word.startsWith("/") || word.startsWith(".") || word.startsWith("~")) {
                return null;
            }
            List<String> place = Context.place(List.of(word.substring(0, colon)));
            String path = word.substring(colon + 1);
            return new Place(place.getFirst(), place.size() > 1 ? place.get(1) : null, path.isEmpty() ? "." : path);
        }

        /** What prints it as a tar. */
        Request.Streamed reading() {
            if (container != null) {
                return new Request.Docker(host, List.of("cp", container + ":" + path, "-"), null, false);
            }
            String clean = path.endsWith("/") && path.length() > 1 ? path.substring(0, path.length() - 1) : path;
            int slash = clean.lastIndexOf('/');
            String directory = slash < 0 ? "." : slash == 0 ? "/" : clean.substring(0, slash);
            return new Request.Exec(
                    host, null, List.of("tar", "-C", directory, "-cf", "-", "--", clean.substring(slash + 1)), null);
        }

        /** What unpacks a tar into that directory of it. */
        Request.Streamed writing(String directory) {
            return container != null
                    ? new Request.Docker(host, List.of("cp", "-", container + ":" + directory), null, false)
                    : new Request.Exec(host, null, List.of("tar", "-C", directory, "-xf", "-"), null);
        }

        /** Ends with 0 where it is a directory. */
        Request.Streamed looking() {
            return container != null
                    ? new Request.Docker(host, List.of("exec", container, "test", "-d", path), null, false)
                    : new Request.Exec(host, null, List.of("test", "-d", path), null);
        }
    }

    @Override
    int run() throws ProblemException, InterruptedException {
        Place from = Place.of(source);
        Place to = Place.of(target);
        if ((from == null) == (to == null)) {
            throw Problem.of(
                            Problem.Code.USAGE,
                            "One of the two has to be HOST:PATH or HOST/CONTAINER:PATH, the other a path of this machine.",
                            "Such as: berth cp gpu1/train:/workspace/model.pt .")
                    .asException();
        }
        if (from != null) {
            fetch(from, Path.of(target));
        } else if (to != null) {
            context().refuseReadonly("copy to a host");
            send(Path.of(source), to);
        }
        return 0;
    }

    private void fetch(Place from, Path to) throws ProblemException, InterruptedException {
        try (PipedInputStream tar = new PipedInputStream(PIPE);
                PipedOutputStream sink = new PipedOutputStream(tar)) {
            Copied copied = new Copied(front(), source);
            CompletableFuture<@Nullable Void> unpacked = started("copy-unpack", () -> {
                try (tar) {
                    Tars.unpack(copied.counting(tar), to);
                    // what stands behind the tar's end is to be read, too: docker waits for it
                    tar.transferTo(OutputStream.nullOutputStream());
                }
            });
            int exit = stream(from.host(), from.reading(), InputStream.nullInputStream(), sink);
            hangUp(sink);
            end(exit, unpacked);
            copied.done();
        } catch (IOException broken) {
            throw failed(String.valueOf(broken.getMessage()), broken);
        }
    }

    private void send(Path from, Place to) throws ProblemException, InterruptedException {
        if (!Files.exists(from, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            throw failed(from + " is not there", null);
        }
        boolean into = to.path().endsWith("/") || isDirectory(to);
        String clean = to.path().replaceAll("(?<=.)/+$", "");
        int slash = clean.lastIndexOf('/');
        String parent = slash < 0 ? "." : slash == 0 ? "/" : clean.substring(0, slash);
        Path absolute = from.toAbsolutePath().normalize();
        String name = into ? String.valueOf(absolute.getFileName()) : clean.substring(slash + 1);
        try (PipedInputStream tar = new PipedInputStream(PIPE);
                PipedOutputStream sink = new PipedOutputStream(tar)) {
            Copied copied = new Copied(front(), source);
            CompletableFuture<@Nullable Void> packed = started("copy-pack", () -> {
                try (sink) {
                    Tars.pack(absolute, name, copied.counting(sink));
                }
            });
            int exit = stream(to.host(), to.writing(into ? clean : parent), tar, OutputStream.nullOutputStream());
            // whoever still writes would wait for a reader that has gone
            hangUp(tar);
            end(exit, packed);
            copied.done();
        } catch (IOException broken) {
            throw failed(String.valueOf(broken.getMessage()), broken);
        }
    }

    private boolean isDirectory(Place place) throws ProblemException, InterruptedException {
        words.reset();
        return stream(place.host(), place.looking(), InputStream.nullInputStream(), OutputStream.nullOutputStream())
                == 0;
    }

    /** Over a connection of its own, since it carries nothing else afterwards. */
    private int stream(String host, Request.Streamed request, InputStream in, OutputStream out)
            throws ProblemException, InterruptedException {
        words.reset();
        try (Talk talk = Talk.open(context())) {
            talk.ask(new Request.Connect(host));
            return talk.stream(request, Streams.piped(in, out, words));
        }
    }

    private void end(int exit, CompletableFuture<@Nullable Void> local) throws ProblemException, InterruptedException {
        if (exit != 0) {
            String said = words.toString(StandardCharsets.UTF_8).strip();
            String last =
                    said.substring(Math.max(0, said.length() - MOST_WORDS)).replaceAll("(?s).*\n", "");
            throw failed(last.isEmpty() ? "exit code " + exit : last, null);
        }
        try {
            local.get();
        } catch (ExecutionException broken) {
            throw failed(reason(broken), broken);
        }
    }

    private ProblemException failed(String why, @Nullable Throwable cause) {
        return Problem.of(Problem.Code.COMMAND_FAILED, "Copying " + source + " failed: " + Text.clean(why) + ".")
                .asException(cause);
    }

    private static String reason(ExecutionException broken) {
        Throwable cause = broken.getCause();
        return String.valueOf(cause == null ? broken.getMessage() : cause.getMessage());
    }

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
}
