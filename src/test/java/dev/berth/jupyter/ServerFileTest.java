package dev.berth.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerFileTest {
    @Test
    void jupyterServersFileIsRead() {
        ServerFile file = ServerFile.parse("""
                {"base_url": "/gpu1-train-8888/", "hostname": "0.0.0.0", "password": false, "pid": 98, "port": 8888,
                 "root_dir": "/workspace", "secure": false, "sock": "", "token": "abc123",
                 "url": "http://f5ee8d706799:8888/gpu1-train-8888/", "version": "2.15.0"}
                """);
        assertNotNull(file);
        assertEquals(98, file.pid());
        assertEquals(8888, file.port());
        assertEquals("/gpu1-train-8888/", file.basePath());
        assertEquals("abc123", file.token().reveal());
        assertEquals("/workspace", file.root());
        assertEquals("2.15.0", file.version());
        assertNull(file.socket());
        assertFalse(file.secure());
        assertFalse(file.toString().contains("abc123"));
    }

    @Test
    void notebook6sFileIsRead() {
        ServerFile file = ServerFile.parse("""
                {"base_url": "/", "hostname": "0.0.0.0", "notebook_dir": "/root", "password": true, "pid": 41,
                 "port": 9999, "secure": true, "sock": "", "token": "", "url": "https://0.0.0.0:9999/"}
                """);
        assertNotNull(file);
        assertEquals("/root", file.root());
        assertEquals("", file.token().reveal());
        assertNull(file.version());
        assertTrue(file.secure());
        assertTrue(file.password());
    }

    @Test
    void aServerOnAUnixSocketNamesIt() {
        ServerFile file = ServerFile.parse("""
                {"base_url": "/", "pid": 41, "port": 0, "sock": "/tmp/jupyter.sock", "token": "x"}
                """);
        assertNotNull(file);
        assertEquals("/tmp/jupyter.sock", file.socket());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"pid\": 1}",
                "{\"pid\": \"1\", \"port\": 8888}",
                "{\"pid\": 1, \"port\": 70000}",
                "{\"pid\": 1, \"port\": 8888, \"token\": \"half"
            })
    void whatIsNoWholeServerFileIsNone(String text) {
        assertNull(ServerFile.parse(text));
    }
}
