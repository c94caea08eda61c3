package dev.berth.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.api.JupyterServer;
import dev.berth.api.JupyterServer.Kind;
import dev.berth.api.JupyterServer.State;
import dev.berth.api.Secret;
import dev.berth.api.TunnelStatus.Way;
import dev.berth.link.ByteStream;
import dev.berth.route.Route;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressesTest {
    private static final Route NOWHERE = new Route() {
        @Override
        public Way way() {
            return Way.HOST;
        }

        @Override
        public String target() {
            return "127.0.0.1:8888";
        }

        @Override
        public ByteStream open() throws IOException {
            throw new IOException("nowhere");
        }
    };

    private static FoundServer server(Kind kind, String basePath, String token, boolean secure) {
        JupyterServer info = new JupyterServer(
                "gpu1",
                "train",
                kind,
                "4.0.11",
                8888,
                "/",
                98L,
                "",
                State.READY,
                null,
                null,
                List.of(),
                null,
                true,
                null,
                false,
                null);
        return new FoundServer(info, new Secret(token), NOWHERE, basePath, secure, "f5ee", 98, false);
    }

    @Test
    void eachKindOpensAtItsOwnPage() {
        assertEquals(
                "http://127.0.0.1:18888/gpu1-train-8888/lab?token=abc",
                Jupyter.localUrl(server(Kind.LAB, "/gpu1-train-8888/", "abc", false), 18888)
                        .toString());
        assertEquals(
                "http://127.0.0.1:9999/tree?token=abc",
                Jupyter.localUrl(server(Kind.NOTEBOOK, "/", "abc", false), 9999).toString());
        assertEquals(
                "https://127.0.0.1:9999/?token=abc",
                Jupyter.localUrl(server(Kind.SERVER, "/", "abc", true), 9999).toString());
    }

    @Test
    void whatAUrlWouldMisreadIsEncoded() {
        assertEquals(
                "http://127.0.0.1:9999/user/j%C3%BCrgen%20k/lab?token=a%26b%2Bc%3D%20%23%C3%A4",
                Jupyter.localUrl(server(Kind.LAB, "/user/jürgen k/", "a&b+c= #ä", false), 9999)
                        .toString());
    }

    @Test
    void withoutATokenTheAddressHasNone() {
        assertEquals(
                "http://127.0.0.1:9999/lab",
                Jupyter.localUrl(server(Kind.LAB, "/", "", false), 9999).toString());
    }
}
