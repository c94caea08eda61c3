package dev.berth.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Passes a stream on to a socket, each direction ending by itself. */
record SocketService(Socket socket) implements StreamService {
    private static final Logger LOG = Logger.getLogger(SocketService.class.getName());

    @Override
    public void serve(InputStream in, OutputStream out) throws IOException {
        try (socket) {
            Thread.ofVirtual().name("demo-upstream").start(() -> pass(in));
            socket.getInputStream().transferTo(out);
        }
    }

    private void pass(InputStream in) {
        try {
            in.transferTo(socket.getOutputStream());
            socket.shutdownOutput();
        } catch (IOException brokenOff) {
            dismiss();
        }
    }

    @Override
    public void dismiss() {
        try {
            socket.close();
        } catch (IOException gone) {
            LOG.log(Level.FINE, "a socket of the demo ended badly", gone);
        }
    }
}
