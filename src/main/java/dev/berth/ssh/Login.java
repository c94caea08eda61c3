package dev.berth.ssh;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import dev.berth.api.ProblemException;
import dev.berth.api.RemoteText;
import dev.berth.api.Secret;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.Service;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.userauth.UserAuth;
import net.schmizz.sshj.userauth.UserAuthException;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthNone;
import org.jspecify.annotations.Nullable;

/** Authenticates as ssh does, in its order: keys, then what a person answers. */
final class Login {
    static final Duration ANSWER = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(200);

    /** What has to do with nobody is answered within it. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * A person answers within it, or is given up by whoever asks for us (5 minutes). sshd itself waits for less
     * (LoginGraceTime, 120 s), and what is answered after that serves the next attempt.
     */
    static final Duration PERSON = Duration.ofMinutes(6);

    private final Destination destination;
    private final Questioner questioner;

    /** A server that lets a login get on and on is not asked for ever. */
    private static final int STEPS = 16;

    private final Tried tried = new Tried();
    private final KeyLogin keys;
    private String banner = "";
    private boolean distrusted;
    /** Nobody did what the server waits for. */
    private volatile @Nullable ProblemException unvisited;

    private volatile boolean silent;

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
        return tried.words();
    }

    /**
     * @throws ProblemException where the host refuses
     * @throws LostException where the connection ends
     */
    void on(SSHClient client) throws ProblemException, LostException, InterruptedException {
        tried.clear();
        keys.begin();
        client.getTransport().setTimeoutMs((int) PERSON.toMillis());
        try {
            if (authenticated(client)) {
                return;
            }
        } catch (UserAuthException failed) {
            throw new LostException(new TransportException(failed));
        } catch (TransportException lost) {
            throw new LostException(lost);
        } finally {
            tellBanner(client);
        }
        throw refused(client.getUserAuth()).asException();
    }

    /** A method that gets the login on without ending it changes what the server allows next, as with a key and a code. */
    private boolean authenticated(SSHClient client)
            throws UserAuthException, TransportException, ProblemException, InterruptedException {
        if (withoutMethod(client)) {
            return true;
        }
        tellBanner(client);
        Set<String> spent = new HashSet<>();
        for (int step = 0; step < STEPS; step++) {
            String method = next(client, spent);
            if (method == null) {
                return false;
            }
            List<String> before = List.copyOf(client.getUserAuth().getAllowedMethods());
            boolean done = switch (method) {
                case "publickey" -> keys.on(client, others(client) ? 1 : 0);
                case "keyboard-interactive" -> interactive(client, spent);
                default -> password(client);
            };
            if (done) {
                return true;
            }
            if (before.equals(List.copyOf(client.getUserAuth().getAllowedMethods()))) {
                spent.add(method);
            }
        }
        return false;
    }

    /** Some servers let in whoever has visited the page that their banner names, and give their first answer only then. */
    private boolean withoutMethod(SSHClient client) throws UserAuthException, TransportException, ProblemException {
        CompletableFuture<Boolean> decided = new CompletableFuture<>();
        Thread.ofVirtual().name("ssh-banner").start(() -> listen(client, decided));
        try {
            return attempt(client, new AuthNone(), PERSON);
        } catch (UserAuthException | TransportException ended) {
            ProblemException nobody = unvisited;
            if (nobody != null) {
                throw nobody;
            }
            if (silent) {
                throw late(ended);
            }
            throw ended;
        } finally {
            decided.complete(true);
        }
    }

    /** sshj would tell that we left. */
    static TransportException late(Exception ended) {
        TransportException late = new TransportException("Timeout expired: the server has not answered");
        late.addSuppressed(ended);
        return late;
    }

    /** A server without a word is not waited for as long as a person, who has to hear what a server waits for. */
    private void listen(SSHClient client, CompletableFuture<Boolean> decided) {
        long end = System.nanoTime() + ANSWER.toNanos();
        try {
            while (!within(LOOK, decided) && tellBanner(client).isEmpty()) {
                if (System.nanoTime() > end) {
                    silent = true;
                    client.disconnect();
                    return;
                }
            }
            if (!within(PATIENCE, decided)) {
                questioner.page(destination.server(), tellBanner(client), decided);
            }
        } catch (ProblemException nobody) {
            unvisited = nobody;
            disconnect(client);
        } catch (InterruptedException | IOException ended) {
            // with the connection
        }
    }

    private static boolean within(Duration limit, CompletableFuture<Boolean> decided) throws InterruptedException {
        try {
            return decided.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void disconnect(SSHClient client) {
        try {
            client.disconnect();
        } catch (IOException gone) {
            // it was closed already
        }
    }

    private @Nullable String next(SSHClient client, Set<String> spent) {
        for (String method : destination.authentications()) {
            if (!spent.contains(method) && allowed(client, method) && trusted(method)) {
                return method;
            }
        }
        return null;
    }

    /** Whether something can follow the keys. */
    private boolean others(SSHClient client) {
        return !destination.batchMode()
                && destination.authentications().stream()
                        .anyMatch(method -> !method.equals("publickey") && allowed(client, method) && trusted(method));
    }

    /** A signature is of no use to an impostor; a password is. */
    private boolean trusted(String method) {
        return !distrusted || method.equals("publickey");
    }

    /** What a server says before the login; some say more while it goes on. */
    private synchronized String tellBanner(SSHClient client) {
        String now = client.getUserAuth().getBanner();
        if (!now.isBlank() && !now.equals(banner)) {
            banner = now;
            questioner.banner(destination.server(), now);
        }
        return banner;
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

    /** @param spent takes the password, too, once a person was asked in the server's own words */
    private boolean interactive(SSHClient client, Set<String> spent) throws TransportException, ProblemException {
        if (destination.batchMode()) {
            return false;
        }
        String problem = null;
        for (int i = 0; i < destination.passwordPrompts() && allowed(client, "keyboard-interactive"); i++) {
            boolean before = client.getUserAuth().hadPartialSuccess();
            InteractiveMethod method = new InteractiveMethod(questioner, destination.server(), problem);
            try {
                tried.add("keyboard-interactive");
                if (attempt(client, method, PERSON)) {
                    return true;
                }
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
            if (!method.asked()) {
                return false;
            }
            boolean further = !before && client.getUserAuth().hadPartialSuccess();
            problem = further ? null : "The host did not accept that.";
            if (!further) {
                spent.add("password");
            }
        }
        return false;
    }

    private boolean password(SSHClient client)
            throws TransportException, ProblemException, InterruptedException, UserAuthException {
        if (destination.batchMode()) {
            return false;
        }
        String problem = null;
        for (int i = 0; i < destination.passwordPrompts() && allowed(client, "password"); i++) {
            Secret secret = ask(problem);
            if (secret == null) {
                throw left().asException();
            }
            tried.add("password");
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
