package dev.berth.docker;

import dev.berth.api.LinkKind;
import dev.berth.link.ByteStream;
import dev.berth.link.Command;
import dev.berth.link.Link;
import dev.berth.link.OpenRefusedException;
import dev.berth.link.RemoteCommand;
import dev.berth.link.RemoteListener;
import dev.berth.link.RemotePty;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A link that is another one, for tests that change one of its ways. */
class ForwardingLink implements Link {
    private final Link link;

    ForwardingLink(Link link) {
        this.link = link;
    }

    static OpenRefusedException refused() {
        return new OpenRefusedException(OpenRefusedException.Reason.PROHIBITED, "open failed");
    }

    @Override
    public LinkKind kind() {
        return link.kind();
    }

    @Override
    public RemoteCommand start(Command command) throws IOException {
        return link.start(command);
    }

    @Override
    public RemotePty pty(@Nullable Command command, String term, int columns, int rows) throws IOException {
        return link.pty(command, term, columns, rows);
    }

    @Override
    public ByteStream tcp(String address, int port) throws IOException {
        return link.tcp(address, port);
    }

    @Override
    public ByteStream unix(String path) throws IOException {
        return link.unix(path);
    }

    @Override
    public RemoteListener listen(String address, int port, Consumer<ByteStream> accepted) throws IOException {
        return link.listen(address, port, accepted);
    }

    @Override
    public boolean isOpen() {
        return link.isOpen();
    }

    @Override
    public CompletableFuture<String> gone() {
        return link.gone();
    }

    @Override
    public @Nullable Duration roundTrip() {
        return link.roundTrip();
    }

    @Override
    public void close() {
        link.close();
    }
}
