package dev.berth.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines that run a class of the tests in a JVM of its own. */
final class Processes {
    private Processes() {}

    static List<String> agent(Path directory, String build, String... more) {
        List<String> command = java(AgentMain.class, directory);
        command.add(build);
        command.addAll(List.of(more));
        return command;
    }

    static List<String> java(Class<?> main, Path directory) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                directory.toString()));
    }
}
