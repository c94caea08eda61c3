package dev.berth.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads config.yaml. Never fails: what can't be read is told as a problem, and has its default. */
public final class ConfigFile {
    /** A file beyond this is no configuration. */
    private static final int MOST_BYTES = 1 << 20;

    private static final String SAMPLE = "The fields and their values are in the sample config.yaml of the program.";

    private ConfigFile() {}

    /** The file that is there if the user wants one; nothing is wrong where it is missing. */
    public static Config read(Path file) {
        return Files.exists(file) ? readAsked(file) : Config.DEFAULT;
    }

    /** A file that was asked for by name, and has to be there. */
    public static Config readAsked(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                return unread(file + " is larger than 1 MB: not read.");
            }
            try (JsonParser yaml = new YAMLFactory().createParser(Files.readString(file))) {
                return new ConfigFields(file, yaml).read();
            }
        } catch (NoSuchFileException missing) {
            return unread("There is no configuration " + file + ".");
        } catch (IOException failed) {
            return unread("Cannot read " + file + ": " + FileReasons.of(failed) + ".");
        }
    }

    private static Config unread(String message) {
        Problem problem = Problem.of(Code.BAD_CONFIG, message, SAMPLE);
        return new Config(
                List.of(),
                Config.DEFAULT.theme(),
                false,
                null,
                Config.DEFAULT.idleKernel(),
                Config.DEFAULT.freeGpu(),
                Map.of(),
                LinkChoices.DEFAULT,
                Map.of(),
                List.of(problem));
    }
}
