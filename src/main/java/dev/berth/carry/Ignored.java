package dev.berth.carry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a .dockerignore leaves out of a build: the last of its rules that fits a path, or a directory above it, decides.
 *
 * @param needed what docker sends whatever the rules say
 */
record Ignored(List<Rule> rules, List<Path> needed) {
    private static final String FILE = ".dockerignore";

    /** @param exception begins with an exclamation mark: what it fits is sent after all */
    record Rule(Pattern pattern, boolean exception) {}

    /** @param dockerfile its path below the directory; it may have an ignore file of its own beside it */
    static Ignored of(Path directory, Path dockerfile) throws IOException {
        Path own = Path.of(dockerfile + FILE);
        for (Path file : List.of(own, Path.of(FILE))) {
            if (Files.isRegularFile(directory.resolve(file))) {
                return new Ignored(rules(Files.readAllLines(directory.resolve(file))), List.of(dockerfile, file));
            }
        }
        return new Ignored(List.of(), List.of());
    }

    private static List<Rule> rules(List<String> lines) throws IOException {
        List<Rule> rules = new ArrayList<>();
        for (String line : lines) {
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            boolean exception = text.startsWith("!");
            String clean = Path.of("/" + text.substring(exception ? 1 : 0).strip())
                    .normalize()
                    .toString()
                    .substring(1);
            try {
                rules.add(new Rule(Pattern.compile(expression(clean) + "(/.*)?"), exception));
            } catch (PatternSyntaxException wrong) {
                throw new IOException(FILE + " has a pattern that can't be read: " + text, wrong);
            }
        }
        return rules;
    }

    /** Of a pattern as Go's filepath.Match takes it, and docker's two stars for any number of directories. */
    private static String expression(String pattern) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (pattern.startsWith("**/", i)) {
                expression.append("(.*/)?");
                i += 2;
            } else if (pattern.startsWith("**", i)) {
                expression.append(".*");
                i++;
            } else if (c == '*') {
                expression.append("[^/]*");
            } else if (c == '?') {
                expression.append("[^/]");
            } else if (c == '[' || c == ']') {
                expression.append(c);
            } else if (c == '\\' && i + 1 < pattern.length()) {
                expression.append(Pattern.quote(pattern.substring(++i, i + 1)));
            } else {
                expression.append(c == '-' || c == '^' ? String.valueOf(c) : Pattern.quote(String.valueOf(c)));
            }
        }
        return expression.toString();
    }

    /** @param path below the directory */
    boolean leavesOut(Path path) {
        boolean out = false;
        for (Rule rule : rules) {
            if (rule.exception() == out
                    && rule.pattern().matcher(path.toString()).matches()) {
                out = !out;
            }
        }
        return out && needed.stream().noneMatch(file -> file.startsWith(path));
    }

    /** Nothing below a directory that is left out is sent. */
    boolean leavesOutAll(Path directory) {
        return leavesOut(directory) && rules.stream().noneMatch(Rule::exception);
    }
}
