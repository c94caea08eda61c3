package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.berth.api.Vitals;
import java.util.List;
import org.junit.jupiter.api.Test;

class VitalSignsTest {
    @Test
    void figuresAreInBytesAndWhatIsNotToldIsUnknown() {
        Vitals all = VitalSigns.parse("""
                load 3.25
                cores 64
                total 1000
                available 400
                disk 10 20 /var/lib/docker
                disk 1 2 /with a blank
                tmux my work
                """);
        assertEquals(3.25, all.load());
        assertEquals(600 * 1024L, all.memoryUsed());
        assertEquals(new Vitals.Disk("/with a blank", 1024, 2048), all.disks().getLast());
        assertEquals(List.of("my work"), all.tmux());
        Vitals none = VitalSigns.parse("cores \ntotal x\navailable 5\ndisk 1\nsh: nonsense");
        assertNull(none.load());
        assertNull(none.cores());
        assertNull(none.memoryUsed());
        assertEquals(List.of(), none.disks());
    }
}
