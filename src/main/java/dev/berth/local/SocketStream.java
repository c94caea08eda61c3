package dev.berth.local;

import dev.berth.link.ByteStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** A connected socket. */
final class SocketStream implements ByteStream {
    private final SocketChannel channel;
    private final Consumer<AutoCloseable> forget;
    private final InputStream input;
    private final OutputStream output;
    private volatile boolean finished;

    SocketStream(SocketChannel channel, Consumer<AutoCloseable> forget) {
        this.channel = channel;
        this.forget = forget;
        this.input = new Input(Channels.newInputStream(channel));
        this.output = new Output(Channels.newOutputStream(channel));
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public boolean inputFinished() {
        return finished;
    }

    @Override
    public void close() throws IOException {
        forget.accept(this);
        channel.close();
    }

    private final class Input extends FilterInputStream {
        Input(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return noted(in.read());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return noted(in.read(buffer, offset, length));
        }

        private int noted(int read) {
            finished |= read < 0;
            return read;
        }

        @Override
        public void close() throws IOException {
            SocketStream.this.close();
        }
    }

    private final class Output extends FilterOutputStream {
        Output(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                channel.shutdownOutput();
            }
        }
    }
}
