package dev.berth.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** Why a file could not be read or written, in words for a person: the JDK often has only the path as its message. */
public final class FileReasons {
    private FileReasons() {}

    public static String of(IOException failed) {
        return switch (failed) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException missing -> "no such file or directory";
            case NotDirectoryException file -> "a part of the path is no directory";
            case FileSystemException other -> lower(other.getReason());
            default -> lower(failed.getMessage());
        };
    }

    private static String lower(@Nullable String reason) {
        if (reason == null || reason.isEmpty()) {
            return "the system gave no reason";
        }
        return Character.toLowerCase(reason.charAt(0)) + reason.substring(1);
    }
}
