package dev.berth.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.LinkContract;
import dev.berth.link.Output;
import dev.berth.link.RemoteCommand;
import dev.berth.link.RemotePty;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract over this machine's own processes and sockets. */
class LocalLinkTest extends LinkContract {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Override
    protected Link open() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("BERTH_TEST", "seen");
        return new LocalLink(environment);
    }

    @Override
    protected boolean isAway() {
        return false;
    }

    @Test
    void commandsHaveTheEnvironmentAndBeginAtHome() throws Exception {
        Output output = link().run(Command.script("echo $BERTH_TEST; pwd"), SOON);

        assertEquals("seen\n" + System.getProperty("user.home") + "\n", output.out());
    }

    @Test
    void missingCommandIsSaidAsAShellSaysIt() throws Exception {
        Output output = link().run(Command.of("no-such-command"), SOON);

        assertEquals(127, output.exit());
        assertTrue(output.err().contains("no-such-command"), output.err());
    }

    @Test
    void closingACommandEndsWhatItStarted() throws Exception {
        RemoteCommand command = link().start(Command.script("sleep 600 & echo $!; wait"));
        BufferedReader out = new BufferedReader(new InputStreamReader(command.stdout(), UTF_8));
        long sleeper = Long.parseLong(out.readLine());
        ProcessHandle handle = ProcessHandle.of(sleeper).orElseThrow();

        command.close();

        handle.onExit().get(SOON.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
    }

    @Test
    void ptyIsAControllingTerminalThatControlCharactersWorkOn() throws Exception {
        try (RemotePty pty = link().pty(Command.script("echo on $TERM; exec sleep 600"), "vt100", 80, 24)) {
            BufferedReader out = new BufferedReader(new InputStreamReader(pty.stdout(), UTF_8));
            assertEquals("on vt100", out.readLine());
            pty.stdin().write(3);
            assertEquals(130, pty.await(SOON));
        }
    }

    /** As on macOS. */
    @Test
    void perlMakesTheSessionWhereThereIsNoSetsid(@TempDir Path programs) throws Exception {
        for (String program : List.of("perl", "sh", "stty", "sleep")) {
            Path there = Stream.of("/bin", "/usr/bin")
                    .map(directory -> Path.of(directory, program))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(programs.resolve(program), there);
        }
        try (Link mac = new LocalLink(Map.of("PATH", programs.toString()));
                RemotePty pty = mac.pty(Command.script("stty size; exec sleep 600"), "xterm", 101, 31)) {
            BufferedReader out = new BufferedReader(new InputStreamReader(pty.stdout(), UTF_8));
            assertEquals("31 101", out.readLine());
            pty.stdin().write(3);
            assertEquals(130, pty.await(SOON));
            assertEquals(127, mac.run(Command.of("no-such-command"), SOON).exit());
        }
    }

    @Test
    void whatAShellLeavesBehindDoesNotHoldItsEndUp() throws Exception {
        try (RemotePty pty = link().pty(Command.script("trap '' HUP; sleep 5 & echo done; exit 6"), "xterm", 80, 24)) {
            String all = new String(pty.stdout().readAllBytes(), UTF_8);

            assertEquals("done", all.strip());
            assertEquals(6, pty.await(SOON));
        }
    }

    @Test
    void closingAPtyHangsUp() throws Exception {
        RemotePty pty = link().pty(Command.script("echo $$; sleep 600; :"), "xterm", 80, 24);
        BufferedReader out = new BufferedReader(new InputStreamReader(pty.stdout(), UTF_8));
        ProcessHandle shell = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();

        pty.close();

        shell.onExit().get(SOON.toSeconds(), java.util.concurrent.TimeUnit.SECONDS);
        assertFalse(shell.isAlive());
    }
}
