package dev.berth.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.berth.api.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteLineTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[I ServerApp] http://127.0.0.1:8888/x/lab?token=5e34ff00d1ab77c2 is it",
                "http://localhost:8888/?next=%2Flab&token=5e34ff00d1ab77c2",
                "token%3D5e34ff00d1ab77c2",
                "Authorization: token 5e34ff00d1ab77c2",
                "'token': 5e34ff00d1ab77c2",
                "c.ServerApp.token = 5e34ff00d1ab77c2"
            })
    void aTokenIsMaskedWhereverItStands(String line) {
        assertFalse(RemoteLine.log(line, new Secret("5e34ff00d1ab77c2")).contains("5e34"));
        assertFalse(RemoteLine.log(line, new Secret("")).contains("5e34"), "even one that is not known");
    }

    @Test
    void theRestOfALogStays() {
        assertEquals(
                "[I] first\n\tsecond http://a/?token=***&x=1\n",
                RemoteLine.log("\u001b[32m[I]\u001b[m first\n\tsecond http://a/?token=0123456789&x=1\n", null));
    }

    @Test
    void aLineForASentenceIsOneLineAndBounded() {
        assertEquals("a b", RemoteLine.clean("  a\r\n\u0007\u001b[31mb\u001b[0m\n"));
        assertEquals(300, RemoteLine.clean("x".repeat(5000)).length());
    }
}
