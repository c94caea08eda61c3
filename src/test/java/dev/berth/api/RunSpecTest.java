package dev.berth.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunSpecTest {
    private static RunSpec parsed(String line) {
        return Objects.requireNonNull(RunSpec.parse(line), line);
    }

    private static String again(String line) {
        return "docker " + DockerLine.of(parsed(line).words());
    }

    @Test
    void theGuidesOwnLineComesBackAsItWas() {
        String line = "docker run -it --rm --name cont1 --gpus all -p 9999:9999 -v /tmp:/tmp 21b";
        assertEquals(line, again("docker run --gpus all -it --rm -p 9999:9999 --name cont1 -v /tmp:/tmp 21b"));
        assertEquals(line, again(line));
    }

    @Test
    void wordProcessorsDashesAndQuotesAreUnderstood() {
        RunSpec run = parsed(
                "docker run ––gpus ‘\"device=0,1\"’ –it –rm –v ~/data:/data —shm-size=1g \\\n –e “A=b c” nvcr.io/nvidia/pytorch:21.02-py3");
        assertEquals("0,1", run.gpus());
        assertTrue(run.remove() && run.terminal());
        assertEquals(List.of("~/data:/data"), run.volumes());
        assertEquals("1g", run.shmSize());
        assertEquals(List.of("A=b c"), run.environment());
        assertEquals("nvcr.io/nvidia/pytorch:21.02-py3", run.image());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nvidia-docker run -ti i | all",
                "NV_GPU=0,1 nvidia-docker run i | 0,1",
                "sudo docker run --gpus 2 i | count=2",
                "docker run --gpus device=GPU-aa i | GPU-aa",
                "docker container run i | ''"
            })
    void gpusOfAllTimesAreUnderstood(String line, String gpus) {
        assertEquals(gpus, parsed(line).gpus());
        assertEquals(parsed(line), parsed(again(line)), "and are written so that they are read the same");
    }

    @Test
    void whatHasNoPartIsKeptAndTheCommandIsItsOwn() {
        RunSpec run =
                parsed("docker run -dit --privileged --cpus=2 --mount type=bind,src=/a,dst=/b -p80:80 i sh -c 'ls -l'");
        assertEquals(List.of("--privileged", "--cpus", "2", "--mount", "type=bind,src=/a,dst=/b"), run.more());
        assertFalse(run.terminal(), "-d wins, as with docker");
        assertEquals(List.of("80:80"), run.ports());
        assertEquals(List.of("sh", "-c", "ls -l"), run.command());
    }

    @Test
    void whatIsNoSuchLineIsNone() {
        assertNull(RunSpec.parse("docker ps"));
        assertNull(RunSpec.parse("docker run -it"));
        assertNull(RunSpec.parse("lab/jupyterlab:4.0"));
    }

    /** By a real shell: what is the box's is expanded there, and nothing else is. */
    @Test
    void onlyTheBoxsOwnWordsAreExpanded() throws Exception {
        String line = DockerLine.of(List.of(
                "-v",
                "~/a b:/x",
                "-v",
                "$PWD:/y",
                "-u",
                "$(id -u):$(id -g)",
                "-e",
                "P=$(touch /tmp/no) `ls`;'\"$SECRET",
                "--x=~/z"));
        String home = System.getenv("HOME");
        String id = said("id -u").strip() + ":" + said("id -g").strip();
        assertEquals(
                String.join(
                        "\n",
                        "-v",
                        home + "/a b:/x",
                        "-v",
                        System.getProperty("user.dir") + ":/y",
                        "-u",
                        id,
                        "-e",
                        "P=$(touch /tmp/no) `ls`;'\"$SECRET",
                        "--x=" + home + "/z",
                        ""),
                said("printf '%s\\n' " + line));
    }

    private static String said(String script) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", script).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
