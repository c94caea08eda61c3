package dev.berth.agent;

import dev.berth.api.Json;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Protocol;
import dev.berth.api.Request;
import dev.berth.api.Streams;
import dev.berth.api.Window;
import dev.berth.fleet.Fleet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A command whose streams a connection carries. A client that leaves ends it. */
final class ServerStream {
    private static final Logger LOG = Logger.getLogger(ServerStream.class.getName());

    private final Fleet fleet;
    private final WireReader reader;
    private final Outbox outbox;
    private final FrameInput stdin = new FrameInput();
    private final Window window = new Window();

    ServerStream(Fleet fleet, WireReader reader, Outbox outbox) {
        this.fleet = fleet;
        this.reader = reader;
        this.outbox = outbox;
    }

    /** Reads frames in the caller's thread until the connection ends. */
    void run(Request.Streamed request, Fleet.Caller caller) throws IOException {
        Thread command = Thread.ofVirtual().name("exec").start(() -> execute(request, caller));
        try {
            WireFrame frame = reader.frame();
            while (frame != null) {
                accept(frame);
                frame = reader.frame();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            command.interrupt();
        }
    }

    private void accept(WireFrame frame) throws IOException, InterruptedException {
        switch (frame.type()) {
            case STDIN -> {
                while (!stdin.offer(frame.bytes())) {
                    feelForClient();
                }
            }
            case STDIN_END -> {
                while (!stdin.offerEnd()) {
                    feelForClient();
                }
            }
            case RESIZE -> {
                ByteBuffer size = ByteBuffer.wrap(frame.bytes());
                if (size.remaining() != 8) {
                    throw new IOException("a client sent a size of " + size.remaining() + " bytes");
                }
                window.resize(size.getInt(), size.getInt());
            }
            default -> throw new IOException("a client sent a frame of type " + frame.type());
        }
    }

    /** Nobody reads the socket while the command doesn't read, so only a write can find that the client is gone. */
    private void feelForClient() throws IOException, InterruptedException {
        outbox.put(WireFrame.empty(Protocol.Frame.STDOUT));
    }

    private void execute(Request.Streamed request, Fleet.Caller caller) {
        WireFrame last = last(request, caller);
        stdin.close();
        try {
            outbox.put(last);
        } catch (IOException | InterruptedException left) {
            LOG.log(Level.FINE, "nobody waits for the end of a command", left);
        }
        outbox.end();
    }

    private WireFrame last(Request.Streamed request, Fleet.Caller caller) {
        try {
            Streams streams = new Streams(
                    stdin,
                    new FrameOutput(outbox, Protocol.Frame.STDOUT),
                    new FrameOutput(outbox, Protocol.Frame.STDERR),
                    window);
            int exit = fleet.stream(request, caller, streams);
            return new WireFrame(
                    Protocol.Frame.EXIT, ByteBuffer.allocate(4).putInt(exit).array());
        } catch (ProblemException problem) {
            return problem(problem.problem());
        } catch (InterruptedException cancelled) {
            return problem(ServerConnection.interrupted());
        } catch (RuntimeException bug) {
            LOG.log(Level.SEVERE, "a command failed by a mistake in Berth", bug);
            return problem(ServerConnection.mistake());
        }
    }

    private static WireFrame problem(Problem problem) {
        return new WireFrame(Protocol.Frame.PROBLEM, Json.write(problem).getBytes(StandardCharsets.UTF_8));
    }
}
