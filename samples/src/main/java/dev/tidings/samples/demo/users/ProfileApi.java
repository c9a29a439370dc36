package dev.tidings.samples.demo.users;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code GET /users/{user_id}/profile}: the profile as it is now, with its version as a strong ETag; 404 when the user is gone. */
public final class ProfileApi implements AutoCloseable {
    private static final Pattern PATH = Pattern.compile("/users/([0-9]{1,18})/profile");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LongFunction<Optional<User>> users;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final AtomicLong asked = new AtomicLong();

    private ProfileApi(LongFunction<Optional<User>> users, HttpServer server) {
        this.users = users;
        this.server = server;
    }

    /** Serves on a free port of the loopback address. */
    public static ProfileApi serve(LongFunction<Optional<User>> users) {
        // Else the server holds the second half of an answer back until the first is acknowledged, which takes 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ProfileApi api = new ProfileApi(users, server);
            server.setExecutor(api.threads);
            server.createContext("/users/", api::answer);
            server.start();
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException("no port for the user service's REST API", e);
        }
    }

    /** What stands before the paths. */
    public URI base() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** How many questions came. */
    public long asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        // Before the answer: who has it may look at the count.
        asked.incrementAndGet();
        try (exchange) {
            Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
            } else if (path.matches()) {
                answer(exchange, users.apply(Long.parseLong(path.group(1))));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static void answer(HttpExchange exchange, Optional<User> found) throws IOException {
        if (found.isEmpty()) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        User user = found.get();
        byte[] body = JSON.writeValueAsBytes(
                Map.of("country", user.country(), "city", user.city(), "version", user.version()));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("ETag", "\"" + user.version() + "\"");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
