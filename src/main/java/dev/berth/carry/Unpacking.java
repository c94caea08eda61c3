package dev.berth.carry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A tar as files of this machine, as docker cp makes them: in a directory that is there, else under the target's own name.
 * A tar from a box is not trusted: nothing of it gets out of its target. A file is there whole or not at all.
 */
final class Unpacking {
    private static final Logger LOG = Logger.getLogger(Unpacking.class.getName());
    private static final int EXECUTABLE = 0111;

    private final Path target;
    private final boolean into;
    /** What was not there before, in the order in which it was made. */
    private final List<Path> made = new ArrayList<>();

    private int files;

    Unpacking(Path to) {
        target = to.toAbsolutePath().normalize();
        into = Files.isDirectory(target);
    }

    /** Links are made last: nothing is written through them. */
    void unpack(InputStream from) throws IOException {
        Map<Path, Path> links = new LinkedHashMap<>();
        TarArchiveInputStream tar = new TarArchiveInputStream(from);
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path path = place(entry.getName());
            if (entry.isSymbolicLink()) {
                links.put(path, Path.of(entry.getLinkName()));
            } else if (entry.isDirectory()) {
                directory(path);
            } else if (entry.isFile() && !entry.isLink()) {
                directory(parent(path));
                write(tar, path);
                if ((entry.getMode() & EXECUTABLE) != 0) {
                    executable(path);
                }
            }
        }
        for (Map.Entry<Path, Path> link : links.entrySet()) {
            Path path = link.getKey();
            directory(parent(path));
            boolean there = isThere(path);
            Files.deleteIfExists(path);
            Files.createSymbolicLink(path, link.getValue());
            made(path, there);
        }
    }

    /** Removes what was made; what was there before and was overwritten stays as it is now. */
    void undo() {
        for (Path path : made.reversed()) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException stays) {
                LOG.log(Level.FINE, "a copy that broke off", stays);
            }
        }
        made.clear();
    }

    private void write(InputStream from, Path path) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.isSymbolicLink(path)) {
            // a device or a pipe takes what is written; it is no file to be replaced
            try (OutputStream out = Files.newOutputStream(path)) {
                from.transferTo(out);
            }
            return;
        }
        boolean there = isThere(path);
        Path part = parent(path).resolve(".berth-" + ProcessHandle.current().pid() + "-" + files++ + ".part");
        try {
            try (OutputStream out =
                    Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                from.transferTo(out);
            }
            if (there && !Files.isSymbolicLink(path)) {
                like(path, part);
            }
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING);
            made(path, there);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** A file that takes the place of another keeps who may read it. */
    private static void like(Path old, Path newest) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(newest, Files.getPosixFilePermissions(old));
        }
    }

    private static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private void made(Path path, boolean before) {
        if (!before) {
            made.add(path);
        }
    }

    private void directory(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        Path above = path.getParent();
        if (above != null) {
            directory(above);
        }
        Files.createDirectory(path);
        made(path, false);
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException(path + " is no place for a file");
        }
        return parent;
    }

    private static void executable(Path path) throws IOException {
        Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
        permissions.add(PosixFilePermission.OWNER_EXECUTE);
        Files.setPosixFilePermissions(path, permissions);
    }

    private Path place(String name) throws IOException {
        String clean = name.replaceAll("^(\\./|/)+", "").replaceAll("/+$", "");
        int slash = clean.indexOf('/');
        String below = into ? clean : slash < 0 ? "" : clean.substring(slash + 1);
        Path path = target.resolve(below).normalize();
        if (!path.startsWith(target)) {
            throw new IOException("the tar names a file outside of its directory: " + name);
        }
        return path;
    }
}
