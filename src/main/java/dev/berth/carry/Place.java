package dev.berth.carry;

import dev.berth.api.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file or directory that is not of this machine.
 *
 * @param container null: the host itself
 */
public record Place(String host, @Nullable String container, String path) {
    /** It and its directories, as the other side calls them. */
    private String clean() {
        return path.replaceAll("(?<=.)/+$", "");
    }

    String name() {
        return clean().substring(clean().lastIndexOf('/') + 1);
    }

    String directory() {
        int slash = clean().lastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : clean().substring(0, slash);
    }

    /** Where a tar with that name in it goes, so that the copy is called so. */
    boolean saysDirectory() {
        return path.endsWith("/");
    }

    /** What prints it as a tar. */
    Request.Streamed reading() {
        return container != null
                ? new Request.Docker(host, List.of("cp", container + ":" + path, "-"), null, false)
                : new Request.Exec(host, null, List.of("tar", "-C", directory(), "-cf", "-", "--", name()), null);
    }

    /** What unpacks a tar into that directory. */
    Request.Streamed writing(String into) {
        return container != null
                ? new Request.Docker(host, List.of("cp", "-", container + ":" + into), null, false)
                : new Request.Exec(host, null, List.of("tar", "-C", into, "-xf", "-"), null);
    }

    /** What unpacks a tar into it, as a directory. */
    Request.Streamed writing() {
        return writing(clean());
    }

    /** Ends with 0 where it is a directory. */
    Request.Streamed looking() {
        return running("test", "-d", path);
    }

    /** Ends with 0 where it is there at all. */
    Request.Streamed seeking() {
        return running("test", "-e", path, "-o", "-L", path);
    }

    Request.Streamed removing() {
        return running("rm", "-rf", "--", path);
    }

    /** In a container only while that runs. */
    private Request.Streamed running(String... argv) {
        if (container == null) {
            return new Request.Exec(host, null, List.of(argv), null);
        }
        List<String> words = new ArrayList<>(List.of("exec", container));
        words.addAll(List.of(argv));
        return new Request.Docker(host, words, null, false);
    }

    Place below(String name) {
        return new Place(host, container, path.replaceAll("/*$", "/") + name);
    }

    @Override
    public String toString() {
        return host + (container == null ? "" : "/" + container) + ":" + path;
    }
}
