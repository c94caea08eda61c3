package dev.berth.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Adds a host's key to a known_hosts file, as ssh does. */
final class KnownHostsFile {
    /** A file lock keeps other processes out, but not other threads of this one. */
    private static final ReentrantLock ONE = new ReentrantLock();

    /** Bytes of salt: as many as HMAC-SHA1 gives, which is what OpenSSH checks for. */
    private static final int SALT = 20;

    private KnownHostsFile() {}

    static void add(Path file, String name, PublicKey key, boolean hash) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return; // such as /dev/null: nothing is to be remembered
        }
        PublicKey plain = HostKeys.plain(key);
        String line = (hash ? hashed(name) : name) + " " + HostKeys.type(plain) + " "
                + Base64.getEncoder().encodeToString(HostKeys.blob(plain)) + "\n";
        ONE.lock();
        try {
            makeDirectory(file);
            append(file, line);
        } finally {
            ONE.unlock();
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
