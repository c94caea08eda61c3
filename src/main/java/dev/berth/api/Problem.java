package dev.berth.api;

import org.jspecify.annotations.Nullable;

/**
 * Something that did not work, as it is told to a person: what failed and where, and what to do next.
 *
 * @param message one sentence that names the object and the host
 * @param next the next step, a sentence or a command to type; null where there is none
 * @param suggestion a value a form can offer in place of the refused one, such as the next free port
 */
public record Problem(
        Code code,
        String message,
        @Nullable String next,
        @Nullable String suggestion) {

    /** The suggestion where somebody has to agree that other machines reach a tunnel. */
    public static final String WIDE = "wide";

    /** The suggestion where a command of the host could carry what its SSH server forbids. */
    public static final String RELAY = "relay";

    /** What kind of failure it is. The words and the exit codes are a promise to scripts. */
    public enum Code {
        INTERNAL(1),
        COMMAND_FAILED(1),
        READ_ONLY(1),
        NOT_YOURS(1),
        NOT_SUPPORTED(1),
        STATE_UNWRITABLE(1),
        AGENT_UNREACHABLE(1),
        AGENT_OTHER_VERSION(1),
        DOCKER_MISSING(1),
        DOCKER_DENIED(1),
        DOCKER_UNREACHABLE(1),
        CONTAINER_NOT_RUNNING(1),
        NO_JUPYTER(1),
        JUPYTER_DIED(1),
        JUPYTER_UNREACHABLE(1),
        PORT_IN_USE(1),
        REMOTE_PORT_IN_USE(1),
        FORWARDING_REFUSED(1),
        TARGET_REFUSED(1),
        NO_NVIDIA_SMI(1),
        DRIVER_MISMATCH(1),
        GPU_UNREADABLE(1),
        USAGE(2),
        BAD_CONFIG(2),
        AMBIGUOUS(2),
        HOST_UNKNOWN(3),
        CONTAINER_NOT_FOUND(3),
        SERVER_NOT_FOUND(3),
        KERNEL_NOT_FOUND(3),
        TUNNEL_NOT_FOUND(3),
        NO_GPU_FITS(3),
        ANSWER_NEEDED(4),
        HOST_UNRESOLVABLE(5),
        HOST_UNREACHABLE(5),
        HOST_KEY_CHANGED(5),
        HOST_KEY_REFUSED(5),
        AUTHENTICATION_FAILED(5),
        NO_SHARED_ALGORITHM(5),
        LINK_LOST(5),
        TIMEOUT(6),
        INTERRUPTED(130);

        private final int exit;

        Code(int exit) {
            this.exit = exit;
        }

        /** The exit code of a verb that ends with this problem. */
        public int exit() {
            return exit;
        }

        /** The kebab-case word that scripts see. */
        public String word() {
            return Json.kebab(name());
        }
    }

    public static Problem of(Code code, String message) {
        return new Problem(code, message, null, null);
    }

    public static Problem of(Code code, String message, String next) {
        return new Problem(code, message, next, null);
    }

    /** This problem as an exception, for the places that can't go on. */
    public ProblemException asException() {
        return new ProblemException(this, null);
    }

    public ProblemException asException(@Nullable Throwable cause) {
        return new ProblemException(this, cause);
    }

    /** Message and next step in one text. */
    public String sentence() {
        return next == null ? message : message + " " + next;
    }
}
