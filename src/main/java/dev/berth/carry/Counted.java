package dev.berth.carry;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.LongConsumer;

/** Streams that tell how many bytes went through them. */
final class Counted {
    private Counted() {}

    static final class Input extends FilterInputStream {
        private final LongConsumer bytes;

        Input(InputStream in, LongConsumer bytes) {
            super(in);
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            bytes.accept(octet < 0 ? 0 : 1);
            return octet;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            bytes.accept(Math.max(0, n));
            return n;
        }
    }

    static final class Output extends FilterOutputStream {
        private final LongConsumer bytes;

        Output(OutputStream out, LongConsumer bytes) {
            super(out);
            this.bytes = bytes;
        }

        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
            bytes.accept(1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            bytes.accept(length);
        }
    }
}
