package dev.berth.mux;

import dev.berth.hostkey.ShownKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a login has come, by what ssh tells with {@code -v}, and those that it starts for jump hosts. ssh has a time
 * limit of its own for no stage behind the server's first line.
 */
final class Progress {
    /** From the connected socket to the host key. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(15);

    /** A command of the configuration's may first have to sign in somewhere. */
    private static final Duration COMMAND = Duration.ofSeconds(90);

    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** ssh's own limit comes first, where it has one. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Pattern SERVER = Pattern.compile("^debug1: Authenticating to (\\S+) as ");
    private static final Pattern KNOCK = Pattern.compile("^debug1: Connecting to (\\S+) .*port (\\d+)");

    private static final Pattern KEY = Pattern.compile("^debug1: Server host (?:key|certificate): "
            + "(\\S+?)(?:-cert-v01@openssh\\.com)? (SHA256:[A-Za-z0-9+/]+)");

    private static final Pattern OURS = Pattern.compile("^(debug\\d: |OpenSSH_\\d|Authenticated to |Transferred: sent "
            + "|Bytes per second: |Authenticated using )");

    /** What ssh waits for. */
    enum Stage {
        COMMAND,
        CONNECTION,
        HANDSHAKE,
        LOGIN,
        /** A person, or the server's word on what a person did: a touch, a code, a dialog of the agent's. */
        PERSON
    }

    private record Step(String words, Stage stage) {}

    private static final List<Step> STEPS = List.of(
            new Step("Executing ", Stage.COMMAND),
            new Step("Connecting to ", Stage.CONNECTION),
            new Step("Connection established", Stage.HANDSHAKE),
            new Step("Remote protocol version", Stage.HANDSHAKE),
            // of a jump host: what comes next is the host behind it
            new Step("Entering interactive session", Stage.HANDSHAKE),
            new Step("SSH2_MSG_NEWKEYS received", Stage.LOGIN),
            new Step("Authentications that can continue", Stage.LOGIN),
            new Step("Offering public key", Stage.LOGIN),
            new Step("Server accepts key", Stage.PERSON),
            new Step("Next authentication method: keyboard-interactive", Stage.PERSON),
            new Step("Next authentication method: password", Stage.PERSON));

    /**
     * A key that a server showed.
     *
     * @param address {@code name:port} without brackets
     */
    record Shown(String address, ShownKey key) {}

    private final List<Shown> shown = new ArrayList<>();
    private String address = "";
    private Stage stage = Stage.COMMAND;
    private boolean atJump;
    private long since = System.nanoTime();

    /** Returns whether it was a line of this kind, which says nothing to a person. */
    synchronized boolean took(String line, boolean jump) {
        if (!OURS.matcher(line).find()) {
            return false;
        }
        since = System.nanoTime();
        String said = line.replaceFirst("^debug\\d: ", "");
        for (Step step : STEPS) {
            if (said.startsWith(step.words())) {
                stage = step.stage();
                atJump = jump && !said.startsWith("Entering");
            }
        }
        Matcher server = SERVER.matcher(line);
        Matcher knock = KNOCK.matcher(line);
        if (server.find()) {
            address = server.group(1);
        } else if (knock.find()) {
            address = knock.group(1) + ":" + knock.group(2);
        }
        Matcher key = KEY.matcher(line);
        if (key.find()) {
            shown.add(new Shown(address, new ShownKey(key.group(1), key.group(2))));
            notifyAll();
        }
        return true;
    }

    /** A person has answered, so that it goes on only now. */
    synchronized void goesOn() {
        since = System.nanoTime();
    }

    /** The key of that fingerprint, which may be about to be told. */
    synchronized @Nullable Shown key(String fingerprint, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            for (Shown one : shown) {
                if (one.key().fingerprint().equals(fingerprint)) {
                    return one;
                }
            }
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return null;
            }
            wait(left);
        }
    }

    /** The keys that were shown so far, the last one first. */
    synchronized List<Shown> shown() {
        return List.copyOf(shown.reversed());
    }

    /** @param jump it is at a jump host */
    record Stuck(Stage stage, boolean jump, String address, Duration after) {}

    /**
     * Where it stays, and has stayed for longer than a server that is well takes; null otherwise.
     *
     * @param connect what the configuration allows for connecting
     * @param speech the host has said something, and may wait for a person to do it
     */
    synchronized @Nullable Stuck stuck(Duration connect, boolean speech) {
        Duration handshake = connect.compareTo(HANDSHAKE) > 0 ? connect : HANDSHAKE;
        @Nullable
        Duration limit = switch (stage) {
            case COMMAND -> COMMAND;
            case CONNECTION -> handshake.plus(GRACE);
            case HANDSHAKE -> handshake;
            case LOGIN -> speech ? null : ANSWER;
            case PERSON -> null;
        };
        if (limit == null || System.nanoTime() - since < limit.toNanos()) {
            return null;
        }
        return new Stuck(stage, atJump, address, limit);
    }
}
