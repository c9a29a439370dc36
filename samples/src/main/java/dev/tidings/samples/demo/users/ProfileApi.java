package dev.tidings.samples.demo.users;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidings.state.StateAnswer;
import dev.tidings.state.StateEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** {@code GET /users/42/profile}, {@code /profiles?ids=1,2} and {@code /profiles?after=42}: profiles as they are now, with versions. */
public final class ProfileApi implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final AtomicLong asked = new AtomicLong();

    private ProfileApi(HttpServer server) {
        this.server = server;
    }

    /** Serves on a free port of the loopback address. */
    public static ProfileApi serve(Users users) {
        // Else the server holds the second half of an answer back until the first is acknowledged, which takes 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            ProfileApi api = new ProfileApi(server);
            api.serve(new Profiles(users).endpoint());
            return api;
        } catch (IOException e) {
            throw new UncheckedIOException("no port for the user service's REST API", e);
        }
    }

    private void serve(StateEndpoint<Long> profiles) {
        server.setExecutor(threads);
        server.createContext(
                "/users/",
                exchange -> answer(exchange, asking -> {
                    String id = asking.getRequestURI().getPath().replaceFirst("/users/([^/]*)/profile", "$1");
                    return profiles.one(id, asking.getRequestHeaders()::getFirst);
                }));
        server.createContext(
                "/profiles",
                exchange -> answer(
                        exchange, asking -> profiles.many(asking.getRequestURI().getRawQuery())));
        server.start();
    }

    /** What stands before the paths. */
    public URI base() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** How many requests came. */
    public long asked() {
        return asked.get();
    }

    private void answer(HttpExchange exchange, Function<HttpExchange, StateAnswer> answering) throws IOException {
        // Before the answer: who has it may look at the count.
        asked.incrementAndGet();
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                exchange.sendResponseHeaders(405, -1);
                return;
            }
            StateAnswer answer = answering.apply(exchange);
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            int length = answer.body().length;
            exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
            if (length > 0) {
                exchange.getResponseBody().write(answer.body());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
