package dev.berth.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LabIT {
    @BeforeAll
    static void needsTheLab() {
        Lab.assumeUp();
    }

    @Test
    void runsCommandsInABox() throws IOException {
        assertEquals("gpu1\n", Lab.run("exec", "gpu1", "hostname"));
    }

    @Test
    void givesAnSshConfigurationOfTheBoxes() throws IOException {
        assertTrue(Files.readString(Lab.sshConfig()).contains("Host gpu1"));
    }
}
