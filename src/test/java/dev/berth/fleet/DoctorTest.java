package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.Finding;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DoctorTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private static Map<String, Finding> findings(String told) {
        return Doctor.judged("gpu1", told, NOW, NOW.plusSeconds(1)).findings().stream()
                .collect(Collectors.toMap(Finding::check, finding -> finding));
    }

    private static Finding found(String check, String told) {
        return Objects.requireNonNull(findings(told).get(check));
    }

    @Test
    void aBoxThatIsReadyNeedsNoFix() {
        Map<String, Finding> all = findings("""
                clock=1800000000
                user=dev
                groups=dev docker
                sshd=readable
                docker=Docker version 26.1.5
                engine=26.1.5
                root=/var/lib/docker
                free=104857600
                runtimes=nvidia runc
                smi=yes
                driver=580.95.05, Enabled
                cuda=13.0
                shm=8388608
                ngc=1
                """);
        all.values().forEach(finding -> {
            assertEquals(Finding.State.OK, finding.state(), finding::toString);
            assertNull(finding.fix());
        });
        assertTrue(all.get("driver").evidence().contains("driver 580.95.05, CUDA 13.0"));
        assertTrue(all.get("docker").evidence().contains("dev is in the group docker"));
        assertTrue(all.get("disk").evidence().contains("100 GiB free"));
    }

    @Test
    void whoMayNotUseDockerIsToldTheGroupAndWhatItMeans() {
        String told = "docker=Docker version 26\nengine=\nrefused=permission denied while trying\nuser=dev\nlisted=";
        Finding denied = found("docker", told);
        assertEquals(Finding.State.FAIL, denied.state());
        assertTrue(String.valueOf(denied.fix()).contains("sudo usermod -aG docker dev"));
        assertTrue(String.valueOf(denied.fix()).contains("root on the box"));
        Finding older = found("docker", told + "ann,dev");
        assertTrue(older.evidence().contains("this session is older"), older::toString);
    }

    @Test
    void settingsOfSshdThatHurtAreNamed() {
        String readable = "sshd=readable\n";
        Finding few = found("sshd sessions", readable + "MaxSessions=1");
        assertEquals(Finding.State.WARN, few.state());
        assertTrue(String.valueOf(few.fix()).contains("MaxSessions 10"));
        assertEquals(
                Finding.State.WARN,
                found("sshd sockets", readable + "AllowStreamLocalForwarding=remote")
                        .state());
        Finding none = found("sshd sockets", readable + "DisableForwarding=yes\nAllowStreamLocalForwarding=yes");
        assertEquals(Finding.State.WARN, none.state());
        assertTrue(String.valueOf(none.fix()).contains("DisableForwarding no"));
        assertTrue(found("sshd targets", readable + "PermitOpen=localhost:8888")
                .evidence()
                .contains("localhost:8888"));
        assertFalse(findings(readable + "PermitOpen=any").containsKey("sshd targets"));
    }

    @Test
    void settingsThatMayNotBeReadAreUnknown() {
        Map<String, Finding> all = findings("user=dev\nsshd=unreadable\nMaxSessions=");
        assertEquals(Finding.State.UNKNOWN, all.get("sshd settings").state());
        assertEquals(
                "dev may not read /etc/ssh/sshd_config",
                all.get("sshd settings").evidence());
        assertTrue(String.valueOf(all.get("sshd settings").fix()).contains("sudo sshd -T"));
        assertFalse(all.containsKey("sshd sessions"));
        Map<String, Finding> part =
                findings("user=dev\nsshd=readable\nhidden=/etc/ssh/sshd_config.d/50-cloud-init.conf\n");
        assertTrue(part.get("sshd settings")
                .evidence()
                .contains("may not read /etc/ssh/sshd_config.d/50-cloud-init.conf"));
        assertTrue(part.containsKey("sshd sessions"));
    }

    @Test
    void whereNoSshdIsThereNobodyIsSaidToBeRefused() {
        Finding local = found("sshd settings", "link=local\nuser=root\n");
        assertEquals(Finding.State.OK, local.state());
        assertEquals("not needed: Berth reaches gpu1 without SSH", local.evidence());
        Finding other = found("sshd settings", "link=sshj\nuser=root\n");
        assertEquals(Finding.State.UNKNOWN, other.state());
        assertEquals(
                "there is neither /etc/ssh/sshd_config nor an sshd: another SSH server answers for gpu1",
                other.evidence());
        assertTrue(found("sshd settings", "link=mux\nuser=root\ndaemon=sshd\n")
                .evidence()
                .startsWith("there is no /etc/ssh/sshd_config"));
    }

    @Test
    void aPersistenceModeThatIsNotToldIsNotCalledOn() {
        assertEquals(
                Finding.State.UNKNOWN,
                found("persistence", "smi=yes\ndriver=580.95.05, [N/A]\n").state());
    }

    @Test
    void aSessionOlderThanItsUsersGroupsIsKnown() {
        String denied = "docker=x\nengine=\nrefused=permission denied while trying\nuser=dev\nlisted=ann,dev\n";
        assertTrue(Doctor.judged("gpu1", denied + "groups=dev", NOW, NOW).outlivedByItsGroups());
        assertFalse(
                Doctor.judged("gpu1", denied + "groups=dev docker", NOW, NOW).outlivedByItsGroups());
        assertFalse(Doctor.judged("gpu1", denied.replace("ann,dev", "ann") + "groups=dev", NOW, NOW)
                .outlivedByItsGroups());
    }

    @Test
    void aProofCountsTheCardsThatTheContainerSees() {
        String printed = "GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-aa)\nGPU 1: NVIDIA H100 80GB HBM3 (UUID: GPU-bb)\n";
        Finding proved = GpuProof.seen("gpu1", "ubuntu", printed);
        assertEquals(Finding.State.OK, proved.state());
        assertEquals("ubuntu sees 2 GPUs, the first is NVIDIA H100 80GB HBM3", proved.evidence());
        assertEquals(
                Finding.State.FAIL,
                GpuProof.seen("gpu1", "ubuntu", "No devices").state());
        assertTrue(String.valueOf(GpuProof.fix("docker run on x failed: could not select device driver \"\""))
                .contains("nvidia-container-toolkit"));
        assertNull(GpuProof.fix("something else"));
    }

    @Test
    void whatIsMissingHasItsFix() {
        assertEquals(Finding.State.FAIL, found("docker", "clock=1").state());
        assertEquals(Finding.State.WARN, found("driver", "clock=1").state());
        assertTrue(String.valueOf(found("container toolkit", "smi=yes\ndriver=580.1, Disabled")
                        .fix())
                .contains("nvidia-container-toolkit"));
        assertEquals(
                Finding.State.WARN,
                found("persistence", "smi=yes\ndriver=580.1, Disabled").state());
        assertEquals(
                Finding.State.WARN,
                found("sshd forwarding", "sshd=readable\nAllowTcpForwarding=no").state());
        assertEquals(Finding.State.WARN, found("clock", "clock=1799990000").state());
        assertEquals(Finding.State.UNKNOWN, found("disk", "docker=x\nfree=").state(), "unknown is no zero");
        assertEquals(Finding.State.UNKNOWN, found("clock", "clock=").state());
    }
}
