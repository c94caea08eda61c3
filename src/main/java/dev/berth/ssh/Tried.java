package dev.berth.ssh;

import java.util.ArrayList;
import java.util.List;

/** What a login has tried, for the sentence about its failure. For the thread that dials. */
final class Tried {
    private static final String AGENT = "ssh-agent with ";

    private final List<String> words = new ArrayList<>();
    private int agentKeys;
    private int left;

    void clear() {
        words.clear();
        agentKeys = 0;
        left = 0;
    }

    void add(String what) {
        if (!words.contains(what)) {
            words.add(what);
        }
    }

    /** A key that an agent holds, which has no better name than its agent. */
    void addAgentKey() {
        words.remove(agent());
        agentKeys++;
        words.add(agent());
    }

    /** What was tried could not be used at all. */
    void unusable(String what, String why) {
        words.remove(what);
        words.add(what + " (" + why + ")");
    }

    /** Keys that were not offered since the server would have given up before. */
    void leave(int keys) {
        left = keys;
    }

    private String agent() {
        return AGENT + (agentKeys == 1 ? "1 key" : agentKeys + " keys");
    }

    /** Such as {@code ssh-agent with 2 keys, /home/me/.ssh/id_rsa}. */
    String words() {
        String all = words.isEmpty() ? "nothing yet" : String.join(", ", words);
        if (left == 0) {
            return all;
        }
        return all + " and not " + (left == 1 ? "one more key" : left + " more keys")
                + " of ssh-agent, since a server gives up after a few";
    }
}
