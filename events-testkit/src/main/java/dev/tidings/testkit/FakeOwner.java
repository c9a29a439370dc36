package dev.tidings.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import dev.tidings.events.CanIgnoreReturnValue;
import dev.tidings.owner.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A service that owns data, on loopback, for tests: it answers as a good owner does, until a fault begins.
 *
 * <p>It knows ETags and {@code If-None-Match}, {@code Tidings-Min-Version}, and for a {@link #collection} {@code ?ids=} and {@code
 * ?after=}. What was never put is 404. The last 100 states of each path are kept, for owners that lag. Thread-safe; its threads are
 * daemons.
 *
 * <pre>{@code
 * try (FakeOwner owner = FakeOwner.start()) {
 *     owner.put("/users/42/profile", 7, Map.of("city", "Berlin"));
 *     owner.begin(OwnerFault.status(503, Duration.ofSeconds(1)));
 *     …
 *     owner.heal();
 * }
 * }</pre>
 */
public final class FakeOwner implements AutoCloseable {
    private static final JsonMapper JSON =
            JsonMapper.builder().findAndAddModules().build();
    private static final int PAGE = 1_000;

    private final OwnerStates states;
    private final OwnerFaults faults = new OwnerFaults();
    private final OwnerCounts counts = new OwnerCounts();
    private final OwnerServer server = new OwnerServer(this::answer);

    private FakeOwner(LongSupplier nanoTime) {
        this.states = new OwnerStates(nanoTime);
    }

    /** Listens on a free port. */
    public static FakeOwner start() {
        return start(System::nanoTime);
    }

    static FakeOwner start(LongSupplier nanoTime) {
        FakeOwner owner = new FakeOwner(nanoTime);
        owner.server.open();
        return owner;
    }

    /** Such as {@code http://127.0.0.1:41234}; the same as long as it lives. */
    public String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /**
     * From now on this is the state there.
     *
     * @param path such as {@code /users/42/profile}
     * @param body JSON as text or bytes, or anything that Jackson makes JSON of
     */
    @CanIgnoreReturnValue
    public FakeOwner put(String path, long version, Object body) {
        return put(path, Version.of(version), body);
    }

    /** The same, of an owner whose versions restart with each incarnation. */
    @CanIgnoreReturnValue
    public FakeOwner put(String path, Version version, Object body) {
        states.change(path, Optional.of(new OwnerState(version, bytes(body))));
        return this;
    }

    private static byte[] bytes(Object body) {
        if (body instanceof byte[] bytes) {
            return bytes.clone();
        }
        if (body instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Jackson makes no JSON of a " + body.getClass() + "; give text", e);
        }
    }

    /** From now on there is nothing. */
    @CanIgnoreReturnValue
    public FakeOwner remove(String path) {
        states.change(path, Optional.empty());
        return this;
    }

    /** The same as {@link #collection(String, String, int)} with 1,000 entities on a page. */
    @CanIgnoreReturnValue
    public FakeOwner collection(String path, String template) {
        return collection(path, template, PAGE);
    }

    /**
     * Answers for several entities at once, and lists them page by page, in the order of their paths.
     *
     * @param path such as {@code /profiles}
     * @param template which paths are meant, with their one id: {@code /users/{user_id}/profile}
     */
    @CanIgnoreReturnValue
    public FakeOwner collection(String path, String template, int pageSize) {
        states.collect(path, OwnerCollection.of(template, pageSize));
        return this;
    }

    /** From now on, on all paths. Faults add up, in the order in which they began. */
    @CanIgnoreReturnValue
    public FakeOwner begin(OwnerFault fault) {
        faults.begin(Optional.empty(), fault);
        return this;
    }

    /** From now on, on this path, whatever the query. */
    @CanIgnoreReturnValue
    public FakeOwner begin(String path, OwnerFault fault) {
        faults.begin(Optional.of(path), fault);
        return this;
    }

    /** Ends this one, everywhere; answers under way go on as they are. */
    @CanIgnoreReturnValue
    public FakeOwner end(OwnerFault fault) {
        faults.end(fault);
        return this;
    }

    /** Refuses connections, and cuts the open ones, as an owner that does not run. The port stays reserved. */
    @CanIgnoreReturnValue
    public FakeOwner refuse() {
        server.shut();
        return this;
    }

    /** Ends all faults, and listens. */
    @CanIgnoreReturnValue
    public FakeOwner heal() {
        faults.clear();
        server.open();
        return this;
    }

    /** How many came so far, also such as got a fault. */
    public long requests() {
        return counts.requests();
    }

    /** How many came to this path, whatever the query. */
    public long requests(String path) {
        return counts.requests(path);
    }

    /** How many were answered with this status. Counted before the answer leaves. */
    public long answers(int status) {
        return counts.answers(status);
    }

    /** How many bytes of bodies were sent so far, compressed ones as such. Counted before they leave. */
    public long bodyBytes() {
        return counts.bodyBytes();
    }

    /** How many requests were there at the same time, at most. One is there until the last byte of its answer leaves. */
    public int mostAtOnce() {
        return counts.mostAtOnce();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange;
                OwnerCounts.Visit visit = counts.arrived(path)) {
            OwnerQuestion question = OwnerQuestion.of(exchange);
            OwnerReply reply = faults.on(path).answer(question, states);
            server.pause(reply.delay());
            OwnerDelivery.send(reply, exchange, visit, server::pause);
        }
    }

    /** Cuts the open connections, and gives the port back. */
    @Override
    public void close() {
        server.close();
    }

    @Override
    public String toString() {
        return "owner at " + url() + " with faults " + faults;
    }
}
