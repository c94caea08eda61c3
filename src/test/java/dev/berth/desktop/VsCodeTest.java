package dev.berth.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.desktop.VsCode.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VsCodeTest {
    @TempDir
    Path folder;

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aHostIsNamedAsSshKnowsIt() {
        assertEquals(
                List.of("code", "--remote", "ssh-remote+gpu1"), VsCode.command("code", new Place("gpu1", null, null)));
        assertEquals(
                List.of("code", "--remote", "ssh-remote+ann@gpu1:2222", "/srv"),
                VsCode.command("code", new Place("ann@gpu1:2222", null, "srv")));
        assertEquals(List.of("code", "--new-window", "/srv"), VsCode.command("code", new Place(null, null, "/srv")));
    }

    @Test
    void aContainerIsNamedInHexBehindItTheHostWhoseEngineHasIt() {
        String train = "attached-container+" + hex("{\"containerName\":\"/train\"}");
        assertEquals(
                List.of("code", "--folder-uri", "vscode-remote://" + train + "@ssh-remote+gpu1/a%20b"),
                VsCode.command("code", new Place("gpu1", "train", "/a b")));
        assertEquals(
                List.of("code", "--folder-uri", "vscode-remote://" + train + "/"),
                VsCode.command("code", new Place(null, "train", "")));
        String host = hex("{\"hostName\":\"GPU1\",\"user\":\"ann\",\"port\":22}");
        assertEquals(
                "vscode-remote://" + train + "@ssh-remote+" + host + "/",
                VsCode.command("code", new Place("ann@GPU1:22", "train", null)).getLast());
    }

    @Test
    void withoutVsCodeItIsSaid() {
        String reason = new VsCode(Map.of("PATH", folder.toString()))
                .open(new Place("gpu1", null, null))
                .orElseThrow();
        assertTrue(reason.contains("no program \"code\" is on the PATH"), reason);
    }

    @Test
    void itIsOpenedByItsOwnCommand() throws Exception {
        Path said = folder.resolve("said");
        Path program = folder.resolve("code");
        Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\" > " + said + "\n");
        assertTrue(program.toFile().setExecutable(true));
        assertEquals(
                Optional.empty(),
                new VsCode(Map.of("PATH", folder + ":/usr/bin:/bin")).open(new Place("gpu1", null, null)));
        assertEquals(List.of("--remote", "ssh-remote+gpu1"), Files.readAllLines(said));
    }
}
