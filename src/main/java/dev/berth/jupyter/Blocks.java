package dev.berth.jupyter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the scripts say: lines of a key, a blank and a value; each line with the opening key begins a block.
 *
 * @param head the lines before the first block
 * @param whole the last line said so: nothing was cut off
 */
record Blocks(Map<String, List<String>> head, List<Map<String, List<String>>> items, boolean whole) {

    static Blocks parse(String text, String opening) {
        Map<String, List<String>> head = new LinkedHashMap<>();
        List<Map<String, List<String>>> items = new ArrayList<>();
        Map<String, List<String>> current = head;
        boolean whole = false;
        for (String line : text.split("\n", -1)) {
            int blank = line.indexOf(' ');
            String key = blank < 0 ? line : line.substring(0, blank);
            if (key.isEmpty()) {
                continue;
            }
            whole |= line.equals("end");
            if (key.equals(opening)) {
                current = new LinkedHashMap<>();
                items.add(current);
            }
            current.computeIfAbsent(key, none -> new ArrayList<>()).add(blank < 0 ? "" : line.substring(blank + 1));
        }
        return new Blocks(head, items, whole);
    }

    static @Nullable String text(Map<String, List<String>> block, String key) {
        List<String> values = block.get(key);
        return values == null ? null : values.getFirst();
    }

    static String text(Map<String, List<String>> block, String key, String otherwise) {
        String value = text(block, key);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    static long number(Map<String, List<String>> block, String key, long otherwise) {
        String value = text(block, key);
        return value != null && value.matches("[0-9]{1,18}") ? Long.parseLong(value) : otherwise;
    }
}
