package dev.berth.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.lab.Lab;
import dev.berth.pty.PtySession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of a registry that wants a login, of directories and of files, on the lab's old1. */
class ImagesIT extends LabWalk {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String ESC = "\033";
    private static final String IMAGE = "lab/busybox:1.35";
    private static final String PRIVATE = "localhost:5000/ann/box:1";
    private static final String PASSWORD = "correct horse";

    @BeforeEach
    @AfterEach
    void forget() throws IOException {
        // the classic builder keeps the container of a step that failed
        box("pkill -CONT docker-registry; rm -rf /home/dev/.docker /root/.docker /home/dev/context;"
                + " docker ps -aq | xargs -r docker rm -f >/dev/null; docker rmi -f "
                + PRIVATE + " lab/built:1 lab/readme:1 >/dev/null 2>&1;"
                // a layer that one of them still has would not be pulled
                + " docker builder prune -af >/dev/null; docker image prune -f >/dev/null");
    }

    private static String box(String command) throws IOException {
        return on("old1", command);
    }

    private BerthProgram.Result login(String host, String password, String... options) throws Exception {
        String[] words = new String[options.length + 6];
        System.arraycopy(
                new String[] {"login", host, "localhost:5000", "-u", "ann", "--password-stdin"}, 0, words, 0, 6);
        System.arraycopy(options, 0, words, 6, options.length);
        return berth.feed(password, words);
    }

    private void pushed() throws Exception {
        login("old1", PASSWORD).ok();
        berth.run("tag", "old1", IMAGE, PRIVATE).ok();
        berth.run("push", "old1", PRIVATE).ok();
        berth.run("rmi", "old1", PRIVATE).ok();
    }

    @Test
    void aLoginThatDockerKeepsServesPushAndPull() throws Exception {
        berth.run("tag", "old1", IMAGE, PRIVATE).ok();
        berth.run("push", "old1", PRIVATE).fails(1, "no basic auth credentials");
        BerthProgram.Result in = login("old1", PASSWORD).ok();
        assertTrue(in.err().contains("kept in /home/dev/.docker/config.json"), in.err());
        berth.run("push", "old1", PRIVATE).ok();
        berth.run("rmi", "old1", PRIVATE).ok();
        BerthProgram.Result pulled = berth.run("pull", "old1", PRIVATE).ok();
        assertTrue(
                pulled.err().contains("Status: Downloaded newer image")
                        || pulled.err().contains("Already exists"),
                pulled.err());
        assertTrue(berth.run("images", "old1", "--json").ok().out().contains(PRIVATE));
        box("rm -rf /home/dev/.docker");
        berth.run("pull", "old1", "localhost:5000/ann/box:2").fails(1, "berth login old1");
    }

    @Test
    void aLoginOfTheAgentIsSentWithPullsAndEndsWithIt() throws Exception {
        pushed();
        box("rm -rf /home/dev/.docker");
        berth.run("pull", "old1", PRIVATE).fails(1, "could not pull");
        BerthProgram.Result wrong = login("old1", "hunter2", "--in-agent");
        wrong.fails(1, "did not take this login of ann");
        assertFalse(wrong.err().contains("hunter2"), wrong.err());
        BerthProgram.Result in = login("old1", PASSWORD, "--in-agent").ok();
        assertTrue(in.err().contains("Berth's agent alone"), in.err());
        berth.run("pull", "old1", PRIVATE).ok();
        assertEquals("", box("ls /home/dev/.docker 2>/dev/null || true"), "nothing of it is on the box");
        assertFalse(berth.run("agent", "logs").ok().out().contains(PASSWORD), "a password is no matter for a log");
        berth.run("agent", "stop").ok();
        berth.run("pull", "old1", PRIVATE).fails(1, "could not pull");
    }

    @Test
    void whereOnlySudoMayTheLoginIsRoots() throws Exception {
        pushed();
        BerthProgram.Result in = login("old1-sudoer", PASSWORD).ok();
        assertTrue(in.err().contains("kept in /root/.docker/config.json"), in.err());
        berth.run("pull", "old1-sudoer", PRIVATE).ok();
    }

    @Test
    void theScreenLogsInPullsLayerByLayerAndCancels() throws Exception {
        pushed();
        box("rm -rf /home/dev/.docker");
        try (PtySession screen = berth.screen(110, 40, "old1")) {
            screen.await("old1 ▸ Containers", SOON);
            screen.send("6");
            screen.await("lab/busybox", SOON);
            screen.send("L");
            screen.await("Log in to a registry on old1", SOON);
            // the password's field has the focus
            screen.send(PASSWORD + "\tagent\t\025localhost:5000\t\025ann\r");
            screen.await("old1 is logged in to localhost:5000", SOON);
            assertFalse(screen.rawOutput().contains(PASSWORD), "the password was shown");
            box("docker rmi " + IMAGE);
            screen.send("P");
            screen.await("Pull an image on old1", SOON);
            screen.send(PRIVATE + "\r");
            screen.await(PRIVATE + " is on old1.", SOON);
            // the dialog goes with the last of them, so that it is drawn or not
            assertTrue(
                    screen.rawOutput().matches("(?s).*(Pulling fs layer|Downloading|Extracting|Pull complete).*"),
                    "no layer was told");
            screen.awaitScreen("the image is listed", text -> text.contains("localhost:5000/ann/box:1"), SOON);
            box("docker rmi " + PRIVATE + "; pkill -STOP docker-registry");
            screen.send("P");
            screen.await("Pull an image on old1", SOON);
            screen.send(PRIVATE + "\r");
            screen.await("Esc cancel", SOON);
            screen.send(ESC);
            screen.await("Pull " + PRIVATE + " on old1: cancelled.", SOON);
        } finally {
            box("pkill -CONT docker-registry");
            Lab.run("up");
        }
    }

    @Test
    void anImageIsPushedByKeyAndARefusalTellsTheWayIn() throws Exception {
        box("docker tag " + IMAGE + " " + PRIVATE);
        try (PtySession screen = berth.screen(80, 24, "old1")) {
            screen.await("old1", SOON);
            screen.send("6");
            screen.await("ann/box", SOON);
            screen.send("/ann\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("p");
            screen.await("Whoever may read that registry can fetch it then.", SOON);
            screen.send("y");
            screen.awaitScreen(
                    "why, and what to do",
                    text -> text.contains("failed: no basic auth credentials") && text.contains("berth login old1"),
                    SOON);
            screen.send(ESC);
            screen.awaitScreen("the dialog is left", text -> !text.contains("no basic auth"), SOON);
            login("old1", PASSWORD).ok();
            screen.send("p");
            screen.await("[ Cancel ]", SOON);
            screen.send("y");
            screen.await(PRIVATE + " is in its registry.", SOON);
        }
        berth.run("rmi", "old1", PRIVATE).ok();
        berth.run("pull", "old1", PRIVATE).ok();
    }

    @Test
    void aDirectoryOfThisMachineIsBuiltWithoutWhatItsIgnoreFileLeavesOut() throws Exception {
        Path directory = directory();
        BerthProgram.Result built = berth.run("build", "--send", directory.toString(), "old1", "-t", "lab/built:1")
                .ok();
        assertTrue(built.err().contains("Step 1/"), built.err());
        assertEquals(
                "/c/keep.txt\n",
                berth.run("run", "old1", "--rm", "lab/built:1").ok().out());
        berth.run("rmi", "old1", "lab/built:1").ok();
        try (PtySession screen = berth.screen(110, 40, "old1")) {
            screen.await("old1 ▸ Containers", SOON);
            screen.send("6");
            screen.await("lab/busybox", SOON);
            screen.send("b");
            screen.await("Build an image on old1", SOON);
            screen.send("lab/built:1\t\025" + directory + "\r");
            screen.await("lab/built:1 is built on old1.", SOON);
            screen.awaitScreen("it is listed", text -> text.contains("lab/built"), SOON);
        }
        assertEquals(
                "/c/keep.txt\n",
                berth.run("run", "old1", "--rm", "lab/built:1").ok().out());
    }

    private Path directory() throws IOException {
        Path directory = Files.createDirectories(berth.home().resolve("context"));
        Files.writeString(
                directory.resolve("Dockerfile"),
                "FROM " + IMAGE + "\nCOPY . /c\nCMD [\"sh\", \"-c\", \"echo /c/*\"]\n");
        Files.writeString(directory.resolve(".dockerignore"), "*\n!keep.txt\n");
        Files.writeString(directory.resolve("keep.txt"), "kept");
        Files.writeString(directory.resolve("secret.txt"), "left out");
        return directory;
    }

    /** BuildKit by a variable that the box's shell sets: docker's command line of 20.10 has it built in. */
    private static void builder(String builder) throws IOException {
        box("sed -i /DOCKER_BUILDKIT/d /home/dev/.bashrc");
        if (builder.equals("BuildKit")) {
            box("sed -i '1i export DOCKER_BUILDKIT=1' /home/dev/.bashrc");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "BuildKit"})
    void eachStepOfABuildIsARowAndEscEndsItOnTheBox(String builder) throws Exception {
        builder(builder);
        String dockerfile = "FROM " + IMAGE + "\nRUN echo warming up\nRUN echo begun; sleep 333\n";
        box("mkdir -p /home/dev/context && printf '" + dockerfile.replace("\n", "\\n")
                + "' >/home/dev/context/Dockerfile && chown -R dev /home/dev/context");
        Path here = directory();
        Files.writeString(here.resolve("Dockerfile"), dockerfile);
        try (PtySession screen = berth.screen(110, 40, "old1")) {
            screen.await("old1 ▸ Containers", SOON);
            screen.send("6");
            screen.await("lab/busybox", SOON);
            for (String from : List.of("old1:~/context", here.toString())) {
                screen.send("b");
                screen.await("Build an image on old1", SOON);
                screen.send("lab/built:1\t\025" + from + "\r");
                screen.awaitScreen(
                        "the steps of " + from,
                        text -> text.contains("✓ [1/3] FROM " + IMAGE)
                                        | text.contains("✓ [1/3] FROM docker.io/" + IMAGE)
                                && text.contains("✓ [2/3] RUN echo warming up")
                                && text.matches("(?s).*\\[3/3] RUN echo begun; sleep 333 +[1-9][0-9.]* s.*"),
                        SOON);
                screen.send(ESC);
                screen.awaitScreen(
                        "it is called off", text -> text.contains("cancelled.") && !text.contains("[3/3]"), SOON);
                assertEquals("", left("old1", "docker build"), "of " + from);
                assertEquals("", left("old1", "sleep 333"), "of " + from);
                Watching.await(
                        "no container of " + from + " is left",
                        SOON,
                        () -> box("docker ps -aq").isEmpty());
            }
        } finally {
            builder("classic");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "BuildKit"})
    void whatAFailedStepPrintedIsShown(String builder) throws Exception {
        builder(builder);
        Path here = directory();
        Files.writeString(here.resolve("Dockerfile"), "FROM " + IMAGE + "\nRUN echo the last words; no-such-program\n");
        try (PtySession screen = berth.screen(80, 24, "old1")) {
            screen.await("old1 ▸ Containers", SOON);
            screen.send("6");
            screen.await("lab/busybox", SOON);
            screen.send("b");
            screen.await("Build an image on old1", SOON);
            screen.send("lab/built:1\t\025" + here + "\r");
            screen.awaitScreen(
                    "its output",
                    text -> text.contains("✗ [2/2] RUN echo the last words")
                            && text.contains("  the last words")
                            && text.contains("no-such-program: not found")
                            && text.contains("code: 127")
                            && text.contains("change and try again"),
                    SOON);
            screen.send("e");
            screen.awaitScreen("the form", text -> text.contains("Directory"), SOON);
        } finally {
            builder("classic");
        }
    }

    @Test
    void podmansStepsAreRowsToo() throws Exception {
        Path here = directory();
        Files.writeString(here.resolve("Dockerfile"), "FROM scratch\nCOPY keep.txt /\nCOPY no-such-file /\n");
        try (PtySession screen = berth.screen(110, 40, "old1-podman")) {
            screen.await("old1-podman ▸ Containers", SOON);
            screen.send("6");
            screen.await("lab/busybox", SOON);
            screen.send("b");
            screen.await("Build an image on old1-podman", SOON);
            screen.send("lab/built:1\t\025" + here + "\r");
            screen.awaitScreen(
                    "its steps",
                    text -> text.contains("✓ [2/3] COPY keep.txt /") && text.contains("✗ [3/3] COPY no-such-file /"),
                    SOON);
        }
    }

    /** Docker's own way to keep passwords out of its file: a program that is given them. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"credsStore\": \"lab\"}", "{\"credHelpers\": {\"localhost:5000\": \"lab\"}}"})
    void aCredentialHelperOfTheBoxIsUsedForLoginPushAndPull(String config) throws Exception {
        String helper = """
                #!/bin/sh
                kept=$HOME/.docker/lab
                case $1 in
                store) cat >"$kept" ;;
                get) if [ "$(cat)" = localhost:5000 ] && [ -f "$kept" ]; then cat "$kept"; else
                  echo credentials not found in native keychain; exit 1; fi ;;
                erase) cat >/dev/null; rm -f "$kept" ;;
                list) echo '{}' ;;
                esac
                """;
        try {
            box("cat >/usr/local/bin/docker-credential-lab <<'END'\n" + helper + "END\n");
            box("install -d -o dev /home/dev/.docker && echo '" + config + "' >/home/dev/.docker/config.json"
                    + " && chown dev /home/dev/.docker/config.json && chmod 755 /usr/local/bin/docker-credential-lab");
            berth.run("tag", "old1", IMAGE, PRIVATE).ok();
            berth.run("push", "old1", PRIVATE).fails(1, "no basic auth credentials");
            BerthProgram.Result in = login("old1", PASSWORD).ok();
            assertTrue(in.err().contains("the credential store of docker on old1"), in.err());
            assertFalse(box("cat /home/dev/.docker/config.json").contains("auth\""), "a password in docker's file");
            assertTrue(box("cat /home/dev/.docker/lab").contains(PASSWORD), "the helper was not given it");
            berth.run("push", "old1", PRIVATE).ok();
            berth.run("rmi", "old1", PRIVATE).ok();
            berth.run("pull", "old1", PRIVATE).ok();
            berth.run("rmi", "old1", PRIVATE).ok();
            box("rm /home/dev/.docker/lab");
            berth.run("pull", "old1", PRIVATE).fails(1, "could not pull", "berth login old1");
        } finally {
            box("rm -f /usr/local/bin/docker-credential-lab");
        }
    }

    @Test
    void savingAndLoadingThatAreCancelledLeaveNothing() throws Exception {
        Path file = berth.home().resolve("big.tar");
        Path saved = berth.home().resolve("saved.tar");
        String save = String.join(" ", berth.line("save", "gpu1", "lab/jupyterlab:4.0")) + " >" + saved;
        berth.start("", List.of("sh", "-c", save)).ok();
        try (PtySession screen = berth.screen(110, 40, "gpu1")) {
            screen.await("gpu1 ▸ Containers", SOON);
            screen.send("6");
            screen.await("lab/jupyterlab", SOON);
            screen.send("/jupyterlab\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("<");
            screen.await("Save lab/jupyterlab:4.0 of gpu1", SOON);
            screen.send(file + "\r");
            screen.await("carried", SOON);
            screen.send(ESC);
            screen.await("Save lab/jupyterlab:4.0 of gpu1: cancelled.", SOON);
            assertEquals(List.of("saved.tar"), tars());
            assertEquals("", left("gpu1", "docker save"));
            screen.send(">");
            screen.await("Load images on gpu1", SOON);
            screen.send(saved + "\r");
            screen.awaitScreen("it is on its way", text -> text.contains("carried,"), SOON);
            screen.send(ESC);
            screen.await("Load images on gpu1: cancelled.", SOON);
            assertEquals("", left("gpu1", "docker load"));
            // moby-detect-rro is of the engine's own starting of a container
            Watching.await(
                    "half an image of the engine's is gone",
                    SOON,
                    () -> on("gpu1", "ls /var/lib/docker/tmp | grep -v ^moby-detect || true")
                            .isEmpty());
        }
    }

    private List<String> tars() throws IOException {
        try (Stream<Path> files = Files.list(berth.home())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.contains(".tar"))
                    .toList();
        }
    }

    @Test
    void aDirectoryOfTheBoxIsBuiltAndItsComplaintIsShown() throws Exception {
        box("mkdir -p /home/dev/context && printf 'FROM " + IMAGE
                + "\\nRUN no-such-program\\n' >/home/dev/context/Dockerfile" + " && chown -R dev /home/dev/context");
        try (PtySession screen = berth.screen(110, 40, "old1")) {
            screen.await("old1 ▸ Containers", SOON);
            screen.send("6");
            screen.await("lab/busybox", SOON);
            screen.send("b");
            screen.await("Build an image on old1", SOON);
            screen.send("lab/built:1\t\025old1:~/context\r");
            screen.awaitScreen(
                    "what failed",
                    text -> text.contains("failed:") && text.contains("no-such-program: not found"),
                    SOON);
            screen.send("e");
            screen.awaitScreen("the form again", text -> text.contains("Directory"), SOON);
            box("printf 'FROM " + IMAGE + "\\nLABEL a=b\\n' >/home/dev/context/Dockerfile");
            screen.send("\r");
            screen.await("lab/built:1 is built on old1.", SOON);
        }
    }

    @Test
    void imagesAreSavedToAFileAndLoadedFromIt() throws Exception {
        Path file = berth.home().resolve("image.tar");
        box("docker tag " + IMAGE + " lab/built:1");
        try (PtySession screen = berth.screen(110, 40, "old1")) {
            screen.await("old1 ▸ Containers", SOON);
            screen.send("6");
            screen.await("lab/busybox", SOON);
            screen.send("/built\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("<");
            screen.await("Save lab/built:1 of old1", SOON);
            screen.send(file + "\r");
            screen.await("lab/built:1 is saved", SOON);
            assertTrue(Files.size(file) > 1_000_000, "the file is too small");
            box("docker rmi lab/built:1");
            screen.awaitScreen("it is gone", text -> !text.contains("[1 of "), SOON);
            screen.send(ESC);
            screen.await("lab/busybox", SOON);
            screen.send(">");
            screen.await("Load images on old1", SOON);
            screen.send(file + "\r");
            screen.await("is loaded on old1.", SOON);
            screen.awaitScreen("it is back", text -> text.contains("lab/built"), SOON);
        }
    }

    @Test
    void theReadmeOfAnImageIsOneKeyAway() throws Exception {
        box(
                "printf 'FROM " + IMAGE
                        + "\\nWORKDIR /workspace\\nRUN echo Welcome to the framework >README.md\\n' | docker build -t lab/readme:1 -");
        try (PtySession screen = berth.screen(110, 40, "old1")) {
            screen.await("old1 ▸ Containers", SOON);
            screen.send("6");
            screen.await("lab/readme", SOON);
            screen.send("/readme\r");
            screen.awaitScreen("the filter", text -> text.contains("[1 of "), SOON);
            screen.send("M");
            screen.await("Welcome to the framework", SOON);
            screen.send(ESC);
            screen.awaitScreen("back", text -> text.contains("[1 of "), SOON);
            screen.send("R");
            screen.await("Nothing was run on old1 by Berth yet", SOON);
        }
    }
}
