package dev.berth.carry;

import java.nio.file.Path;
import java.util.List;

/** Something to be carried. Paths are this machine's. */
public sealed interface Errand {
    /** As docker cp does: into a directory that is there, else under the target's own name. */
    record Fetch(Place from, Path to) implements Errand {}

    record Send(Path from, Place to) implements Errand {}

    /**
     * Builds an image of a directory of this machine, less what its .dockerignore leaves out.
     *
     * @param words docker's own, behind build and without the directory
     */
    record Build(String host, List<String> words, Path directory) implements Errand {}

    /** @param file not there yet */
    record Save(String host, String image, Path file) implements Errand {}

    /**
     * All of a container's log, as it wrote it.
     *
     * @param file not there yet
     */
    record SaveLog(String host, String container, Path file) implements Errand {}

    record Load(String host, Path file) implements Errand {}

    /** What is done, such as "Copying a to b". */
    default String doing() {
        return switch (this) {
            case Fetch it -> "Copying " + it.from() + " to " + it.to();
            case Send it -> "Copying " + it.from() + " to " + it.to();
            case Build it -> "Building " + it.directory() + " on " + it.host();
            case Save it -> "Saving " + it.image() + " of " + it.host() + " to " + it.file();
            case SaveLog it -> "Saving the log of " + it.container() + " of " + it.host() + " to " + it.file();
            case Load it -> "Loading " + it.file() + " on " + it.host();
        };
    }
}
