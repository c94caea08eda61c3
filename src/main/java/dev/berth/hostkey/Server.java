package dev.berth.hostkey;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server whose key is looked at, with what the configuration says about that.
 *
 * @param alias the word a person knows it by
 * @param address {@code name:port}
 * @param jump it is a jump host on the way to another one
 * @param names what it is looked up as, in lower case, the first form first
 * @param files the user's known_hosts files; the first one is added to
 * @param globalFiles those of all users, which are only read
 */
public record Server(
        String alias,
        String address,
        boolean jump,
        List<String> names,
        StrictHostKeyChecking strict,
        boolean batchMode,
        List<Path> files,
        List<Path> globalFiles,
        boolean hash) {
    public Server {
        names = List.copyOf(names);
        files = List.copyOf(files);
        globalFiles = List.copyOf(globalFiles);
    }

    /** The name that lines are added and taken out under. */
    public String name() {
        return names.getFirst();
    }

    /** What its files say now. */
    public KnownHosts known() {
        List<Path> all = new ArrayList<>(files);
        all.addAll(globalFiles);
        return new KnownHosts(all);
    }

    /** The file that new keys are added to; null where there is none, or a device such as /dev/null. */
    @Nullable
    Path file() {
        return files.isEmpty() || !KnownHostsFile.keeps(files.getFirst()) ? null : files.getFirst();
    }
}
