package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of ssh as whoever rents out a box gives it away: {@code ssh -p 40123 -i key root@1.2.3.4 -L 8080:localhost:8080}.
 * What is about where and how to log in counts; forwards and the like are left aside.
 *
 * @param destination where to, as ssh takes it
 * @param options for ssh, each as a word of its own
 */
record PastedLine(String destination, List<String> options) {
    /** Options with a value that say where and how. */
    private static final String VALUES_KEPT = "bBcFiIJlmop";

    private static final String VALUES_DROPPED = "DeELRS";

    private static final String FLAGS_KEPT = "46";

    private static final String FLAGS_DROPPED = "aACfgKkMNnqsTtvXxYy";

    PastedLine {
        options = List.copyOf(options);
    }

    static boolean is(String text) {
        return text.startsWith("ssh ");
    }

    /**
     * @param directory what a relative name of a key is relative to; null where that is not known
     * @throws ProblemException where it is no such line
     */
    static PastedLine parse(String text, @Nullable String directory) throws ProblemException {
        return new Reading(text, directory).line();
    }

    /** A short name, for the list of hosts: {@code root@1.2.3.4:40123}. */
    String name() {
        DestinationName name = DestinationName.parse(destination);
        String user = value("-l");
        String port = value("-p");
        String host = name.host().contains(":") ? "[" + name.host() + "]" : name.host();
        String who = user != null ? user : name.user();
        String where = port != null || name.port() == null ? port : String.valueOf(name.port());
        return (who == null ? "" : who + "@") + host + (where == null || where.equals("22") ? "" : ":" + where);
    }

    private @Nullable String value(String option) {
        int at = options.indexOf(option);
        return at < 0 ? null : options.get(at + 1);
    }

    /** Goes through the words once. */
    private static final class Reading {
        private final String text;
        private final @Nullable String directory;
        private final List<String> words;
        private final List<String> options = new ArrayList<>();
        private @Nullable String destination;
        private int next = 1;

        Reading(String text, @Nullable String directory) throws ProblemException {
            this.text = text;
            this.directory = directory;
            this.words = ShellLine.words(text);
        }

        PastedLine line() throws ProblemException {
            while (next < words.size()) {
                String word = words.get(next++);
                if (word.startsWith("-") && word.length() > 1) {
                    flags(word);
                } else if (destination == null) {
                    destination = word;
                } else {
                    throw refused("It has a command after the host: leave that out.");
                }
            }
            if (destination == null) {
                throw refused("It names no host.");
            }
            return new PastedLine(destination, options);
        }

        /** Several may stand together, and the value of the last one may follow it without a blank. */
        private void flags(String word) throws ProblemException {
            for (int i = 1; i < word.length(); i++) {
                char flag = word.charAt(i);
                if (FLAGS_KEPT.indexOf(flag) >= 0) {
                    options.add("-" + flag);
                } else if (VALUES_KEPT.indexOf(flag) >= 0) {
                    options.addAll(List.of("-" + flag, given(flag, value(word, i))));
                    return;
                } else if (VALUES_DROPPED.indexOf(flag) >= 0) {
                    value(word, i);
                    return;
                } else if (FLAGS_DROPPED.indexOf(flag) < 0) {
                    throw refused("-" + flag + " is not for a host to connect to.");
                }
            }
        }

        private String value(String word, int flag) throws ProblemException {
            if (flag + 1 < word.length()) {
                return word.substring(flag + 1);
            }
            if (next >= words.size()) {
                throw refused("A value is missing after -" + word.charAt(flag) + ".");
            }
            return words.get(next++);
        }

        /** The agent that asks ssh is in another directory than the person. */
        private String given(char flag, String value) {
            boolean file = flag == 'i' || flag == 'F';
            if (!file || directory == null || value.startsWith("/") || value.startsWith("~")) {
                return value;
            }
            return Path.of(directory).resolve(value).toString();
        }

        private ProblemException refused(String why) {
            return Problem.of(
                            Code.USAGE,
                            "'" + RemoteText.oneLine(text) + "' can't be used as a host. " + why,
                            "Paste it like this: ssh -p 40123 -i key root@1.2.3.4")
                    .asException();
        }
    }
}
