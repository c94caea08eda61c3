package dev.berth.tunnel;

import dev.berth.api.ProblemException;
import dev.berth.api.TunnelStatus.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forward in what was typed or pasted, its kind and its fields. */
record SshForward(Kind kind, List<String> fields) {
    /** ssh's options that take a value, from its manual page. */
    private static final String WITH_VALUE = "BDEFIJLOPQRSWbceilmopw";

    /** Pages typeset a dash as one of these. */
    private static final String DASHES = "‐‑‒–—−";

    static SshForward find(String typed) throws ProblemException {
        Deque<String> words = new ArrayDeque<>(List.of(typed.strip().split("\\s+")));
        if (words.size() == 1 && !isOption(words.getFirst())) {
            return new SshForward(Kind.LOCAL, fields(words.getFirst(), typed));
        }
        SshForward found = null;
        while (!words.isEmpty()) {
            SshForward one = forward(words.removeFirst(), words, typed);
            if (one != null && found != null) {
                throw TunnelSpecs.unreadable(typed, "it has several forwards; add them one by one");
            }
            found = one == null ? found : one;
        }
        if (found == null) {
            throw TunnelSpecs.unreadable(typed, "there is no -L, -D or -R in it");
        }
        return found;
    }

    private static boolean isOption(String word) {
        return word.length() > 1 && (word.charAt(0) == '-' || DASHES.indexOf(word.charAt(0)) >= 0);
    }

    /** The forward that a word is, as in {@code -fNL 8888:localhost:9999}; takes a value from {@code rest}. */
    private static @Nullable SshForward forward(String word, Deque<String> rest, String typed) throws ProblemException {
        if (!isOption(word)) {
            return null;
        }
        for (int i = 1; i < word.length(); i++) {
            char option = word.charAt(i);
            if (WITH_VALUE.indexOf(option) < 0) {
                continue;
            }
            String value = i + 1 < word.length() ? word.substring(i + 1) : rest.pollFirst();
            Kind kind = kind(option);
            if (kind == null) {
                return null;
            }
            if (value == null) {
                throw TunnelSpecs.unreadable(typed, "nothing follows -" + option);
            }
            return new SshForward(kind, fields(value, typed));
        }
        return null;
    }

    private static @Nullable Kind kind(char option) {
        return switch (option) {
            case 'L' -> Kind.LOCAL;
            case 'R' -> Kind.REMOTE;
            case 'D' -> Kind.DYNAMIC;
            default -> null;
        };
    }

    /** Colons part the fields, but not inside the brackets of an IPv6 address, nor in a path, which comes last. */
    private static List<String> fields(String forward, String typed) throws ProblemException {
        List<String> fields = new ArrayList<>();
        String rest = unquoted(forward);
        while (!rest.startsWith("/")) {
            boolean bracket = rest.startsWith("[");
            int close = bracket ? rest.indexOf(']') : 0;
            int colon = close < 0 ? -1 : rest.indexOf(':', close);
            if (bracket && (close < 0 || close + 1 != (colon < 0 ? rest.length() : colon))) {
                throw TunnelSpecs.unreadable(typed, "a bracket is not closed before its colon");
            }
            String field = colon < 0 ? rest : rest.substring(0, colon);
            fields.add(bracket ? field.substring(1, field.length() - 1) : field);
            if (colon < 0) {
                return fields;
            }
            rest = rest.substring(colon + 1);
        }
        fields.add(rest);
        return fields;
    }

    private static String unquoted(String word) {
        boolean quoted = word.length() > 1 && "'\"‘“".indexOf(word.charAt(0)) >= 0;
        return quoted ? word.substring(1, word.length() - 1) : word;
    }
}
