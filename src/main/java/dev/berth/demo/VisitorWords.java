package dev.berth.demo;

import dev.berth.demo.DemoCall.Program;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** A few words that a visitor of the demo may type, and the little that Berth itself asks without a script. */
final class VisitorWords {
    private VisitorWords() {}

    static void addTo(Map<String, Program> words) {
        words.put("true", call -> 0);
        words.put(":", call -> 0);
        words.put("false", call -> 1);
        words.put(
                "echo",
                call -> said(
                        call,
                        String.join(" ", call.words().subList(1, call.words().size()))));
        words.put("hostname", call -> said(call, hostName(call)));
        words.put("whoami", call -> said(call, call.place().user()));
        words.put("pwd", call -> said(call, call.place().directory()));
        words.put(
                "date",
                call -> said(call, ZonedDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.RFC_1123_DATE_TIME)));
        words.put(
                "id",
                call -> said(
                        call,
                        call.place().user().equals("root")
                                ? "uid=0(root) gid=0(root) groups=0(root)"
                                : "uid=1000(demo) gid=1000(demo) groups=1000(demo),998(docker)"));
        words.put(
                "uname",
                call -> said(
                        call,
                        call.words().contains("-a")
                                ? "Linux " + hostName(call) + " 6.12.0-berth-demo #1 SMP x86_64 GNU/Linux"
                                : "Linux"));
        words.put("uptime", call -> said(call, " up " + DemoWorld.UPTIME.toDays() + " days, Berth's demo box"));
        words.put(
                "ls",
                call -> said(
                        call,
                        call.place().containerId() == null
                                ? "README-this-is-a-demo.txt\nexample"
                                : "README-this-is-a-demo.txt\nattention.ipynb\nplots\ntrain.py"));
        words.put("cat", VisitorWords::cat);
        words.put("ps", VisitorWords::processes);
    }

    private static int said(DemoCall call, String line) throws IOException {
        call.print(line + "\n");
        return 0;
    }

    private static String hostName(DemoCall call) {
        String id = call.place().containerId();
        return id == null ? call.world().name() : id.substring(0, 12);
    }

    private static int cat(DemoCall call) throws IOException {
        List<String> files = call.words().subList(1, call.words().size());
        if (files.contains("/proc/net/tcp")) {
            call.print("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n"
                    + HostScripts.table(call.place()));
            return 0;
        }
        return files.equals(List.of("README-this-is-a-demo.txt"))
                ? said(call, "This box is made up: it is a part of Berth, and nothing here is real.")
                : call.fail(1, "cat: No such file or directory\n");
    }

    private static int processes(DemoCall call) throws IOException {
        StringBuilder text = new StringBuilder("    PID USER     COMMAND\n");
        for (DemoProcess process : call.place().processes()) {
            text.append("%7d %-8s %s\n".formatted(process.innerPid(), process.user(), process.line()));
        }
        call.print(text.toString());
        return 0;
    }
}
