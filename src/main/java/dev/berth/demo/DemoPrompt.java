package dev.berth.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What a visitor gets who asks for a shell: a prompt for the few known words, with the little editing a terminal has. */
final class DemoPrompt {
    private static final int LONGEST = 400;
    private static final char END_OF_INPUT = 4;
    private static final char INTERRUPT = 3;
    private static final char DELETE = 127;

    private final DemoShell shell;
    private final DemoCall call;
    private final boolean pty;

    DemoPrompt(DemoShell shell, DemoCall call, boolean pty) {
        this.shell = shell;
        this.call = call;
        this.pty = pty;
    }

    int run() throws IOException {
        call.print("""
                This is Berth's demo: a made-up box, with no shell behind it.
                Try: hostname, uname -a, nvidia-smi, ls, ps, whoami. ctrl-d leaves.
                """);
        StringBuilder line = new StringBuilder();
        prompt();
        for (int c; (c = call.in().read()) >= 0 && c != END_OF_INPUT; ) {
            if (c == '\r' || c == '\n') {
                echo("\n");
                if (line.toString().strip().equals("exit")) {
                    return 0;
                }
                answer(line.toString().strip());
                line.setLength(0);
                prompt();
            } else {
                edit(line, (char) c);
            }
        }
        echo("\n");
        return 0;
    }

    private void edit(StringBuilder line, char c) throws IOException {
        if (c == INTERRUPT) {
            line.setLength(0);
            echo("^C\n");
            prompt();
        } else if (c == DELETE || c == '\b') {
            if (!line.isEmpty()) {
                line.setLength(line.length() - 1);
                echo("\b \b");
            }
        } else if (c >= ' ' && line.length() < LONGEST) {
            line.append(c);
            echo(String.valueOf(c));
        }
    }

    private void answer(String line) throws IOException {
        if (line.isEmpty()) {
            return;
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        DemoCall one = new DemoCall(
                call.world(),
                call.place(),
                List.of(),
                InputStream.nullInputStream(),
                said,
                said,
                new CountDownLatch(0));
        shell.runLine(one, line);
        call.print(said.toString(StandardCharsets.UTF_8));
    }

    private void prompt() throws IOException {
        echo(DemoSshServer.USER + "@" + call.world().name() + ":~$ ");
    }

    private void echo(String text) throws IOException {
        if (pty) {
            call.print(text);
        }
    }
}
