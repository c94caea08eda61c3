package dev.berth.hostkey;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Adds a host's key to a known_hosts file as ssh does, and takes one out as {@code ssh-keygen -R} does. */
public final class KnownHostsFile {
    /** A file lock keeps other processes out, but not other threads of this one. */
    private static final ReentrantLock ONE = new ReentrantLock();

    /** Bytes of salt: as many as HMAC-SHA1 gives, which is what OpenSSH checks for. */
    private static final int SALT = 20;

    private KnownHostsFile() {}

    /** Whether something can be kept there: a device such as /dev/null remembers nothing. */
    static boolean keeps(Path file) {
        return Files.notExists(file) || Files.isRegularFile(file);
    }

    /** @param key as SSH writes it */
    public static void add(Path file, String name, String type, byte[] key, boolean hash) throws IOException {
        if (!keeps(file)) {
            return;
        }
        String line = (hash ? hashed(name) : name) + " " + type + " "
                + Base64.getEncoder().encodeToString(key) + "\n";
        ONE.lock();
        try {
            makeDirectory(file);
            append(file, line);
        } finally {
            ONE.unlock();
        }
    }

    /**
     * Takes out the lines with a key of this name; authorities, revoked keys and what can't be read stay. What was there
     * is left in a file of the same name with {@code .old} behind it.
     */
    public static void remove(Path file, String name) throws IOException {
        ONE.lock();
        try {
            // where the name is a link, the file behind it is the one to change
            Path real = file.toRealPath();
            String left = without(Files.readString(real, StandardCharsets.ISO_8859_1), real, name);
            Files.copy(
                    real,
                    real.resolveSibling(real.getFileName() + ".old"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
            swap(real, left.getBytes(StandardCharsets.ISO_8859_1));
        } finally {
            ONE.unlock();
        }
    }

    private static String without(String text, Path file, String name) {
        StringBuilder left = new StringBuilder();
        for (int from = 0, end; from < text.length(); from = end) {
            int feed = text.indexOf('\n', from);
            end = feed < 0 ? text.length() : feed + 1;
            String line = text.substring(from, end);
            KnownHost known = KnownHost.parse(line, file, 0);
            if (known == null || known.marker() != KnownHost.Marker.NONE || !known.matches(name)) {
                left.append(line);
            }
        }
        return left.toString();
    }

    /** Whoever reads meanwhile sees the old file or the new one. */
    private static void swap(Path file, byte[] content) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        Path fresh = Files.createTempFile(file.getParent(), file.getFileName() + ".", "");
        try {
            Files.write(fresh, content);
            Files.setPosixFilePermissions(fresh, permissions);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static String hashed(String name) {
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        return KnownHost.hashed(name, salt);
    }

    private static void makeDirectory(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.exists(directory)) {
            Files.createDirectories(directory, permissions("rwx------"));
        }
    }

    private static void append(Path file, String line) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, permissions("rw-------"));
                FileLock lock = channel.lock()) {
            long end = channel.size();
            String whole = endsInLine(channel, end) ? line : "\n" + line;
            ByteBuffer bytes = ByteBuffer.wrap(whole.getBytes(StandardCharsets.UTF_8));
            while (lock.isValid() && bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
        }
    }

    private static boolean endsInLine(FileChannel channel, long end) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return end == 0 || channel.read(last, end - 1) < 1 || last.get(0) == '\n';
    }

    private static FileAttribute<?> permissions(String text) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
    }
}
