package dev.berth.ssh;

import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.api.Secret;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AbstractAuthMethod;
import org.jspecify.annotations.Nullable;

/** Passes the server's own questions to a person, such as for a password and then a code; RFC 4256. */
final class InteractiveMethod extends AbstractAuthMethod {
    private static final int MOST_PROMPTS = 16;

    private final Questioner questioner;
    private final String server;
    private @Nullable String problem;
    private volatile @Nullable ProblemException unanswered;
    private volatile boolean left;
    private volatile boolean asked;

    InteractiveMethod(Questioner questioner, String server, @Nullable String problem) {
        super("keyboard-interactive");
        this.questioner = questioner;
        this.server = server;
        this.problem = problem;
    }

    /** Nobody could answer; null where somebody did. */
    @Nullable
    ProblemException unanswered() {
        return unanswered;
    }

    /** There was something to ask: some servers allow the method and then refuse without a question. */
    boolean asked() {
        return asked;
    }

    /** The person left the dialog. */
    boolean left() {
        return left;
    }

    @Override
    protected SSHPacket buildReq() throws UserAuthException {
        return super.buildReq().putString("").putString("");
    }

    @Override
    public void handle(Message message, SSHPacket packet) throws UserAuthException, TransportException {
        if (message != Message.USERAUTH_60) {
            super.handle(message, packet);
            return;
        }
        try {
            List<String> answers = answers(packet);
            SSHPacket response = new SSHPacket(Message.USERAUTH_INFO_RESPONSE).putUInt32(answers.size());
            answers.forEach(response::putString);
            params.getTransport().write(response);
        } catch (Buffer.BufferException malformed) {
            throw new UserAuthException(malformed);
        }
    }

    private List<String> answers(SSHPacket packet) throws Buffer.BufferException, UserAuthException {
        String name = packet.readString();
        String instruction = packet.readString();
        packet.readString();
        int prompts = packet.readUInt32AsInt();
        if (prompts > MOST_PROMPTS) {
            throw new UserAuthException("the server asks too much");
        }
        String heading = RemoteText.oneLine(name + " " + instruction);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < prompts; i++) {
            String prompt = RemoteText.oneLine(packet.readString());
            answers.add(ask(heading.isEmpty() ? prompt : heading + " " + prompt, packet.readBoolean()));
        }
        return answers;
    }

    private String ask(String prompt, boolean echo) throws UserAuthException {
        asked = true;
        try {
            Secret answer = questioner.credential(server, prompt, echo, problem);
            problem = null;
            if (answer == null) {
                left = true;
                throw new UserAuthException("left");
            }
            return answer.reveal();
        } catch (ProblemException nobody) {
            unanswered = nobody;
            throw new UserAuthException(nobody);
        } catch (InterruptedException calledOff) {
            left = true;
            throw new UserAuthException(calledOff);
        }
    }
}
