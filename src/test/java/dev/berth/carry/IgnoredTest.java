package dev.berth.carry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a build's directory is sent. */
class IgnoredTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void tree() throws IOException {
        for (String file : List.of(
                "Dockerfile", "run.py", "notes.md", "data/big.bin", "data/small.csv", "src/a.py", "src/deep/b.pyc")) {
            Path path = directory.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
    }

    private List<String> sent(String... patterns) throws IOException {
        Files.write(directory.resolve(".dockerignore"), List.of(patterns));
        return sent(Path.of("Dockerfile"));
    }

    private List<String> sent(Path dockerfile) throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        Tars.pack(directory, Ignored.of(directory, dockerfile), tar);
        TreeSet<String> names = new TreeSet<>();
        TarArchiveInputStream entries = new TarArchiveInputStream(new ByteArrayInputStream(tar.toByteArray()));
        for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            if (!entry.isDirectory()) {
                names.add(entry.getName());
            }
        }
        names.remove(".dockerignore");
        return List.copyOf(names);
    }

    @Test
    void allIsSentWhereNothingIsLeftOut() throws IOException {
        assertEquals(
                List.of(
                        "Dockerfile",
                        "data/big.bin",
                        "data/small.csv",
                        "notes.md",
                        "run.py",
                        "src/a.py",
                        "src/deep/b.pyc"),
                sent("# only a remark", ""));
    }

    @Test
    void aDirectoryIsLeftOutWithAllThatIsInIt() throws IOException {
        assertEquals(List.of("Dockerfile", "notes.md", "run.py", "src/a.py", "src/deep/b.pyc"), sent("/data/"));
    }

    @Test
    void oneStarStaysInItsDirectoryAndTwoDoNot() throws IOException {
        assertEquals(6, sent("*.md", "*.pyc").size());
        assertEquals(List.of("Dockerfile", "data/big.bin", "data/small.csv", "notes.md"), sent("**/*.py*"));
        assertEquals(5, sent("data/*.b?n", "src/[a-c].py").size());
    }

    @Test
    void theLastRuleThatFitsDecides() throws IOException {
        assertEquals(List.of("Dockerfile", "data/small.csv"), sent("*", "!data/small.csv"));
        assertEquals(List.of("Dockerfile"), sent("*", "!data/small.csv", "data"));
    }

    @Test
    void theDockerfileIsSentWhateverTheRulesSay() throws IOException {
        Files.createDirectories(directory.resolve("docker"));
        Files.writeString(directory.resolve("docker/gpu"), "FROM x");
        Files.writeString(directory.resolve("docker/gpu.dockerignore"), "*");
        assertEquals(List.of("docker/gpu", "docker/gpu.dockerignore"), sent(Path.of("docker/gpu")));
    }
}
