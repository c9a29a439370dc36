package dev.tidings.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;

/** A test with an owner whose time is moved by hand, and a client that follows no redirects. */
abstract class OnFakeOwner {
    static final String PATH = "/users/42/profile";
    static final String OLD = "{\"city\":\"Bonn\"}";
    static final String NEW = "{\"city\":\"Berlin\"}";

    final AtomicLong nanos = new AtomicLong();
    final FakeOwner owner = FakeOwner.start(nanos::get);
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    @AfterEach
    void close() {
        owner.close();
    }

    /** @param headers name, value, name, value */
    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return get(client, path, BodyHandlers.ofString(), headers);
    }

    HttpResponse<InputStream> stream(String path) throws IOException, InterruptedException {
        return get(client, path, BodyHandlers.ofInputStream());
    }

    <T> HttpResponse<T> get(HttpClient by, String path, BodyHandler<T> body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(owner.url() + path)).timeout(Duration.ofSeconds(30));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return by.send(request.build(), body);
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("none");
    }

    /** Two states, a second apart. */
    void putTwo() {
        owner.put(PATH, 6, OLD);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        owner.put(PATH, 7, NEW);
    }
}
