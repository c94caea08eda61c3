package dev.berth.walk;

import dev.berth.lab.Lab;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Walks through the lab by the packaged program, which has a world of its own for each test. */
abstract class LabWalk {
    BerthProgram berth;

    @BeforeAll
    static void lab() {
        Lab.assumeUp();
    }

    @BeforeEach
    void world() throws IOException {
        berth = new BerthProgram(Lab.sshConfig());
    }

    /** After what the test itself puts in order. */
    @AfterEach
    void close() throws Exception {
        berth.close();
    }

    /** The processes of a box whose command lines match, once they ended or should have. */
    static String left(String box, String pattern) throws IOException {
        // the pattern must not find the command line that it stands in
        String other = "[" + pattern.charAt(0) + "]" + pattern.substring(1);
        return on(
                box,
                "n=0; while pgrep -f '" + other + "' >/dev/null && [ $n -lt 600 ]; do sleep 0.1; n=$((n+1)); done;"
                        + " pgrep -af '" + other + "'; true");
    }

    /** What a command of root's prints on a box. */
    static String on(String box, String command) throws IOException {
        return Lab.run("exec", box, command).strip();
    }
}
