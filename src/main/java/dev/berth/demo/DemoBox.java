package dev.berth.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Two made-up boxes behind real SSH, and the configuration file by which {@code ssh} and Berth find them. Closing it ends
 * both and deletes the directory that holds their keys.
 */
public final class DemoBox implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DemoBox.class.getName());

    private final Path directory;
    private final List<AutoCloseable> open = new ArrayList<>();

    private DemoBox(Path directory) {
        this.directory = directory;
    }

    public static DemoBox start() throws IOException {
        // a new temporary directory is its owner's alone
        DemoBox box = new DemoBox(Files.createTempDirectory("berth-demo").toRealPath());
        try {
            box.open();
            return box;
        } catch (IOException | RuntimeException failure) {
            box.close();
            throw failure;
        }
    }

    /** For {@code ssh -F} and {@code berth -F}. */
    public Path sshConfig() {
        return directory.resolve("config");
    }

    private void open() throws IOException {
        DemoKeys keys = DemoKeys.generate();
        List<DemoSshServer> servers = new ArrayList<>();
        for (DemoWorld world : List.of(DemoWorlds.gpu(), DemoWorlds.cpu())) {
            open.add(world);
            DemoSshServer server = DemoSshServer.start(world, keys);
            open.add(server);
            servers.add(server);
        }
        DemoSshConfig.write(directory, keys, servers);
    }

    @Override
    public void close() {
        for (AutoCloseable each : open.reversed()) {
            try {
                each.close();
            } catch (Exception failure) {
                LOG.log(Level.FINE, "a part of the demo ended badly", failure);
            }
        }
        open.clear();
        delete(directory);
    }

    private static void delete(Path directory) {
        try {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException gone) {
            LOG.log(Level.FINE, "the demo's directory could not be deleted", gone);
        }
    }
}
