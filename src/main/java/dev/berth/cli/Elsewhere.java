package dev.berth.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Verbs that open the full screen. The program's entry takes them before picocli is loaded; here they stand for help. */
final class Elsewhere {
    private Elsewhere() {}

    @Command(name = "ui", description = "Open the full screen (as berth alone does).")
    static final class Ui implements Callable<Integer> {
        @Parameters(paramLabel = "HOST", arity = "0..1", description = "The host to open at.")
        String host = "";

        @Override
        public Integer call() {
            throw new IllegalStateException("ui reached the verbs");
        }
    }

    @Command(
            name = "demo",
            description = "Open the full screen with an embedded box: no root, no Docker, no ssh needed.")
    static final class Demo implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new IllegalStateException("demo reached the verbs");
        }
    }
}
