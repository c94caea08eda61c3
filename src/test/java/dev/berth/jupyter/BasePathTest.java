package dev.berth.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BasePathTest {
    @Test
    void hostAndContainerMakeAPathOfSafeCharacters() {
        assertEquals("gpu1-train", BasePath.prefix("gpu1", "train"));
        assertEquals("ann-box-example.org-2222-my.c_1", BasePath.prefix("ann@box example.org:2222", "my.c_1"));
        assertEquals("box-box", BasePath.prefix("..", "日本"));
        assertEquals(81, BasePath.prefix("h".repeat(100), "c".repeat(100)).length());
        assertEquals("gpu1", BasePath.prefix("gpu1", null));
    }

    @Test
    void aPathHasASlashAtBothEnds() {
        assertEquals("/", BasePath.normal(null));
        assertEquals("/", BasePath.normal(""));
        assertEquals("/", BasePath.normal("/"));
        assertEquals("/a/b/", BasePath.normal("a/b"));
        assertEquals("/a/", BasePath.normal("/a/"));
    }
}
