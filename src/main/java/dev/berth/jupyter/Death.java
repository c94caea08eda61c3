package dev.berth.jupyter;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a server ended at its start, as far as its log tells, and what to do about it. */
final class Death {
    private Death() {}

    private record Cause(Code code, List<String> texts, String next) {}

    private static final List<Cause> CAUSES = List.of(
            new Cause(
                    Code.REMOTE_PORT_IN_USE,
                    List.of("address already in use", "is already in use", "port could be found"),
                    "Choose another port."),
            new Cause(
                    Code.JUPYTER_DIED,
                    List.of("no space left on device", "disk quota exceeded"),
                    "Its disk is full: free some space there (docker system df shows what takes it)."),
            new Cause(
                    Code.JUPYTER_DIED,
                    List.of("running as root is not recommended"),
                    "Its configuration refuses root: run the container with a user of its own, or allow root there."),
            new Cause(
                    Code.JUPYTER_DIED,
                    List.of(
                            "bad config encountered",
                            "unrecognized alias",
                            "unrecognized flag",
                            "traiterror",
                            "configfilenotfound",
                            "exception while loading config file"),
                    "Correct the option or the configuration file it names."),
            new Cause(
                    Code.JUPYTER_DIED,
                    List.of("modulenotfounderror", "importerror"),
                    "Its installation is broken: run pip install --force-reinstall jupyterlab there."),
            new Cause(
                    Code.JUPYTER_DIED,
                    List.of("permission denied", "read-only file system"),
                    "Its user may not write there: start it in another directory or as another user."),
            new Cause(
                    Code.JUPYTER_DIED,
                    List.of("memoryerror", "cannot allocate memory"),
                    "Memory is short there: stop something, or give the container more."));

    /** @param where such as {@code in train on gpu1} */
    static Problem problem(String program, String where, int port, List<String> log) {
        String last = last(log);
        Cause cause = cause(log);
        String message = "%s ended while it started %s%s".formatted(program, where, last == null ? "." : ": " + last);
        if (cause != null && cause.code == Code.REMOTE_PORT_IN_USE) {
            return new Problem(
                    Code.REMOTE_PORT_IN_USE,
                    "Port " + port + " " + where + " was taken by something else while " + program + " started.",
                    cause.next,
                    Integer.toString(port + 1));
        }
        return Problem.of(Code.JUPYTER_DIED, message, cause == null ? "Its log says more." : cause.next);
    }

    private static @Nullable Cause cause(List<String> log) {
        String text = String.join("\n", log).toLowerCase(Locale.ROOT);
        for (Cause cause : CAUSES) {
            if (cause.texts.stream().anyMatch(text::contains)) {
                return cause;
            }
        }
        return null;
    }

    /** The last line that says something: Python ends with the error itself. */
    static @Nullable String last(List<String> log) {
        for (String line : log.reversed()) {
            String clean = RemoteLine.clean(line);
            if (!clean.isEmpty()) {
                return clean;
            }
        }
        return null;
    }
}
