package dev.berth;

import dev.berth.cli.VerbNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for, as far as that has to be known before any verb is parsed: which world, and whether the
 * screen is meant. Anything odd is left to the verbs, whose parser says what is wrong. Loads no parser of command lines:
 * that alone would cost the screen a tenth of a second.
 *
 * @param sshConfig the file of {@code -F}
 * @param config the file of {@code --config}
 * @param host the host that the screen starts on
 */
record Invocation(
        Kind kind,
        @Nullable String sshConfig,
        @Nullable String config,
        boolean noAgent,
        boolean readOnly,
        @Nullable String host) {

    enum Kind {
        SCREEN,
        VERB,
        VERSION,
        /** {@code berth demo}: the screen over embedded boxes. */
        DEMO,
        /** {@code berth agent run}: this process is to be the agent. Not for people. */
        AGENT,
        /** {@code berth --train}: runs through what a start runs through, for the build's AOT cache. */
        TRAIN
    }

    /** The same, with everything inside this process. */
    Invocation withoutAgent() {
        return new Invocation(kind, sshConfig, config, true, readOnly, host);
    }

    static Invocation of(String... args) {
        Scan scan = new Scan();
        scan.read(args);
        return new Invocation(
                scan.kind(), scan.sshConfig, scan.config, scan.noAgent, scan.readOnly, scan.hostOfScreen());
    }

    /** One pass over the words. */
    private static final class Scan {
        private final List<String> words = new ArrayList<>();
        private @Nullable String sshConfig;
        private @Nullable String config;
        private boolean noAgent;
        private boolean readOnly;
        private boolean version;
        private boolean train;
        private boolean others;

        void read(String[] args) {
            int next = 0;
            while (next < args.length && !args[next].equals("--") && !reachedDockersWords()) {
                next += takesValue(args[next]) ? readPair(args, next) : readOne(args[next]);
            }
            others |= next < args.length;
        }

        private boolean reachedDockersWords() {
            return words.size() == 2 && VerbNames.DOCKERS_OWN.contains(words.getFirst());
        }

        private static boolean takesValue(String word) {
            return switch (word) {
                case "-F", "--ssh-config", "--config", "--timeout" -> true;
                default -> false;
            };
        }

        private int readPair(String[] args, int at) {
            if (at + 1 == args.length) {
                others = true;
            } else {
                assign(args[at], args[at + 1]);
            }
            return 2;
        }

        private int readOne(String word) {
            int equals = word.indexOf('=');
            if (word.startsWith("--") && equals > 0 && takesValue(word.substring(0, equals))) {
                assign(word.substring(0, equals), word.substring(equals + 1));
            } else if (word.startsWith("-F")) {
                assign("-F", word.substring(2));
            } else if (word.startsWith("-") && word.length() > 1) {
                flag(word);
            } else {
                words.add(word);
            }
            return 1;
        }

        private void assign(String option, String value) {
            switch (option) {
                case "-F", "--ssh-config" -> sshConfig = value;
                case "--config" -> config = value;
                default -> {
                    // --timeout is the verbs'
                }
            }
        }

        private void flag(String word) {
            switch (word) {
                case "--no-agent" -> noAgent = true;
                case "--readonly" -> readOnly = true;
                case "-q", "--quiet", "-v", "--verbose", "--no-input" -> {
                    // says nothing about what is meant
                }
                case "--version", "-V" -> version = words.isEmpty();
                case "--train" -> train = words.isEmpty();
                default -> others = true;
            }
        }

        Kind kind() {
            if (version) {
                return Kind.VERSION;
            } else if (train) {
                return Kind.TRAIN;
            } else if (words.equals(List.of("agent", "run"))) {
                return Kind.AGENT;
            } else if (others) {
                return Kind.VERB;
            } else if (words.equals(List.of("demo"))) {
                return Kind.DEMO;
            }
            boolean verb = !words.isEmpty() && VerbNames.has(words.getFirst());
            boolean screen = verb ? words.getFirst().equals("ui") && words.size() <= 2 : words.size() <= 1;
            return screen ? Kind.SCREEN : Kind.VERB;
        }

        @Nullable
        String hostOfScreen() {
            if (kind() != Kind.SCREEN || words.isEmpty()) {
                return null;
            }
            String last = words.getLast();
            return words.size() == 1 && last.equals("ui") ? null : last;
        }
    }
}
