package dev.berth.carry;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Files of this machine as a tar. */
final class Tars {
    private Tars() {}

    /** @param name what the file or directory is called in the tar */
    static void pack(Path from, String name, OutputStream to) throws IOException {
        pack(from, name, new Ignored(List.of(), List.of()), to);
    }

    /** What is in a directory, for a build: the directory itself is not among it. */
    static void pack(Path directory, Ignored ignored, OutputStream to) throws IOException {
        pack(directory, "", ignored, to);
    }

    private static void pack(Path from, String name, Ignored ignored, OutputStream to) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(to)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    Path below = from.relativize(directory);
                    boolean root = directory.equals(from);
                    if (!root && ignored.leavesOutAll(below)) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    if (root || !ignored.leavesOut(below)) {
                        String named = named(directory);
                        add(tar, directory, named.isEmpty() ? "./" : named + "/");
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    boolean carried = attributes.isSymbolicLink() || attributes.isRegularFile();
                    if (carried && !ignored.leavesOut(from.relativize(file))) {
                        add(tar, file, named(file));
                    }
                    return FileVisitResult.CONTINUE;
                }

                private String named(Path path) {
                    String below = from.relativize(path).toString();
                    return below.isEmpty() ? name : name.isEmpty() ? below : name + "/" + below;
                }
            });
        }
    }

    private static void add(TarArchiveOutputStream tar, Path path, String name) throws IOException {
        boolean link = Files.isSymbolicLink(path);
        TarArchiveEntry entry = link ? new TarArchiveEntry(name, TarConstants.LF_SYMLINK) : new TarArchiveEntry(name);
        if (link) {
            entry.setLinkName(Files.readSymbolicLink(path).toString());
        } else {
            entry.setMode(mode(Files.getPosixFilePermissions(path)) | (entry.isDirectory() ? 0040000 : 0100000));
            entry.setSize(entry.isDirectory() ? 0 : Files.size(path));
        }
        // whole seconds: more would be told in an extra header, and docker takes no build that begins with one
        entry.setModTime(
                Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS).to(TimeUnit.SECONDS) * 1000);
        tar.putArchiveEntry(entry);
        if (!link && !entry.isDirectory()) {
            Files.copy(path, tar);
        }
        tar.closeArchiveEntry();
    }

    private static int mode(Set<PosixFilePermission> permissions) {
        int mode = 0;
        for (PosixFilePermission permission : permissions) {
            mode |= 0400 >> permission.ordinal();
        }
        return mode;
    }
}
