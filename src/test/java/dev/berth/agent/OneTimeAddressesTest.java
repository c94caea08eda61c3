package dev.berth.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.api.ProblemException;
import dev.berth.api.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OneTimeAddressesTest {
    private static final String URL = "http://127.0.0.1:8888/lab?token=abc";

    private final AtomicLong nanos = new AtomicLong();
    private final OneTimeAddresses addresses = new OneTimeAddresses(nanos::get);
    private final HttpClient browser =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    @AfterEach
    void close() {
        addresses.close();
        browser.close();
    }

    @Test
    void addressRedirectsOnceAndLeavesNoTrace() throws Exception {
        String address = addresses.add(new Secret(URL));
        HttpResponse<String> first = get(address);

        assertEquals(302, first.statusCode());
        assertEquals(URL, first.headers().firstValue("Location").orElse(""));
        assertEquals(
                "no-referrer", first.headers().firstValue("Referrer-Policy").orElse(""));
        assertEquals("no-store", first.headers().firstValue("Cache-Control").orElse(""));
        assertEquals(404, get(address).statusCode());
    }

    @Test
    void oldAddressIsGone() throws Exception {
        String address = addresses.add(new Secret(URL));
        nanos.addAndGet(OneTimeAddresses.VALID.toNanos());

        assertEquals(404, get(address).statusCode());
    }

    @Test
    void guessedAddressIsNotFoundAndCostsNothing() throws Exception {
        String address = addresses.add(new Secret(URL));

        assertEquals(404, get(address + "x").statusCode());
        assertEquals(302, get(address).statusCode());
    }

    @Test
    void everyAddressIsAnother() throws Exception {
        assertTrue(!addresses.add(new Secret(URL)).equals(addresses.add(new Secret(URL))));
    }

    @Test
    void onlyWebAddressesAreTaken() {
        assertThrows(ProblemException.class, () -> addresses.add(new Secret("file:///etc/passwd")));
        assertThrows(ProblemException.class, () -> addresses.add(new Secret("http://a/\r\nSet-Cookie: b")));
    }

    private HttpResponse<String> get(String address) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(URI.create(address))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
