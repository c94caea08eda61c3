package dev.berth.carry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackingTest {
    @TempDir
    private Path here;

    private static byte[] tar(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (String name : names) {
                byte[] text = name.endsWith("/")
                        ? new byte[0]
                        : (name + "!").repeat(1_000).getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(text.length);
                tar.putArchiveEntry(entry);
                tar.write(text);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private List<String> there() throws IOException {
        try (Stream<Path> all = Files.walk(here)) {
            return all.filter(path -> !path.equals(here))
                    .map(path -> here.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    private static void unpack(Unpacking files, byte[] tar, int length) throws IOException {
        files.unpack(new ByteArrayInputStream(Arrays.copyOf(tar, length)));
    }

    @Test
    void aTreeIsThereUnderItsOwnNameOrTheOneThatWasAsked() throws IOException {
        byte[] tar = tar("tree/", "tree/a", "tree/below/b");
        unpack(new Unpacking(here), tar, tar.length);
        unpack(new Unpacking(here.resolve("other")), tar, tar.length);
        assertEquals(
                List.of(
                        "other",
                        "other/a",
                        "other/below",
                        "other/below/b",
                        "tree",
                        "tree/a",
                        "tree/below",
                        "tree/below/b"),
                there());
    }

    @Test
    void whatBreaksOffLeavesNothingThatWasNotThereBefore() throws IOException {
        Files.createDirectories(here.resolve("tree"));
        Files.writeString(here.resolve("tree/mine"), "mine");
        byte[] tar = tar("tree/", "tree/a", "tree/below/b");
        Unpacking files = new Unpacking(here);
        assertThrows(IOException.class, () -> unpack(files, tar, tar.length / 2));
        files.undo();
        assertEquals(List.of("tree", "tree/mine"), there());
    }

    @Test
    void aFileThatWasThereIsNeverHalfAnother() throws IOException {
        Files.writeString(here.resolve("a"), "the old one");
        byte[] tar = tar("a");
        Unpacking files = new Unpacking(here);
        assertThrows(IOException.class, () -> unpack(files, tar, 2_000));
        files.undo();
        assertEquals("the old one", Files.readString(here.resolve("a")));
        assertEquals(List.of("a"), there());
    }

    @Test
    void nothingGetsOutOfTheTarget() throws IOException {
        byte[] tar = tar("tree/../../out");
        assertThrows(IOException.class, () -> unpack(new Unpacking(here.resolve("in")), tar, tar.length));
        assertFalse(Files.exists(here.resolveSibling("out")));
    }
}
