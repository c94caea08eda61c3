package dev.berth.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Event;
import dev.berth.api.Problem;
import dev.berth.api.ProblemException;
import dev.berth.api.Secret;
import dev.berth.link.CommandJournal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnginePullTest {
    private static final String CREATE = "POST /images/create";

    private final FakeEngine fake = new FakeEngine("1.44");
    private final List<String> told = new ArrayList<>();

    private void pull(String image) throws Exception {
        DockerEngine.connect("box", fake, CommandJournal.NONE).pull(image, null, this::tell);
    }

    private void tell(Event.Progress step) {
        told.add(step.text());
    }

    @Test
    void layerIsToldAgainOnlyWhenItGotFurther() throws Exception {
        fake.answer(CREATE, 200, """
                {"status":"Pulling from library/x","id":"latest"}
                {"status":"Downloading","progressDetail":{"current":1000000,"total":20000000},"id":"aa"}
                {"status":"Downloading","progressDetail":{"current":1500000,"total":20000000},"id":"aa"}
                {"status":"Downloading","progressDetail":{"current":9000000,"total":20000000},"id":"aa"}
                {"status":"Pull complete","progressDetail":{},"id":"aa"}
                {"status":"Status: Downloaded newer image for x:latest"}
                """);
        pull("x");
        assertEquals(
                List.of(
                        "latest: Pulling from library/x",
                        "aa: Downloading [          ] 0 % of 20.0 MB",
                        "aa: Downloading [====      ] 40 % of 20.0 MB",
                        "aa: Pull complete",
                        "Status: Downloaded newer image for x:latest"),
                told);
    }

    @Test
    void tagIsLatestWhereNoneIsNamed() throws Exception {
        fake.answer(CREATE, 200, "");
        for (String image : List.of("x", "box:5000/x", "box:5000/x:1", "x@sha256:0123")) {
            pull(image);
        }
        List<Boolean> latest = fake.calls.stream()
                .filter(call -> call.startsWith("POST"))
                .map(call -> call.endsWith("&tag=latest"))
                .toList();
        assertEquals(List.of(true, true, false, false), latest);
    }

    @Test
    void refusalInTheMiddleIsAProblem() {
        fake.answer(CREATE, 200, """
                {"status":"Pulling fs layer","id":"aa"}
                {"error":"no space left on device","errorDetail":{"message":"no space left on device"}}
                """);
        Problem problem = assertThrows(ProblemException.class, () -> pull("x")).problem();
        assertEquals("Docker on box could not pull x: no space left on device.", problem.message());
    }

    @Test
    void refusalForWantOfALoginSaysSo() {
        fake.answer(CREATE, 404, "{\"message\":\"pull access denied for x, may require 'docker login'\"}");
        Problem problem = assertThrows(ProblemException.class, () -> pull("x")).problem();
        assertTrue(problem.sentence().contains("berth login box."), problem.sentence());
    }

    @Test
    void loginOfTheBoxOrOfTheAgentIsSentAlong() throws Exception {
        fake.answer(CREATE, 200, "");
        fake.commands.put("config.json", "{\"auths\":{\"nvcr.io\":{\"auth\":\"YW5uOmtleQ==\"}}}");
        pull("nvcr.io/x");
        assertTrue(fake.heads.getLast().contains("X-Registry-Auth: " + header("ann", "key")), fake.heads.getLast());
        pull("ghcr.io/x");
        assertFalse(fake.heads.getLast().contains("X-Registry-Auth"), fake.heads.getLast());
        DockerEngine.connect("box", fake, CommandJournal.NONE)
                .pull("nvcr.io/x", new RegistryLogin("nvcr.io", "bob", new Secret("other")), this::tell);
        assertTrue(fake.heads.getLast().contains("X-Registry-Auth: " + header("bob", "other")), fake.heads.getLast());
    }

    private static String header(String user, String password) {
        String auth = "{\"username\":\"" + user + "\",\"password\":\"" + password + "\",\"serveraddress\":\"nvcr.io\"}";
        return Base64.getUrlEncoder().encodeToString(auth.getBytes(StandardCharsets.UTF_8));
    }
}
