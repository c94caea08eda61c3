package dev.berth.tui.action;

import dev.berth.api.Problem;
import dev.berth.api.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the texts of form fields. */
final class Fields {
    private static final String AUTO = "auto";
    private static final int HIGHEST_PORT = 65_535;

    private Fields() {}

    static Problem wrong(String sentence) {
        return Problem.of(Problem.Code.USAGE, sentence);
    }

    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    static boolean isPort(String text) {
        Integer port = port(text);
        return port != null && port >= 1 && port <= HIGHEST_PORT;
    }

    static @Nullable Integer port(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    static boolean isLocalPort(String text) {
        return text.isEmpty() || text.equals(AUTO) || isPort(text);
    }

    static Request.LocalPort localPort(String text) {
        if (text.isEmpty()) {
            return Request.LocalPort.SAME;
        }
        return text.equals(AUTO) ? Request.LocalPort.ANY : new Request.LocalPort(port(text), false);
    }

    /** Words between blanks or commas. */
    static List<String> list(String text) {
        List<String> items = new ArrayList<>();
        for (String item : text.replace(',', ' ').split(" ", -1)) {
            if (!item.isEmpty()) {
                items.add(item);
            }
        }
        return items;
    }

    /** Words as a shell reads them: blanks separate, quotes hold together, a backslash takes the next character as it is. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
                inWord = true;
            } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote == 0 ? c : 0;
                inWord = true;
            } else if (c == ' ' && quote == 0) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
