package dev.berth.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the words of a {@code docker run} or {@code nvidia-docker run}. */
final class RunWords {
    /** Docker's options of run that take no value; every other one takes the next word. */
    private static final Set<String> FLAGS = Set.of(
            "--detach",
            "--interactive",
            "--tty",
            "--rm",
            "--privileged",
            "--init",
            "--read-only",
            "--publish-all",
            "--no-healthcheck",
            "--oom-kill-disable",
            "--sig-proxy",
            "--disable-content-trust",
            "--quiet",
            "--help",
            "--use-api-socket");

    private static final String SHORT_FLAGS = "ditPq";

    private final List<String> words;
    private int at;

    private String name = "";
    private String gpus = "";
    private final List<String> ports = new ArrayList<>();
    private final List<String> volumes = new ArrayList<>();
    private String shmSize = "";
    private String ipc = "";
    private final List<String> ulimits = new ArrayList<>();
    private String user = "";
    private boolean remove;
    private final List<String> environment = new ArrayList<>();
    private String directory = "";
    private String network = "";
    private String restart = "";
    private boolean detached;
    private boolean terminal;
    private final List<String> more = new ArrayList<>();

    RunWords(List<String> words) {
        this.words = words;
    }

    @Nullable
    RunSpec read() {
        program();
        while (at < words.size()
                && words.get(at).startsWith("-")
                && !words.get(at).equals("--")) {
            option(words.get(at++));
        }
        if (at < words.size() && words.get(at).equals("--")) {
            at++;
        }
        if (at >= words.size()) {
            return null;
        }
        return new RunSpec(
                words.get(at),
                name,
                gpus,
                ports,
                volumes,
                shmSize,
                ipc,
                ulimits,
                user,
                remove,
                environment,
                directory,
                network,
                restart,
                terminal && !detached,
                more,
                words.subList(at + 1, words.size()));
    }

    /** The wrapper of old times gave all GPUs, or those that NV_GPU named. */
    private void program() {
        String named = "";
        while (!words.get(at).matches("(nvidia-)?docker|podman")) {
            String word = words.get(at++);
            named = word.startsWith("NV_GPU=") ? word.substring("NV_GPU=".length()) : named;
        }
        if (words.get(at++).startsWith("nvidia-")) {
            gpus = named.isEmpty() ? RunSpec.ALL : named;
        }
        if (at < words.size() && words.get(at).equals("container")) {
            at++;
        }
        if (at < words.size() && words.get(at).equals("run")) {
            at++;
        }
    }

    private void option(String word) {
        int equals = word.indexOf('=');
        if (word.startsWith("--")) {
            String option = equals < 0 ? word : word.substring(0, equals);
            if (FLAGS.contains(option)) {
                flag(option, equals < 0 || !word.endsWith("=false"), word);
            } else {
                valued(option, equals < 0 ? next() : word.substring(equals + 1));
            }
            return;
        }
        // letters written together; the first that takes a value takes the rest
        for (int i = 1; i < word.length(); i++) {
            String letter = word.substring(i, i + 1);
            if (SHORT_FLAGS.contains(letter)) {
                flag("-" + letter, true, "-" + letter);
            } else {
                String rest = word.substring(i + 1);
                valued("-" + letter, rest.isEmpty() ? next() : rest.startsWith("=") ? rest.substring(1) : rest);
                return;
            }
        }
    }

    private String next() {
        return at < words.size() ? words.get(at++) : "";
    }

    private void flag(String option, boolean on, String word) {
        switch (option) {
            case "-d", "--detach" -> detached = on;
            case "-i", "-t", "--interactive", "--tty" -> terminal |= on;
            case "--rm" -> remove = on;
            default -> more.add(word);
        }
    }

    private void valued(String option, String value) {
        switch (option) {
            case "--name" -> name = value;
            case "--gpus" -> gpus(value);
            case "-p", "--publish" -> ports.add(value);
            case "-v", "--volume" -> volumes.add(value);
            case "--shm-size" -> shmSize = value;
            case "--ipc" -> ipc = value;
            case "--ulimit" -> ulimits.add(value);
            case "-u", "--user" -> user = value;
            case "-e", "--env" -> environment.add(value);
            case "-w", "--workdir" -> directory = value;
            case "--net", "--network" -> network = value;
            case "--restart" -> restart = value;
            default -> {
                more.add(option);
                more.add(value);
            }
        }
    }

    private void gpus(String value) {
        String plain = value.replace("\"", "").replace("'", "");
        if (plain.equals(RunSpec.ALL)) {
            gpus = plain;
        } else if (plain.matches("[0-9]+")) {
            gpus = RunSpec.COUNT + plain;
        } else if (plain.startsWith("device=") && plain.indexOf('=', "device=".length()) < 0) {
            gpus = plain.substring("device=".length());
        } else {
            more.add("--gpus");
            more.add(value);
        }
    }
}
