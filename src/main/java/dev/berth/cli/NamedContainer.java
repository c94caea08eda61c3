package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** A container as it is named on a verb's line, and as scripts see which one was meant. */
record NamedContainer(String host, String container) {
    /** From {@code HOST CONTAINER…} or {@code HOST/CONTAINER…}, where each may name a host of its own. */
    static List<NamedContainer> all(List<String> words) throws ProblemException {
        List<NamedContainer> all = new ArrayList<>();
        String host = null;
        for (String word : words) {
            int slash = word.indexOf('/');
            if (slash > 0) {
                host = host == null ? word.substring(0, slash) : host;
                all.add(new NamedContainer(word.substring(0, slash), word.substring(slash + 1)));
            } else if (host == null) {
                host = word;
            } else {
                all.add(new NamedContainer(host, word));
            }
        }
        if (all.isEmpty()) {
            throw Problem.of(
                            Problem.Code.USAGE,
                            "Which container of " + host + "?",
                            "berth ps " + host + " -a lists those there are.")
                    .asException();
        }
        return all;
    }

    static NamedContainer one(List<String> words) throws ProblemException {
        List<NamedContainer> all = all(words);
        if (all.size() > 1) {
            throw Problem.of(Problem.Code.USAGE, "One container at a time: " + String.join(" ", words) + ".")
                    .asException();
        }
        return all.getFirst();
    }
}
