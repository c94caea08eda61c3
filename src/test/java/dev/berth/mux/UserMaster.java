package dev.berth.mux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.lab.Lab;
import dev.berth.link.Pace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A master as a user has one: started by ssh itself, in the background. */
record UserMaster(Path control, String alias) implements AutoCloseable {
    /** As Berth asks where the user has not said otherwise. */
    static final Pace PACE = new Pace(Duration.ofSeconds(3), Duration.ofSeconds(6));

    static UserMaster start(String alias) throws Exception {
        Path control = Files.createTempDirectory("cm").resolve("m");
        UserMaster master = new UserMaster(control, alias);
        master.ssh("-M", "-N", "-f");
        return master;
    }

    /** Runs ssh with this control socket, and gives back what it said. */
    String ssh(String... options) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("ssh", "-F", Lab.sshConfig().toString(), "-S", control.toString()));
        argv.addAll(List.of(options));
        argv.add(alias);
        Path said = Files.createTempFile("ssh", ".log");
        Process process = new ProcessBuilder(argv)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(90, TimeUnit.SECONDS);
        String words = Files.readString(said, StandardCharsets.UTF_8);
        Files.delete(said);
        assertEquals(true, ended && process.exitValue() == 0, words);
        return words;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        ssh("-O", "exit");
    }
}
