package dev.berth.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.session.ServerUserAuthService;

/** Says where a page is, and lets in once it was visited: the answer to a login's first request, which names no method. */
final class VisitorLogin extends ServerUserAuthService {
    private final String text;
    private final Supplier<CompletableFuture<Boolean>> visit;

    VisitorLogin(Session session, String text, Supplier<CompletableFuture<Boolean>> visit) throws IOException {
        super(session);
        this.text = text;
        this.visit = visit;
    }

    @Override
    protected boolean handleUserAuthRequestMessage(
            ServerSession session, Buffer buffer, AtomicReference<Boolean> decision) throws Exception {
        int start = buffer.rpos();
        String user = buffer.getString();
        String service = buffer.getString();
        String method = buffer.getString();
        buffer.rpos(start);
        if (!method.equals("none")) {
            return super.handleUserAuthRequestMessage(session, buffer, decision);
        }
        Buffer banner = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_BANNER);
        banner.putString(text);
        banner.putString("");
        session.writePacket(banner);
        visit.get().thenRun(() -> letIn(session, user, service, buffer));
        return false;
    }

    private static void letIn(ServerSession session, String user, String service, Buffer buffer) {
        try {
            session.writePacket(session.createBuffer(SshConstants.SSH_MSG_USERAUTH_SUCCESS));
            session.setUsername(user);
            session.setAuthenticated();
            session.startService(service, buffer);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }
}
