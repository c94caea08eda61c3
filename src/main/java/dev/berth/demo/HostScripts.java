package dev.berth.demo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The small scripts by which Berth looks at a host. A script's call has its text as first word, then its parameters. */
final class HostScripts {
    private HostScripts() {}

    /** Which Docker engine there is. */
    static int engine(DemoCall call) throws IOException {
        call.print("""
                berth-engine user %1$s
                berth-engine groups %1$s docker
                berth-engine listed %1$s docker
                berth-engine installed
                berth-engine socket open docker %2$s
                """.formatted(DemoSshServer.USER, DemoDocker.SOCKET));
        return 0;
    }

    /** How the made-up machine is. */
    static int vitals(DemoCall call) throws IOException {
        call.print("""
                load 2.31
                cores 32
                total 131072000
                available 88604672
                before cpu 100 0 20 900 0 0 0 0 0 0
                after cpu 120 0 26 974 0 0 0 0 0 0
                disk 734003200 1887436800 /
                tmux train
                """);
        return 0;
    }

    /** What a doctor finds on a box that is all but ready. */
    static int doctor(DemoCall call) throws IOException {
        call.print("""
                clock=%d
                user=%2$s
                uid=1000
                groups=%2$s docker
                listed=%2$s
                sshd=readable
                docker=Docker version 26.1.5
                engine=26.1.5
                root=/var/lib/docker
                free=734003200
                shm=65536000
                ngc=0
                """.formatted(System.currentTimeMillis() / 1000, DemoSshServer.USER));
        if (!call.world().gpus().isEmpty()) {
            call.print("""
                    runtimes=nvidia runc
                    toolkit=nvidia-ctk
                    smi=yes
                    driver=580.95.05, Disabled
                    cuda=13.0
                    """);
        }
        return 0;
    }

    /** Who listens in the network of a container, by the pid and id in the parameters. */
    static int listeners(DemoCall call) throws IOException {
        DemoContainer container = call.words().size() < 3
                ? null
                : call.world().container(call.words().get(2));
        if (container == null
                || !String.valueOf(container.pid()).equals(call.words().get(1))) {
            return 3;
        }
        call.print(table(container.place()));
        return 0;
    }

    /** All that is listened on: by the place itself, and on the host by its containers, too. */
    static int ports(DemoCall call) throws IOException {
        StringBuilder text = new StringBuilder("network\n").append(table(call.place()));
        if (call.place().containerId() == null) {
            for (DemoContainer container : call.world().containers()) {
                if (container.running()) {
                    text.append("container ").append(container.id()).append('\n');
                    text.append(table(container.place()));
                }
            }
        }
        call.print(text + "end\n");
        return 0;
    }

    /** As {@code /proc/net/tcp} has it (proc_net_tcp(5)): 0A is a listener's state. */
    static String table(DemoPlace place) {
        StringBuilder text = new StringBuilder();
        int line = 0;
        for (DemoListener listener : place.listeners().values()) {
            text.append("%4d: %s 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 %d 1\n"
                    .formatted(line, address(listener), 700_000 + listener.port()));
            line++;
        }
        return text.toString();
    }

    /** The address in the byte order of the machine, both in hex. */
    static String address(DemoListener listener) {
        return String.format(
                Locale.ROOT, "%s:%04X", listener.loopbackOnly() ? "0100007F" : "00000000", listener.port());
    }

    /** Something that is to outlive the session: the words after the script. */
    static int detached(DemoCall call) throws IOException {
        List<String> argv = call.words().subList(1, call.words().size());
        return argv.size() == 2 && argv.getFirst().equals("sh")
                ? JupyterScripts.launch(call, argv.getLast())
                : DemoCall.NOT_FOUND;
    }
}
