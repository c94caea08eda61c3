package dev.berth.mux;

import java.io.IOException;
import java.nio.file.Path;

/** A forward that a master makes between a socket of ours and an address of the host. */
record Forward(int direction, String listenAddress, int listenPort, String connectAddress, int connectPort) {
    private static final int FROM_HERE = 1;
    private static final int FROM_THE_HOST = 2;

    /** Whatever connects to {@code ours} here reaches {@code theirs} there. */
    static Forward toUnix(Path ours, String theirs) {
        return new Forward(FROM_HERE, ours.toString(), Message.UNIX_PATH, theirs, Message.UNIX_PATH);
    }

    /** Whatever connects to the address there reaches {@code ours} here. */
    static Forward fromTcp(String address, int port, Path ours) {
        return new Forward(FROM_THE_HOST, address, port, ours.toString(), Message.UNIX_PATH);
    }

    Message.Reply open(Path control) throws IOException {
        return ask(control, Message.OPEN_FORWARD);
    }

    /** What goes through it already lives on. A port that the host chose goes by what was asked for. */
    void close(Path control) throws IOException {
        ask(control, Message.CLOSE_FORWARD);
    }

    private Message.Reply ask(Path control, int request) throws IOException {
        Errand errand = Errand.run(
                control,
                conversation -> conversation.send(Message.request(request)
                        .number(direction)
                        .text(listenAddress)
                        .number(listenPort)
                        .text(connectAddress)
                        .number(connectPort)));
        errand.conversation().close();
        return errand.reply();
    }
}
