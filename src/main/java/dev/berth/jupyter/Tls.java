package dev.berth.jupyter;

import dev.berth.link.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS over a link's stream, for servers that were given a certificate. Any certificate is taken: most are self-signed, and
 * whom we speak to is already settled by the host key of the link below.
 */
final class Tls {
    private Tls() {}

    /** {@code stream} itself where the server speaks plain HTTP. The handshake comes with the first byte. */
    static ByteStream over(ByteStream stream, boolean secure) throws IOException {
        if (!secure) {
            return stream;
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anyone()}, null);
            SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(new StreamSocket(stream), "localhost", 443, true);
            return new TlsStream(stream, socket.getInputStream(), socket.getOutputStream());
        } catch (GeneralSecurityException | IOException failure) {
            stream.close();
            throw new IOException("TLS is not possible here", failure);
        }
    }

    /** Closing goes to the stream below: TLS's own farewell could block on a far end that reads nothing. */
    private record TlsStream(ByteStream below, InputStream input, OutputStream output) implements ByteStream {
        @Override
        public boolean inputFinished() {
            return below.inputFinished();
        }

        @Override
        public void close() throws IOException {
            below.close();
        }
    }

    /** As much of a socket as TLS needs of what it is laid over. */
    private static final class StreamSocket extends Socket {
        private final ByteStream stream;

        StreamSocket(ByteStream stream) {
            this.stream = stream;
        }

        @Override
        public InputStream getInputStream() {
            return stream.input();
        }

        @Override
        public OutputStream getOutputStream() {
            return stream.output();
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public synchronized void close() throws IOException {
            stream.close();
        }
    }

    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
