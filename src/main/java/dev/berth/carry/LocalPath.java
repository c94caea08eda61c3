package dev.berth.carry;

import java.nio.file.Path;

/** A path of this machine as a person types it where no shell reads it. */
public final class LocalPath {
    private static final String HOME = System.getProperty("user.home");

    private LocalPath() {}

    /** @throws java.nio.file.InvalidPathException where it is none */
    public static Path of(String typed) {
        return typed.equals("~") || typed.startsWith("~/") ? Path.of(HOME + typed.substring(1)) : Path.of(typed);
    }
}
