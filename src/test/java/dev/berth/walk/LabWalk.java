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

    /** What a command of root's prints on a box. */
    static String on(String box, String command) throws IOException {
        return Lab.run("exec", box, command).strip();
    }
}
