package dev.berth.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Problem;
import dev.berth.api.Problem.Code;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EngineRefusalTest {
    private static Problem of(String facts) {
        return EngineRefusal.of("box", EngineFacts.parse(facts), new IOException("open failed"));
    }

    @Test
    void nothingThereIsMissing() {
        assertEquals(Code.DOCKER_MISSING, of("motd\nberth-engine user ann\n").code());
        assertEquals(Code.DOCKER_MISSING, of("").code());
    }

    @Test
    void anEngineThatIsOffIsUnreachable() {
        Problem problem = of("berth-engine user ann\nberth-engine installed\n");
        assertEquals(Code.DOCKER_UNREACHABLE, problem.code());
        assertTrue(problem.sentence().contains("sudo systemctl start docker"));
    }

    @Test
    void aSocketOfAnothersGroupNamesUserAndGroup() {
        Problem problem = of("""
                berth-engine user ann
                berth-engine groups ann video
                berth-engine listed ann video
                berth-engine socket denied docker /var/run/docker.sock
                """);
        assertEquals(Code.DOCKER_DENIED, problem.code());
        assertEquals(
                "ann may not use Docker on box: /var/run/docker.sock is for group docker, and ann is not in it. Run there:"
                        + " sudo usermod -aG docker ann, then connect again. Mind that this group equals root on box.",
                problem.sentence());
    }

    @Test
    void aFreshMemberHasToConnectAgain() {
        Problem problem = of("""
                berth-engine user ann
                berth-engine groups ann
                berth-engine listed ann docker
                berth-engine socket denied docker /var/run/docker.sock
                """);
        assertEquals("Disconnect and connect again.", problem.next());
    }

    @Test
    void aDeadSocketTellsWhatWasSeen() {
        Problem problem = of("berth-engine installed\nberth-engine socket open docker /run/my docker.sock\n");
        assertEquals("Docker's engine on box does not answer at /run/my docker.sock (open failed).", problem.message());
    }
}
