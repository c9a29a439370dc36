package dev.tidings.owner;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.events.CheckReturnValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;

/**
 * A service that owns data and is asked for it over HTTP. Immutable and safe for use by many threads; each call returns another one, and
 * nothing is sent before somebody asks a {@link Resource}.
 *
 * <p>Resources of the same object share its connections, its limit of requests at once, and the pause after an outage. No redirect is
 * followed, and only this host is connected to. It needs no close: connections and threads end by themselves when nothing is asked.
 */
@CheckReturnValue
public final class Owner {
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MOST_AT_ONCE = 1_000;

    private final OwnerSettings settings;
    private final Supplier<Line> line;

    private Owner(OwnerSettings settings) {
        this.settings = settings;
        this.line = new Once<>(() -> new Line(settings));
    }

    /**
     * An owner whose resources are below this address.
     *
     * @param baseUrl {@code https://users.internal} or {@code https://api.internal/users}: http or https, without a query and without
     *     credentials
     */
    public static Owner at(String baseUrl) {
        HttpUrl base = HttpUrl.parse(baseUrl);
        if (base == null || base.query() != null || base.fragment() != null) {
            throw new IllegalArgumentException(
                    "an owner is at an address such as https://users.internal, without a query");
        }
        if (!base.username().isEmpty() || !base.password().isEmpty()) {
            throw new IllegalArgumentException("the address of owner " + base.host()
                    + " holds credentials, which would be logged; give them with header(\"Authorization\", …)");
        }
        return new Owner(new OwnerSettings(
                withoutLastSlash(base),
                List.of(),
                List.of(),
                Optional.empty(),
                8,
                Duration.ofSeconds(10),
                Duration.ofMillis(20),
                1 << 20,
                Bodies.usual(1 << 20)));
    }

    private static HttpUrl withoutLastSlash(HttpUrl base) {
        int last = base.pathSize() - 1;
        return base.pathSegments().get(last).isEmpty()
                ? base.newBuilder().removePathSegment(last).build()
                : base;
    }

    /**
     * Sends this header with each request, such as {@code Authorization}.
     *
     * @param value is asked for each time, so that a token can be renewed; if it throws, the group pauses
     */
    public Owner header(String name, Supplier<String> value) {
        return new Owner(settings.with(new OwnerSettings.Header(name, value)));
    }

    /** Sees each request, to sign it for example. It may change the request but not where it goes. */
    public Owner interceptor(Interceptor interceptor) {
        return new Owner(settings.with(interceptor));
    }

    /** Trusts these certificates, and shows its own. Default: those of the JVM. */
    public Owner tls(SSLContext context, X509TrustManager trust) {
        return new Owner(settings.with(new OwnerSettings.Tls(context, trust)));
    }

    /** How many requests this process sends at once, 1 to 1,000. Default 8. What is more waits. */
    public Owner concurrency(int requestsAtOnce) {
        if (requestsAtOnce < 1 || requestsAtOnce > MOST_AT_ONCE) {
            throw new IllegalArgumentException(
                    requestsAtOnce + " requests at once are not possible; give 1 to " + MOST_AT_ONCE);
        }
        return new Owner(settings.withConcurrency(requestsAtOnce));
    }

    /** How long a request may take, its answer included, 1 ms to 5 minutes. Default 10 s. */
    public Owner deadline(Duration atMost) {
        return new Owner(settings.withDeadline(checked("a deadline", atMost, SHORTEST)));
    }

    /**
     * How long a request waits for others to join it before it is sent, up to 5 minutes; 0 for not at all. Default 20 ms. It never lets
     * somebody have an answer that was sent for before he asked.
     */
    public Owner collecting(Duration window) {
        return new Owner(settings.withWindow(checked("a window", window, Duration.ZERO)));
    }

    private static Duration checked(String what, Duration given, Duration shortest) {
        if (given.compareTo(shortest) < 0 || given.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    what + " of " + given + " is not possible; give " + shortest + " to " + LONGEST);
        }
        return given;
    }

    /** How large an answer may be, unpacked, 1 KiB to 64 MiB. Default 1 MiB. A larger one is not read, and the event fails. */
    public Owner mostBytes(int ofAnAnswer) {
        if (ofAnAnswer < 1 << 10 || ofAnAnswer > 1 << 26) {
            throw new IllegalArgumentException(
                    "answers of " + ofAnAnswer + " bytes are not possible; give " + (1 << 10) + " to " + (1 << 26));
        }
        return new Owner(settings.withMostBytes(ofAnAnswer));
    }

    /** Reads answers with this mapper. Default: one that ignores unknown fields and refuses what is deep or long beyond reason. */
    public Owner json(ObjectMapper mapper) {
        return new Owner(settings.with(mapper));
    }

    /**
     * What can be asked for.
     *
     * @param template {@code /users/{user_id}/profile}: a variable is an id of the event, and one segment or a part of it
     * @param type what Jackson makes of an answer
     */
    public <T> Resource<T> resource(String template, Class<T> type) {
        return Resource.of(line.get(), Template.of(template), type);
    }

    /** Where it is and its limits, without any header. */
    @Override
    public String toString() {
        return settings.toString();
    }
}
