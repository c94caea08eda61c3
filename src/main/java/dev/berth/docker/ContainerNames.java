package dev.berth.docker;

import dev.berth.api.Container;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.RemoteText;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Why a name or the start of an id means no one container, told with those that may have been meant. */
final class ContainerNames {
    private static final int SHOWN = 5;

    private ContainerNames() {}

    static Problem unresolved(String host, String wanted, List<Container> all) {
        List<Container> starting =
                all.stream().filter(row -> row.id().startsWith(wanted)).toList();
        if (starting.size() > 1) {
            return ambiguous(host, wanted, starting);
        }
        List<String> near = near(wanted, all);
        String next = near.isEmpty()
                ? "All there are: berth ps " + host + " -a"
                : "Did you mean " + String.join(", ", near) + "?";
        return new Problem(
                Code.CONTAINER_NOT_FOUND,
                "There is no container " + RemoteText.oneLine(wanted) + " on " + host + ".",
                next,
                near.isEmpty() ? null : near.getFirst());
    }

    private static Problem ambiguous(String host, String wanted, List<Container> starting) {
        List<String> candidates = starting.stream()
                .limit(SHOWN)
                .map(row -> RemoteText.oneLine(row.name()) + " (" + ContainerRows.shortId(row.id()) + ")")
                .toList();
        String more = starting.size() > SHOWN ? " and " + (starting.size() - SHOWN) + " more" : "";
        return Problem.of(
                Code.AMBIGUOUS,
                "Several containers on " + host + " have an id that begins with " + wanted + ": "
                        + String.join(", ", candidates) + more + ".",
                "Give more characters, or the name.");
    }

    private static List<String> near(String wanted, List<Container> all) {
        String lower = wanted.toLowerCase(Locale.ROOT);
        int most = Math.max(1, Math.min(3, wanted.length() / 2));
        return all.stream()
                .map(Container::name)
                .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= most
                        || lower.length() > 2 && name.toLowerCase(Locale.ROOT).contains(lower))
                .sorted(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))))
                .map(RemoteText::oneLine)
                .limit(3)
                .toList();
    }

    /** Levenshtein's: how many characters have to be put in, taken out or replaced. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
