package dev.berth.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.berth.api.FreeGpu;
import dev.berth.api.Gpu;
import dev.berth.api.GpuProcess;
import dev.berth.api.GpuSlice;
import dev.berth.api.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What real drivers printed, from the directory that {@code -Dberth.recordings} names: what Berth asks for is cut out of
 * each recording as nvidia-smi would print it, and each figure must be the recording's own, or unknown where that has none.
 */
@EnabledIfSystemProperty(named = "berth.recordings", matches = ".+")
class RecordingsTest {
    private static final String PROPERTY = "berth.recordings";
    private static final String MISSING = "(absent)";

    private static Stream<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty(PROPERTY)))) {
            return all.filter(Files::isRegularFile).sorted().toList().stream();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyRecordingIsReadWithoutAWrongFigure() throws IOException {
        return files().map(file -> dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private static void check(Path file) throws Exception {
        String name = file.getFileName().toString();
        String text = Files.readString(file, StandardCharsets.UTF_8);
        if (name.endsWith("query-gpu.csv")) {
            csv(text);
        } else if (name.endsWith("compute-apps.csv") || name.endsWith("accounted-apps.csv")) {
            processes(text, name.contains("accounted"));
        } else if (name.endsWith("-qx.xml")) {
            xml(file);
        } else if (name.endsWith("rocm-smi.json")) {
            amd(text);
        } else {
            words(name, text);
        }
    }

    /** The fields asked for, in their order, of one card as a recording has them. */
    private interface Card {
        String cell(String field);
    }

    private static void compare(List<Card> cards) {
        List<String> fields = new ArrayList<>(SmiScript.BASIC);
        fields.addAll(List.of(
                "clocks.current.sm",
                "clocks.max.sm",
                "clocks_throttle_reasons.active",
                "ecc.errors.uncorrected.volatile.total",
                "mig.mode.current"));
        // a driver's help names what it knows; a field that not every card of the recording has is not known
        fields.removeIf(
                field -> cards.stream().anyMatch(card -> card.cell(field).equals(MISSING)));
        SmiReport report = new SmiReport("gpu1", FreeGpu.DEFAULT, fields);
        for (Card card : cards) {
            report.take("g " + String.join(", ", fields.stream().map(card::cell).toList()));
        }
        report.take("g end 0");
        report.take("p end 0");
        List<Gpu> gpus = report.gpus(id -> null);
        if (!fields.contains("index") || !fields.contains("uuid")) {
            assertEquals(List.of(), gpus, "what has no identity is no GPU");
            return;
        }
        assertEquals(cards.size(), gpus.size());
        for (int i = 0; i < gpus.size(); i++) {
            same(cards.get(i), gpus.get(i));
        }
    }

    private static void same(Card card, Gpu gpu) {
        assertEquals(card.cell("uuid"), gpu.uuid());
        assertEquals(card.cell("name"), gpu.name());
        figure(card, "utilization.gpu", gpu.utilization(), 1);
        figure(card, "memory.used", gpu.memoryUsed(), 1 << 20);
        figure(card, "memory.total", gpu.memoryTotal(), 1 << 20);
        figure(card, "temperature.gpu", gpu.temperature(), 1);
        figure(card, "power.draw", gpu.power(), 1);
        figure(card, "power.limit", gpu.powerLimit(), 1);
        figure(card, "clocks.current.sm", gpu.health().clock(), 1);
        figure(card, "clocks.max.sm", gpu.health().clockLimit(), 1);
        figure(card, "ecc.errors.uncorrected.volatile.total", gpu.health().memoryErrors(), 1);
        String mask = card.cell("clocks_throttle_reasons.active");
        assertEquals(mask.startsWith("0x"), gpu.health().slowedBy() != null, mask);
        boolean known = gpu.utilization() instanceof Reading.Value && gpu.memoryUsed() instanceof Reading.Value;
        assertTrue(known || !Boolean.TRUE.equals(gpu.free()), "free without knowing");
    }

    private static void figure(Card card, String field, Reading reading, double unit) {
        String cell = card.cell(field);
        if (cell.matches("-?[0-9]+([.][0-9]+)?")) {
            assertEquals(Reading.of(Double.parseDouble(cell) * unit), reading, field);
        } else if (reading instanceof Reading.Value value) {
            fail(field + " is “" + cell + "” in the recording, but was read as " + value.value());
        }
    }

    /** With headers and units or without; those without name their fields in the file's description only. */
    private static void csv(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        boolean headed = lines.getFirst().contains("name") || lines.getFirst().contains("uuid");
        List<String> header = headed
                ? names(lines.getFirst())
                : List.of(
                        "index",
                        "name",
                        "temperature.gpu",
                        "utilization.gpu",
                        "memory.used",
                        "memory.total",
                        "power.draw");
        List<Card> cards = new ArrayList<>();
        for (String line : lines.subList(headed ? 1 : 0, lines.size())) {
            List<String> cells = List.of(line.split(", *", -1));
            int at = cards.size();
            if (cells.size() == header.size()) {
                cards.add(field -> cell(header, cells, field, at));
            }
        }
        assertTrue(!cards.isEmpty());
        compare(cards);
    }

    /** Slices are told by two recordings of one box: {@code -L} and, where it was recorded, {@code -q}. */
    @TestFactory
    Stream<DynamicTest> slicesAreThoseOfTheRecording() throws IOException {
        return files().filter(file -> file.getFileName().toString().endsWith("-L.txt"))
                .map(file -> dynamicTest(file.getFileName().toString(), () -> slices(file)));
    }

    private static void slices(Path list) throws IOException {
        String name = list.getFileName().toString();
        String box = name.substring(0, name.length() - "-L.txt".length());
        List<String> listed = Files.readAllLines(list);
        SmiReport report = new SmiReport("gpu1", FreeGpu.DEFAULT, List.of());
        Matcher gpu = Pattern.compile("GPU (\\d+): (.*) \\(UUID: (.*)\\)").matcher(listed.getFirst());
        if (!gpu.matches()) {
            return;
        }
        report.take("g " + gpu.group(1) + ", " + gpu.group(3) + ", 1, Card, [N/A], 4, 81559, 30, 69.10, 700.00");
        report.take("g end 0");
        report.take("p end 0");
        listed.forEach(line -> report.take("l " + line));
        List<Path> told = files().filter(
                        file -> file.getFileName().toString().matches(Pattern.quote(box) + "(-[a-z]+)?-q.txt"))
                .toList();
        List<String> totals = new ArrayList<>();
        for (Path file : told) {
            List<String> lines = Files.readAllLines(file);
            lines.forEach(line -> report.take("q " + line));
            for (int i = 1; i < lines.size(); i++) {
                if (lines.get(i - 1).strip().equals("Shared FB Memory Usage")) {
                    totals.add(lines.get(i).replaceAll("\\D+", ""));
                }
            }
        }
        List<GpuSlice> slices = report.gpus(id -> null).getFirst().slices();
        long wanted = listed.stream()
                .skip(1)
                .takeWhile(line -> line.startsWith("  MIG "))
                .count();
        assertEquals(wanted, slices.size());
        for (int i = 0; i < slices.size(); i++) {
            assertTrue(listed.get(i + 1).contains("MIG " + slices.get(i).profile() + " "));
            assertTrue(listed.get(i + 1).contains("UUID: " + slices.get(i).uuid() + ")"));
            Reading total = slices.get(i).memoryTotal();
            assertEquals(
                    told.isEmpty() ? Reading.unknown() : Reading.of(Long.parseLong(totals.get(i)) * (double) (1 << 20)),
                    total);
            assertTrue(told.isEmpty() == (slices.get(i).free() == null));
        }
    }

    private static List<String> names(String header) {
        return Stream.of(header.split(", *", -1))
                .map(name -> name.replaceAll(" *\\[.*]$", ""))
                .toList();
    }

    private static String cell(List<String> header, List<String> cells, String field, int at) {
        int column = header.indexOf(field);
        if (column < 0 && field.startsWith("clocks_throttle_reasons")) {
            column = header.indexOf(field.replace("throttle", "event"));
        }
        if (column < 0) {
            return switch (field) {
                case "index" -> Integer.toString(at);
                case "uuid" -> "GPU-" + at;
                case "name" -> "a card";
                default -> MISSING;
            };
        }
        return cells.get(column).replaceAll(" (%|MiB|W|MHz|us)$", "").strip();
    }

    private static void processes(String text, boolean accounted) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        List<String> header = names(lines.getFirst());
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = List.of(line.split(", *", -1));
            String uuid = cells.get(header.indexOf("gpu_uuid"));
            String pid = cells.get(header.indexOf("pid"));
            String name = accounted ? "gone" : cells.get(header.indexOf("process_name"));
            String memory = cells.get(header.indexOf(accounted ? "max_memory_usage" : "used_gpu_memory"))
                    .replaceAll(" MiB$", "");
            ProcessRow row = ProcessRow.parse(String.join(", ", "2026/01/01 10:00:00.100", uuid, pid, name, memory));
            assertTrue(row != null, line);
            assertEquals(pid.matches("[0-9]+") ? Long.parseLong(pid) : -1, row.pid());
            if (memory.matches("[0-9]+")) {
                assertEquals(Reading.of(Long.parseLong(memory) * (double) (1 << 20)), row.memory());
            } else {
                assertTrue(!(row.memory() instanceof Reading.Value), line);
            }
        }
    }

    private static void xml(Path file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Element log = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
        NodeList all = log.getElementsByTagName("gpu");
        List<Card> cards = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element gpu = (Element) all.item(i);
            int at = i;
            cards.add(field -> field.equals("index") ? Integer.toString(at) : xmlCell(gpu, field));
        }
        compare(cards);
        for (int i = 0; i < all.getLength(); i++) {
            xmlProcesses((Element) all.item(i));
        }
    }

    private static String xmlCell(Element gpu, String field) {
        return switch (field) {
            case "uuid" -> first(gpu, "uuid");
            case "count" -> "1";
            case "name" -> first(gpu, "product_name");
            case "utilization.gpu" -> first(gpu, "utilization/gpu_util");
            case "memory.used" -> first(gpu, "fb_memory_usage/used");
            case "memory.total" -> first(gpu, "fb_memory_usage/total");
            case "temperature.gpu" -> first(gpu, "temperature/gpu_temp");
            case "power.draw" ->
                first(
                        gpu,
                        "power_readings/power_draw",
                        "gpu_power_readings/power_draw",
                        "gpu_power_readings/instant_power_draw");
            case "power.limit" ->
                first(
                        gpu,
                        "power_readings/power_limit",
                        "gpu_power_readings/current_power_limit",
                        "gpu_power_readings/power_limit");
            case "clocks.current.sm" -> first(gpu, "clocks/sm_clock");
            case "clocks.max.sm" -> first(gpu, "max_clocks/sm_clock");
            case "mig.mode.current" -> first(gpu, "mig_mode/current_mig");
            default -> MISSING;
        };
    }

    private static String first(Element gpu, String... paths) {
        for (String path : paths) {
            Element at = gpu;
            for (String step : path.split("/", -1)) {
                at = at == null ? null : child(at, step);
            }
            if (at != null) {
                return at.getTextContent().strip().replaceAll(" (%|MiB|W|MHz|C)$", "");
            }
        }
        return MISSING;
    }

    private static @Nullable Element child(Element parent, String name) {
        NodeList children = parent.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            if (children.item(i) instanceof Element element
                    && element.getTagName().equals(name)) {
                return element;
            }
        }
        return null;
    }

    private static void xmlProcesses(Element gpu) {
        NodeList all = gpu.getElementsByTagName("process_info");
        for (int i = 0; i < all.getLength(); i++) {
            Element process = (Element) all.item(i);
            String memory = first(process, "used_memory");
            ProcessRow row = ProcessRow.parse(String.join(
                    ", ", "t", first(gpu, "uuid"), first(process, "pid"), first(process, "process_name"), memory));
            assertTrue(row != null);
            assertEquals(Long.parseLong(first(process, "pid")), row.pid());
            Reading expected = memory.matches("[0-9]+")
                    ? Reading.of(Long.parseLong(memory) * (double) (1 << 20))
                    : Reading.unknown();
            assertEquals(expected, row.memory());
        }
    }

    private static void amd(String text) {
        SmiReport report = new SmiReport("gpu1", FreeGpu.DEFAULT, List.of());
        report.take("a " + text.replace("\n", ""));
        List<Gpu> gpus = report.gpus(id -> null);
        Matcher cards = Pattern.compile("\"card\\d+\"").matcher(text);
        assertEquals(cards.results().count(), gpus.size());
        assertTrue(!report.loops());
        for (Gpu gpu : gpus) {
            assertInstanceOf(Reading.Value.class, gpu.utilization());
            assertTrue(gpu.memoryTotal().or(0) > gpu.memoryUsed().or(Double.MAX_VALUE));
            assertTrue(gpu.memoryTotal().or(0) > 1L << 33);
            assertTrue(gpu.temperature().or(0) > 20);
            assertTrue(!Boolean.TRUE.equals(gpu.free()), "whether a process is on it is not told");
        }
    }

    /** Anything else is words: never a GPU, never a process, and a failure is told with a next step. */
    private static void words(String name, String text) {
        SmiReport report = new SmiReport("gpu1", FreeGpu.DEFAULT, List.of());
        text.lines().forEach(line -> report.take("g " + line));
        report.take("g end " + (name.startsWith("error") ? 255 : 0));
        assertEquals(List.of(), report.gpus(id -> null));
        assertTrue(report.problem() != null && report.problem().next() != null);
        SmiReport processes = new SmiReport("gpu1", FreeGpu.DEFAULT, List.of());
        processes.take("g 0, GPU-aa, 1, Sample, 0, 4, 81920, 30, 69.10, 700.00");
        text.lines().forEach(line -> processes.take("p " + line));
        List<GpuProcess> read = processes.gpus(id -> null).getFirst().processes();
        assertEquals(List.of(), read);
    }
}
