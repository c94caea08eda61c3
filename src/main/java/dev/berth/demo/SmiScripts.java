package dev.berth.demo;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The script by which Berth reads GPUs once or again and again, each line marked by what it is: parameters are the fields
 * learned before, those wanted, those of processes, and the seconds between two readings (0: one reading).
 */
final class SmiScripts {
    private SmiScripts() {}

    static int run(DemoCall call) throws IOException {
        if (call.world().gpus().isEmpty()) {
            call.print("n\n");
            return 0;
        }
        List<String> words = call.words();
        String learned = words.get(1);
        List<String> fields = List.of(learned.isEmpty() ? words.get(2).split(" ") : learned.split(","));
        List<String> processFields = List.of(words.get(3).split(","));
        long seconds = Long.parseLong(words.get(4));
        if (learned.isEmpty()) {
            call.print("f " + String.join(",", fields) + "\n");
        }
        if (seconds > 0) {
            endWithInput(call);
        }
        Set<Long> told = new HashSet<>();
        String processEnd = "p end 0\n";
        do {
            call.print(reading(call, fields, processFields, told, processEnd));
            processEnd = "";
        } while (seconds > 0 && call.pause(Duration.ofSeconds(seconds)));
        call.print("g end 0\n");
        return 0;
    }

    /** The end of its input ends the stream. */
    private static void endWithInput(DemoCall call) {
        Thread.ofVirtual().name("demo-smi-input").start(() -> {
            try (InputStream in = call.in()) {
                in.skipNBytes(Long.MAX_VALUE);
            } catch (IOException ended) {
                call.ended().countDown();
            }
        });
    }

    private static String reading(
            DemoCall call, List<String> fields, List<String> processFields, Set<Long> told, String processEnd) {
        List<String> lines = new ArrayList<>();
        NvidiaSmiPlayer.processes(call.world(), processFields).forEach(row -> lines.add("p " + row));
        for (DemoProcess process : call.world().processes()) {
            if (!process.gpuMemory().isEmpty() && told.add(process.pid())) {
                lines.add("u " + process.pid() + " " + process.user() + " " + process.uid());
                lines.add("c " + process.pid() + " 0::" + controlGroup(call.world(), process));
            }
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        text.append(processEnd);
        NvidiaSmiPlayer.gpus(call.world(), fields)
                .forEach(row -> text.append("g ").append(row).append('\n'));
        return text.toString();
    }

    static String controlGroup(DemoWorld world, DemoProcess process) {
        DemoContainer container = world.containerOf(process);
        return container == null
                ? "/user.slice/user-1000.slice/session-7.scope"
                : "/system.slice/docker-" + container.id() + ".scope";
    }
}
