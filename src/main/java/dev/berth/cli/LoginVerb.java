package dev.berth.cli;

import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Question;
import dev.berth.api.Request;
import dev.berth.api.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** login: a host's docker to a registry. */
final class LoginVerb extends Verb {
    private static final String NVIDIA = "nvcr.io";
    private static final String TOKEN = "$oauthtoken";
    private static final int LONGEST = 64 << 10;

    private String host = "";
    private String registry = "";
    private String user = "";
    private boolean fromInput;
    private Request.Keeper keeper = Request.Keeper.BOX;

    LoginVerb(Context context) {
        super(
                context,
                "login",
                "Log a host's docker in to a registry; its docker keeps that there, or Berth's agent alone. For nvcr.io the"
                        + " password is an API key from https://ngc.nvidia.com (Setup).");
        syntax().word("HOST", "An alias, or user@host[:port].", value -> host = value)
                .word("REGISTRY", "Such as nvcr.io; docker.io is Docker Hub.", value -> registry = value)
                .text("-u, --username NAME", "Who; for nvcr.io $oauthtoken where none is given.", value -> user = value)
                .flag(
                        "--in-agent",
                        "Keep it in Berth's agent alone, as long as that lives: it is sent with pulls.",
                        value -> keeper = value ? Request.Keeper.AGENT : Request.Keeper.BOX)
                .flag("--password-stdin", "Read the password from standard input.", value -> fromInput = value);
    }

    @Override
    int run() throws ProblemException, InterruptedException {
        context().refuseReadonly("log in to a registry");
        String name = user.isEmpty() && registry.equals(NVIDIA) ? TOKEN : user;
        if (name.isEmpty()) {
            throw Problem.of(Problem.Code.USAGE, "Who logs in to " + registry + "?", "Name them with -u NAME.")
                    .asException();
        }
        Secret password = password(name);
        try (Talk talk = Talk.open(context())) {
            String place = talk.ask(new Request.Login(host, registry, name, password, keeper))
                    .text();
            front().err().println(host + " is logged in to " + registry + "; kept in " + Text.clean(place) + ".");
            return 0;
        }
    }

    private Secret password(String name) throws ProblemException {
        if (fromInput) {
            try {
                String typed = new String(front().in().readNBytes(LONGEST), StandardCharsets.UTF_8);
                return new Secret(typed.strip());
            } catch (IOException broken) {
                throw Problem.of(Problem.Code.USAGE, "The password could not be read from standard input.")
                        .asException(broken);
            }
        }
        Question.Credential question =
                new Question.Credential(0, host, registry, "Password or API key of " + name + ":", false, null);
        if (!options().noInput && Terminal.ask(question) instanceof Question.Answer.Give given) {
            return given.secret();
        }
        throw Problem.of(
                        Problem.Code.ANSWER_NEEDED,
                        "There is no terminal to ask for the password on.",
                        "Give it on standard input, with --password-stdin.")
                .asException();
    }
}
