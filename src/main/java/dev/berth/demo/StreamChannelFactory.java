package dev.berth.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * The two kinds of stream that a client may ask a box for. MINA's own would connect to the addresses asked for, which are
 * this machine's and its network's here; these only lead into the made-up box.
 */
record StreamChannelFactory(String kind, Dialer dialer) implements ChannelFactory {
    private static final int CONNECT_MILLIS = 5_000;

    /** Reads who is wanted from an open request. */
    interface Dialer {
        /** @throws IOException where nothing answers there; its message is told to the client */
        StreamService dial(Buffer request) throws IOException;
    }

    /** RFC 4254 section 7.2. */
    static StreamChannelFactory directTcp(DemoWorld world) {
        return new StreamChannelFactory("direct-tcpip", request -> {
            String address = request.getString();
            int port = request.getInt();
            Integer local = world.listenerAt(address, port);
            if (local == null) {
                throw new IOException("Connection refused");
            }
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), local), CONNECT_MILLIS);
            return new SocketService(socket);
        });
    }

    /** OpenSSH's PROTOCOL file, section 2.4. */
    static StreamChannelFactory directStreamLocal(DemoDocker docker) {
        return new StreamChannelFactory("direct-streamlocal@openssh.com", request -> {
            if (!request.getString().equals(DemoDocker.SOCKET)) {
                throw new IOException("open failed");
            }
            return docker;
        });
    }

    @Override
    public String getName() {
        return kind;
    }

    @Override
    public Channel createChannel(Session session) {
        return new StreamChannel(dialer);
    }
}
