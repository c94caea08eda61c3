package dev.berth.config;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Directories that nobody else can enter. */
public final class PrivateDirectory {
    /** rwx------ */
    public static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    /** rw------- */
    public static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");

    private static final FileAttribute<?> AT_BIRTH = PosixFilePermissions.asFileAttribute(OWNER_ONLY);

    private PrivateDirectory() {}

    /**
     * Makes {@code directory}, with what is missing above it, readable by this user alone. One that somebody else owns,
     * or laid there as a link, is refused: whoever owns it could read what passes through.
     */
    public static void make(Path directory) throws ProblemException {
        try {
            Path parent = directory.getParent();
            if (parent != null && !Files.isDirectory(parent)) {
                Files.createDirectories(parent, AT_BIRTH);
            }
            if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                create(directory);
            }
            check(directory);
        } catch (IOException failed) {
            throw Problem.of(
                            Code.STATE_UNWRITABLE,
                            "Cannot make the directory " + directory + ": " + FileReasons.of(failed) + ".",
                            "Make its parent writable, or set XDG_RUNTIME_DIR and XDG_STATE_HOME to directories of"
                                    + " your own.")
                    .asException(failed);
        }
    }

    private static void create(Path directory) throws IOException {
        try {
            Files.createDirectory(directory, AT_BIRTH);
        } catch (java.nio.file.FileAlreadyExistsException anotherStarter) {
            // made by another of our processes a moment ago; checked like any other
        }
    }

    private static void check(Path directory) throws IOException, ProblemException {
        PosixFileAttributes found =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory() || !found.owner().equals(ThisUser.principal())) {
            throw Problem.of(
                            Code.STATE_UNWRITABLE,
                            directory + " is no directory of yours: "
                                    + found.owner().getName()
                                    + (found.isSymbolicLink() ? " laid a link there." : " owns it."),
                            "Have it removed, or set XDG_RUNTIME_DIR to a directory of your own.")
                    .asException();
        }
        if (!found.permissions().equals(OWNER_ONLY)) {
            Files.setPosixFilePermissions(directory, OWNER_ONLY);
        }
    }
}
