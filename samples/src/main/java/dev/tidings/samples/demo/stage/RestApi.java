package dev.tidings.samples.demo.stage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidings.state.StateAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** An owner's answers over HTTP, on a free port of the loopback address. Counts who asks. */
public final class RestApi implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final AtomicLong asked = new AtomicLong();

    private RestApi(HttpServer server) {
        this.server = server;
    }

    /** Finds a port. Answers nothing before {@link #start}. */
    public static RestApi onFreePort() {
        // Else the server holds the second half of an answer back until the first is acknowledged, which takes 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            return new RestApi(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("no port for an owner's REST API", e);
        }
    }

    /** Answers what is asked for below a path. */
    public RestApi answering(String path, Function<HttpExchange, StateAnswer> answer) {
        server.createContext(path, exchange -> answer(exchange, answer));
        return this;
    }

    /** Answers from now on. */
    public RestApi start() {
        server.setExecutor(threads);
        server.start();
        return this;
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
