package dev.berth.demo;

import dev.berth.api.Json;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** {@code docker ps}: all, size and filters. */
final class DockerList {
    private DockerList() {}

    static List<Map<String, Object>> of(DemoWorld world, WireRequest request) throws IOException {
        Map<?, ?> filters =
                Json.readAny(request.query().getOrDefault("filters", "{}")) instanceof Map<?, ?> map ? map : Map.of();
        boolean all = request.is("all") || filters.containsKey("status");
        return world.containers().stream()
                .filter(container -> all || container.running())
                .filter(container -> filters.entrySet().stream()
                        .allMatch(filter -> fits(container, String.valueOf(filter.getKey()), filter.getValue())))
                .map(container -> DockerJson.row(container, request.is("size")))
                .toList();
    }

    /** Values are a list, or in older clients the keys of an object; one that fits is enough. */
    private static boolean fits(DemoContainer container, String key, Object values) {
        Collection<?> wanted =
                values instanceof Map<?, ?> map ? map.keySet() : values instanceof List<?> list ? list : List.of();
        return wanted.isEmpty() || wanted.stream().anyMatch(value -> fitsOne(container, key, String.valueOf(value)));
    }

    private static boolean fitsOne(DemoContainer container, String key, String value) {
        return switch (key) {
            case "status" -> container.state().equals(value);
            case "name" -> container.name().contains(value.replaceFirst("^/", ""));
            case "id" -> container.id().startsWith(value);
            case "ancestor" -> container.description().image().startsWith(value);
            case "network" -> value.equals("bridge");
            default -> false;
        };
    }
}
