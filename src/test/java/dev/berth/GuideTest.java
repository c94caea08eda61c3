package dev.berth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of the guides' commands names tests that are there: it must not go on to name one that was renamed. */
class GuideTest {
    private static final Path GUIDE = Path.of("src/site/guide.md");
    private static final Path TESTS = Path.of("src/test/java");
    private static final Pattern NAME = Pattern.compile("`(?:([A-Z]\\w+)(?:\\.(\\w+))?|([a-z]\\w+))`");

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(TESTS)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }

    /** The cells of each row, but for heads and rules. */
    private static List<List<String>> rows() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(GUIDE)) {
            if (line.startsWith("| ") && !line.endsWith("| test |")) {
                String inner = line.substring(1, line.lastIndexOf('|'));
                rows.add(Stream.of(inner.split("(?<!\\\\)\\|", -1))
                        .map(String::strip)
                        .toList());
            }
        }
        return rows;
    }

    @Test
    void eachTestThatIsNamedIsThere() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        for (List<String> row : rows()) {
            String of = "";
            for (Matcher name = NAME.matcher(row.getLast()); name.find(); ) {
                of = name.group(1) == null ? of : name.group(1);
                String method = name.group(1) == null ? name.group(3) : name.group(2);
                String source = sources.get(of);
                boolean there = source != null
                        && (method == null
                                ? source.contains("@Test") || source.contains("@ParameterizedTest")
                                : source.contains(" void " + method + "("));
                if (!there) {
                    missing.add(of + (method == null ? "" : "." + method) + " of: " + row.getFirst());
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void eachCommandHasAKeyOrAVerbAndATestOrAReason() throws IOException {
        List<List<String>> rows = rows();
        assertTrue(rows.size() > 30, "the table was not found");
        for (List<String> row : rows) {
            String test = row.getLast();
            boolean shells =
                    row.size() == 4 && row.get(1).equals("—") && row.get(2).equals("—");
            assertTrue(
                    shells
                            ? !test.equals("—") && !test.isEmpty()
                            : NAME.matcher(test).find(),
                    () -> "neither a test nor a reason: " + row);
        }
    }
}
