package dev.berth.demo;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the words off a shell's line one by one, quotes removed, as a POSIX shell reads them. Nothing is expanded. */
final class ShellWords {
    private final String line;
    private int at;
    private boolean operator;

    ShellWords(String line) {
        this.line = line;
    }

    /** All words; null where the line has more to it than words: pipes, lists, redirections, expansions. */
    static @Nullable List<String> plain(String line) {
        ShellWords words = new ShellWords(line);
        List<String> all = new ArrayList<>();
        for (String word; (word = words.next()) != null; ) {
            all.add(word);
        }
        return words.operator ? null : all;
    }

    @Nullable
    String next() {
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
        if (at == line.length()) {
            return null;
        }
        StringBuilder word = new StringBuilder();
        while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
            take(word);
        }
        return word.toString();
    }

    private void take(StringBuilder word) {
        char c = line.charAt(at++);
        switch (c) {
            case '\'' -> single(word);
            case '"' -> quoted(word);
            case '\\' -> {
                if (at < line.length()) {
                    word.append(line.charAt(at++));
                }
            }
            default -> {
                operator |= "|&;<>()$`".indexOf(c) >= 0;
                word.append(c);
            }
        }
    }

    private void single(StringBuilder word) {
        int end = line.indexOf('\'', at);
        int stop = end < 0 ? line.length() : end;
        word.append(line, at, stop);
        at = Math.min(line.length(), stop + 1);
    }

    private void quoted(StringBuilder word) {
        while (at < line.length()) {
            char c = line.charAt(at++);
            if (c == '"') {
                return;
            }
            boolean escaped = c == '\\' && at < line.length() && "\"\\$`".indexOf(line.charAt(at)) >= 0;
            operator |= c == '$' || c == '`';
            word.append(escaped ? line.charAt(at++) : c);
        }
    }
}
