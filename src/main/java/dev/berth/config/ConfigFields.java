package dev.berth.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.api.FreeGpu;
import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.RunSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One walk through the tokens of a config.yaml. Tokens rather than a tree, since they know their lines. A wrong field
 * costs only itself; where the YAML itself is broken, what came before it is kept.
 */
final class ConfigFields {
    private static final List<String> FIELDS = List.of(
            "autoconnect", "theme", "ascii", "browser", "idleKernel", "freeGpu", "groups", "link", "links", "profiles");
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");
    private static final Map<String, Integer> SECONDS = Map.of("s", 1, "m", 60, "h", 3_600, "d", 86_400);

    private final Path file;
    private final JsonParser yaml;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private List<String> autoconnect = Config.DEFAULT.autoconnect();
    private String theme = Config.DEFAULT.theme();
    private boolean ascii = Config.DEFAULT.ascii();
    private @Nullable String browser = Config.DEFAULT.browser();
    private double idleKernel = Config.DEFAULT.idleKernel();
    private FreeGpu freeGpu = Config.DEFAULT.freeGpu();
    private final Map<String, String> groups = new HashMap<>();
    private LinkChoice link = LinkChoices.DEFAULT.usual();
    private final Map<String, LinkChoice> links = new HashMap<>();
    private final Map<String, String> profiles = new LinkedHashMap<>();

    ConfigFields(Path file, JsonParser yaml) {
        this.file = file;
        this.yaml = yaml;
    }

    Config read() throws IOException {
        try {
            readTop();
        } catch (JsonProcessingException broken) {
            int line = broken.getLocation() == null ? 1 : broken.getLocation().getLineNr();
            tell(line, "not YAML: " + firstLine(broken.getOriginalMessage()), "Nothing from this line on was read.");
        }
        return new Config(
                autoconnect,
                theme,
                ascii,
                browser,
                idleKernel,
                freeGpu,
                groups,
                new LinkChoices(link, links),
                profiles,
                problems);
    }

    private void readTop() throws IOException {
        JsonToken first = yaml.nextToken();
        if (first == null || first == JsonToken.VALUE_NULL || isBlank(first)) {
            return;
        }
        if (first != JsonToken.START_OBJECT) {
            tell(line(), "fields such as \"theme: dark\" expected.", "Allowed fields: " + allowed(FIELDS) + ".");
            return;
        }
        while (yaml.nextToken() != JsonToken.END_OBJECT) {
            readField(yaml.currentName(), line());
        }
    }

    private boolean isBlank(JsonToken token) throws IOException {
        return token == JsonToken.VALUE_STRING && yaml.getText().isBlank();
    }

    private void readField(String name, int line) throws IOException {
        yaml.nextToken();
        if (!seen.add(name)) {
            tell(line, name + " is there twice.", "Keep one of the two; the first one counts.");
            yaml.skipChildren();
            return;
        }
        switch (name) {
            case "autoconnect" -> readAutoconnect(line);
            case "theme" -> readTheme(line);
            case "ascii" -> readAscii(line);
            case "browser" -> readBrowser(line);
            case "idleKernel" -> readIdleKernel(line);
            case "freeGpu" -> readFreeGpu(line);
            case "groups" -> readGroups(line);
            case "link" -> link = readLink("link", line, link);
            case "links" -> readLinks(line);
            case "profiles" -> readProfiles(line);
            default -> readUnknown(name, line);
        }
    }

    private void readAutoconnect(int line) throws IOException {
        List<String> hosts = readHosts();
        if (hosts == null) {
            refuse(line, "autoconnect", "a list of hosts, such as [gpu1, gpu2]");
            finishList();
        } else {
            autoconnect = hosts;
        }
    }

    private void readGroups(int line) throws IOException {
        if (yaml.currentToken() != JsonToken.START_OBJECT) {
            refuse(line, "groups", "a line such as \"training: [gpu1, gpu2]\" for each group");
            return;
        }
        while (yaml.nextToken() != JsonToken.END_OBJECT) {
            String group = yaml.currentName();
            int at = line();
            yaml.nextToken();
            List<String> hosts = readHosts();
            if (hosts == null) {
                refuse(at, "groups: " + shown(group), "a list of hosts, such as [gpu1, gpu2]");
                finishList();
            } else {
                hosts.forEach(host -> groups.put(host, shown(group)));
            }
        }
    }

    /** Null where it is no list of names. */
    private @Nullable List<String> readHosts() throws IOException {
        List<String> hosts = new ArrayList<>();
        boolean right = yaml.currentToken() == JsonToken.START_ARRAY;
        while (right && yaml.nextToken() != JsonToken.END_ARRAY) {
            right = yaml.currentToken().isScalarValue() && yaml.currentToken() != JsonToken.VALUE_NULL;
            hosts.add(right ? yaml.getText() : "");
        }
        return right ? hosts : null;
    }

    /** Leaves a list in which something wrong was found, from wherever in it that was. */
    private void finishList() throws IOException {
        while (yaml.getParsingContext().inArray() && yaml.nextToken() != null) {
            yaml.skipChildren();
        }
    }

    private void readTheme(int line) throws IOException {
        String word = yaml.currentToken() == JsonToken.VALUE_STRING ? yaml.getText() : "";
        if (Config.THEMES.contains(word)) {
            theme = word;
        } else {
            String near = NearName.of(word, Config.THEMES);
            refuse(line, "theme", allowed(Config.THEMES) + (near == null ? "" : ". Did you mean " + near + "?"));
        }
    }

    private void readAscii(int line) throws IOException {
        if (yaml.currentToken() == JsonToken.VALUE_TRUE || yaml.currentToken() == JsonToken.VALUE_FALSE) {
            ascii = yaml.getBooleanValue();
        } else {
            refuse(line, "ascii", "true or false");
        }
    }

    private void readBrowser(int line) throws IOException {
        if (yaml.currentToken() == JsonToken.VALUE_STRING && !yaml.getText().isBlank()) {
            browser = yaml.getText();
        } else if (yaml.currentToken() != JsonToken.VALUE_NULL) {
            refuse(line, "browser", "a command, such as firefox");
        }
    }

    private void readIdleKernel(int line) throws IOException {
        Matcher span = SPAN.matcher(yaml.currentToken() == JsonToken.VALUE_STRING ? yaml.getText() : "");
        if (span.matches()) {
            idleKernel = Integer.parseInt(span.group(1)) * (double) SECONDS.getOrDefault(span.group(2), 1);
        } else {
            refuse(line, "idleKernel", "a span of time, such as 30m or 2h");
        }
    }

    private void readFreeGpu(int line) throws IOException {
        if (yaml.currentToken() != JsonToken.START_OBJECT) {
            refuse(line, "freeGpu", "busy, memory and processes, such as {busy: 5, memory: 10}");
            return;
        }
        while (yaml.nextToken() != JsonToken.END_OBJECT) {
            String name = yaml.currentName();
            int at = line();
            yaml.nextToken();
            switch (name) {
                case "busy" -> freeGpu = new FreeGpu(percent(name, at), freeGpu.memory(), freeGpu.processes());
                case "memory" -> freeGpu = new FreeGpu(freeGpu.busy(), percent(name, at), freeGpu.processes());
                case "processes" -> freeGpu = new FreeGpu(freeGpu.busy(), freeGpu.memory(), processes(at));
                default -> {
                    tell(at, "freeGpu has no field " + shown(name) + ".", "Allowed fields: busy, memory or processes.");
                    yaml.skipChildren();
                }
            }
        }
    }

    private double percent(String name, int line) throws IOException {
        double value = yaml.currentToken().isNumeric() ? yaml.getDoubleValue() : -1;
        if (value > 0 && value <= 100) {
            return value;
        }
        refuse(line, "freeGpu: " + name, "per cent, more than 0 and at most 100");
        return name.equals("busy") ? freeGpu.busy() : freeGpu.memory();
    }

    private int processes(int line) throws IOException {
        if (yaml.currentToken() == JsonToken.VALUE_NUMBER_INT && yaml.getText().matches("[0-9]{1,4}")) {
            return yaml.getIntValue();
        }
        refuse(line, "freeGpu: processes", "a whole number, such as 0");
        return freeGpu.processes();
    }

    private LinkChoice readLink(String field, int line, LinkChoice otherwise) throws IOException {
        String word = yaml.currentToken() == JsonToken.VALUE_STRING ? yaml.getText() : "";
        LinkChoice choice = LinkChoice.of(word);
        if (choice == null) {
            refuse(line, field, allowed(LinkChoice.WORDS));
            return otherwise;
        }
        return choice;
    }

    private void readLinks(int line) throws IOException {
        if (yaml.currentToken() != JsonToken.START_OBJECT) {
            refuse(line, "links", "a line such as \"gpu1: mux\" for each host");
            return;
        }
        while (yaml.nextToken() != JsonToken.END_OBJECT) {
            String host = yaml.currentName();
            int at = line();
            yaml.nextToken();
            links.put(host, readLink("links: " + shown(host), at, link));
        }
    }

    private void readProfiles(int line) throws IOException {
        if (yaml.currentToken() != JsonToken.START_OBJECT) {
            refuse(line, "profiles", "a line such as \"torch: docker run --gpus all -it IMAGE\" for each profile");
            return;
        }
        while (yaml.nextToken() != JsonToken.END_OBJECT) {
            String name = yaml.currentName();
            int at = line();
            yaml.nextToken();
            String text = yaml.currentToken() == JsonToken.VALUE_STRING ? yaml.getText() : "";
            if (RunSpec.parse(text) == null) {
                refuse(at, "profiles: " + shown(name), "a line of docker run with an image");
            } else {
                profiles.put(name, text);
            }
        }
    }

    private void readUnknown(String name, int line) throws IOException {
        String near = NearName.of(name, FIELDS);
        tell(
                line,
                "there is no field " + shown(name) + (near == null ? "." : ". Did you mean " + near + "?"),
                "Allowed fields: " + allowed(FIELDS) + ".");
        yaml.skipChildren();
    }

    private void refuse(int line, String field, String allowed) throws IOException {
        tell(line, field + " has a value it can't have.", "Allowed: " + allowed + (allowed.endsWith("?") ? "" : "."));
        yaml.skipChildren();
    }

    private void tell(int line, String what, String next) {
        problems.add(Problem.of(Code.BAD_CONFIG, file + ":" + line + ": " + what, next));
    }

    private int line() {
        return yaml.currentTokenLocation().getLineNr();
    }

    private static String allowed(List<String> words) {
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }

    private static String shown(String name) {
        String cut = name.length() > 40 ? name.substring(0, 40) + "…" : name;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }

    private static String firstLine(String message) {
        return shown(message.lines().findFirst().orElse("")) + ".";
    }
}
