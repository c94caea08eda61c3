package dev.berth.api;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Docker's own words as a line for a shell of the box, and back. What a person means of the box is left to that shell:
 * {@code ~}, {@code $PWD}, {@code $(id -u)} and their like. All else is quoted: no other command can get into the line.
 */
public final class DockerLine {
    private static final Pattern OF_THE_BOX =
            Pattern.compile("\\$(PWD|HOME|USER)(?![A-Za-z0-9_])|\\$\\{(PWD|HOME|USER)}"
                    + "|\\$\\((pwd|id -u|id -g|id -un|id -gn|whoami|hostname)\\)|`(pwd|id -u|id -g|whoami|hostname)`");

    /** A home directory at the start of a word, or of an option's value. */
    private static final Pattern HOME = Pattern.compile("^((--?[a-z-]+=)?)~(?=/|:|$)");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:,@%+=-]+");

    private DockerLine() {}

    /** The line that runs, without docker itself. */
    public static String of(List<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.isEmpty() ? "" : " ").append(quoted(word));
        }
        return line.toString();
    }

    private static String quoted(String word) {
        Matcher home = HOME.matcher(word);
        String text = home.find() ? home.replaceFirst(Matcher.quoteReplacement(home.group(1) + "$HOME")) : word;
        // a word with blanks in it is a text or a script: what that names is for whoever reads it
        if (text.equals(word) && hasBlank(word)) {
            return literal(word);
        }
        Matcher box = OF_THE_BOX.matcher(text);
        StringBuilder quoted = new StringBuilder();
        int from = 0;
        while (box.find()) {
            if (box.start() > from) {
                quoted.append(literal(text.substring(from, box.start())));
            }
            quoted.append('"').append(text, box.start(), box.end()).append('"');
            from = box.end();
        }
        String rest = text.substring(from);
        return quoted.append(rest.isEmpty() && from > 0 ? "" : literal(rest)).toString();
    }

    private static boolean hasBlank(String word) {
        return OF_THE_BOX.matcher(word).replaceAll("").chars().anyMatch(Character::isWhitespace);
    }

    /** As a person would type the words: what is the box's stays as it is. Reads back by {@link #words}. */
    public static String typed(List<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            boolean plain = !word.isEmpty() && !hasBlank(word) && word.chars().noneMatch(c -> "'\"\\".indexOf(c) >= 0);
            line.append(line.isEmpty() ? "" : " ").append(plain ? word : "'" + word.replace("'", "'\\''") + "'");
        }
        return line.toString();
    }

    private static String literal(String text) {
        if (text.isEmpty()) {
            return "''";
        }
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** The words of a line as a shell reads them, but for what is the box's, which stays as it was written. */
    public static List<String> words(String line) {
        return new Reader(straight(line)).read();
    }

    /** Word processors turn dashes and quotes into others. */
    private static String straight(String line) {
        return line.replaceAll("[\\u201c\\u201d\\u201e\\u00ab\\u00bb]", "\"")
                .replaceAll("[\\u2018\\u2019\\u201a]", "'")
                .replaceAll("\\\\\\r?\\n", " ")
                .replaceAll("[\\u00a0\\u2007\\u202f\\s]", " ");
    }

    private static final Pattern LONG_DASHES = Pattern.compile("^[\\u2010-\\u2015\\u2212-]+");

    /** One long dash may stand for two: only single letters, and those that are written together, have one. */
    private static String dashed(String word) {
        Matcher dashes = LONG_DASHES.matcher(word);
        if (!dashes.find() || dashes.group().chars().allMatch(c -> c == '-')) {
            return word;
        }
        String rest = word.substring(dashes.end());
        String name = rest.replaceAll("=.*", "");
        boolean shortOne = name.length() <= 1 || name.matches("[ditPq]+");
        return (shortOne ? "-" : "--") + rest;
    }

    private static final class Reader {
        private final String line;
        private final List<String> words = new ArrayList<>();
        private final StringBuilder word = new StringBuilder();
        private boolean inWord;
        private int at;

        Reader(String line) {
            this.line = line;
        }

        List<String> read() {
            char quote = 0;
            while (at < line.length()) {
                char c = line.charAt(at);
                if (quote != '\'' && (c == '$' || c == '`') && box()) {
                    continue;
                }
                if (c == '\\' && quote != '\'' && at + 1 < line.length()) {
                    add(line.charAt(++at));
                } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                    quote = quote == 0 ? c : 0;
                    inWord = true;
                } else if (c == ' ' && quote == 0) {
                    end();
                } else {
                    add(c);
                }
                at++;
            }
            end();
            return words;
        }

        private boolean box() {
            Matcher box = OF_THE_BOX.matcher(line).region(at, line.length());
            if (!box.lookingAt()) {
                return false;
            }
            word.append(box.group());
            inWord = true;
            at = box.end();
            return true;
        }

        private void add(char c) {
            word.append(c);
            inWord = true;
        }

        private void end() {
            if (inWord) {
                words.add(dashed(word.toString()));
                word.setLength(0);
                inWord = false;
            }
        }
    }
}
