package dev.berth.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.berth.api.Vitals;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class VitalSignsTest {
    @Test
    void figuresAreInBytesAndWhatIsNotToldIsUnknown() {
        Vitals all = VitalSigns.parse("""
                load 3.25
                cores 64
                before cpu  100 10 40 850 0 0 0 0 0 0
                total 1000
                available 400
                disk 10 20 /var/lib/docker
                disk 1 2 /with a blank
                tmux my work
                after cpu  160 10 60 900 20 0 0 0 7 0
                """);
        assertEquals(3.25, all.load());
        assertEquals(Math.round(100 * 80 / 150.0), Math.round(Objects.requireNonNull(all.busy())));
        assertEquals(600 * 1024L, all.memoryUsed());
        assertEquals(new Vitals.Disk("/with a blank", 1024, 2048), all.disks().getLast());
        assertEquals(List.of("my work"), all.tmux());
        Vitals none = VitalSigns.parse("cores \ntotal x\navailable 5\ndisk 1\nsh: nonsense");
        assertNull(none.load());
        assertNull(none.cores());
        assertNull(none.busy());
        assertNull(none.memoryUsed());
        assertEquals(List.of(), none.disks());
    }
}
