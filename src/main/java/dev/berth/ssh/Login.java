package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.api.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.Service;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuth;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthNone;
import org.jspecify.annotations.Nullable;

/** Authenticates as ssh does, in its order: the agent's keys, key files, then what a person answers. */
final class Login {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /**
     * A person answers within it, or is given up by whoever asks for us (5 minutes). sshd itself waits for less
     * (LoginGraceTime, 120 s), and what is answered after that serves the next attempt.
     */
    static final Duration PERSON = Duration.ofMinutes(6);

    private final Destination destination;
    private final Questioner questioner;

    private final List<String> tried = new ArrayList<>();
    private final KeyLogin keys;
    private boolean distrusted;

    Login(Destination destination, Map<String, String> environment, Questioner questioner) {
        this.destination = destination;
        this.questioner = questioner;
        this.keys = new KeyLogin(destination, environment, questioner, tried);
    }

    /** The connection was lost on the way: {@link #tried} tells how far it came. */
    static final class LostException extends IOException {
        private static final long serialVersionUID = 1;

        LostException(TransportException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** The host key is not the known one: whoever shows it is given no password to pass on. */
    void distrust() {
        distrusted = true;
    }

    String tried() {
        return tried.isEmpty() ? "nothing yet" : String.join(", ", tried);
    }

    /**
     * @throws ProblemException where the host refuses
     * @throws LostException where the connection ends
     */
    void on(SSHClient client) throws ProblemException, LostException, InterruptedException {
        tried.clear();
        client.getTransport().setTimeoutMs((int) PERSON.toMillis());
        try {
            if (authenticated(client)) {
                return;
            }
        } catch (UserAuthException failed) {
            throw new LostException(new TransportException(failed));
        } catch (TransportException lost) {
            throw new LostException(lost);
        }
        throw refused(client.getUserAuth()).asException();
    }

    private boolean authenticated(SSHClient client)
            throws UserAuthException, TransportException, ProblemException, InterruptedException {
        if (attempt(client, new AuthNone(), ANSWER)) {
            return true;
        }
        for (String method : destination.authentications()) {
            if (!allowed(client, method) || distrusted && !method.equals("publickey")) {
                continue;
            }
            boolean done = switch (method) {
                case "publickey" -> keys.on(client);
                case "keyboard-interactive" -> interactive(client);
                default -> password(client);
            };
            if (done) {
                return true;
            }
        }
        return false;
    }

    static boolean allowed(SSHClient client, String method) {
        return client.getUserAuth().getAllowedMethods().contains(method);
    }

    private boolean attempt(SSHClient client, AuthMethod method, Duration limit)
            throws UserAuthException, TransportException {
        return attempt(client, destination.user(), method, limit);
    }

    static boolean attempt(SSHClient client, String user, AuthMethod method, Duration limit)
            throws UserAuthException, TransportException {
        Service next = (Service) client.getConnection();
        return client.getUserAuth().authenticate(user, next, method, (int) limit.toMillis());
    }

    private boolean interactive(SSHClient client) throws TransportException, ProblemException {
        if (destination.batchMode()) {
            return false;
        }
        String problem = null;
        for (int i = 0; i < destination.passwordPrompts() && allowed(client, "keyboard-interactive"); i++) {
            InteractiveMethod method = new InteractiveMethod(questioner, destination.server(), problem);
            try {
                note("keyboard-interactive");
                if (attempt(client, method, PERSON)) {
                    return true;
                }
                problem = "The host did not accept that.";
            } catch (UserAuthException failed) {
                ProblemException nobody = method.unanswered();
                if (nobody != null) {
                    throw needed(nobody);
                }
                if (method.left()) {
                    throw left().asException();
                }
                throw new TransportException(failed);
            }
        }
        return false;
    }

    private boolean password(SSHClient client)
            throws TransportException, ProblemException, InterruptedException, UserAuthException {
        if (destination.batchMode() || tried.contains("keyboard-interactive")) {
            return false; // asked for already, in the server's own words
        }
        String problem = null;
        for (int i = 0; i < destination.passwordPrompts() && allowed(client, "password"); i++) {
            Secret secret = ask(problem);
            if (secret == null) {
                throw left().asException();
            }
            note("password");
            if (attempt(client, new PasswordMethod(secret), ANSWER)) {
                return true;
            }
            problem = "The host did not accept that password.";
        }
        return false;
    }

    private @Nullable Secret ask(@Nullable String problem) throws ProblemException, InterruptedException {
        String server = destination.server();
        try {
            return questioner.credential(server, "Password for " + server, false, problem);
        } catch (ProblemException nobody) {
            throw needed(nobody);
        }
    }

    /** Nobody could be asked: the sentence says what came before. */
    private ProblemException needed(ProblemException nobody) {
        if (nobody.problem().code() != Code.ANSWER_NEEDED) {
            return nobody;
        }
        return Problem.of(
                        Code.ANSWER_NEEDED,
                        destination.who() + " asks for a password, and nobody is there to answer; tried " + tried()
                                + ".",
                        unsupported() + "Connect from the screen, or add your public key to the host: ssh-copy-id "
                                + destination.alias())
                .asException(nobody);
    }

    private void note(String what) {
        if (!tried.contains(what)) {
            tried.add(what);
        }
    }

    private Problem left() {
        return Problem.of(
                Code.AUTHENTICATION_FAILED, "The login at " + destination.who() + " was left; tried " + tried() + ".");
    }

    private Problem refused(UserAuth auth) {
        Problem unanswered = keys.unanswered();
        if (unanswered != null) {
            return unanswered;
        }
        String allowed = RemoteText.oneLine(String.join(", ", auth.getAllowedMethods()));
        return Problem.of(
                Code.AUTHENTICATION_FAILED,
                destination.who() + " refused the login: tried " + tried() + "; it accepts " + allowed + ".",
                unsupported()
                        + (distrusted ? "No password is asked for, since the host key is not the known one. " : "")
                        + "Add your public key to the host (ssh-copy-id " + destination.alias()
                        + "), or name the right key with IdentityFile in the ssh configuration.");
    }

    private String unsupported() {
        return destination.unsupported().isEmpty()
                ? ""
                : "Not used, since this link can't: " + String.join(", ", destination.unsupported()) + ". ";
    }
}
