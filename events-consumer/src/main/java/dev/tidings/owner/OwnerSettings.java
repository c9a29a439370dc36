package dev.tidings.owner;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509TrustManager;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;

/** What is said of an owner. Immutable; headers are never printed. */
record OwnerSettings(
        HttpUrl base,
        List<Header> headers,
        List<Interceptor> interceptors,
        Optional<Tls> tls,
        int concurrency,
        Duration deadline,
        Duration window,
        int mostBytes,
        ObjectMapper json) {

    /** Sent with each request; the value is asked for anew each time. */
    record Header(String name, Supplier<String> value) {}

    /** Whom to trust. */
    record Tls(SSLContext context, X509TrustManager trust) {}

    OwnerSettings with(Header header) {
        List<Header> all = new ArrayList<>(headers);
        all.add(header);
        return new OwnerSettings(
                base, List.copyOf(all), interceptors, tls, concurrency, deadline, window, mostBytes, json);
    }

    OwnerSettings with(Interceptor interceptor) {
        List<Interceptor> all = new ArrayList<>(interceptors);
        all.add(interceptor);
        return new OwnerSettings(base, headers, List.copyOf(all), tls, concurrency, deadline, window, mostBytes, json);
    }

    OwnerSettings with(Tls other) {
        return new OwnerSettings(
                base, headers, interceptors, Optional.of(other), concurrency, deadline, window, mostBytes, json);
    }

    OwnerSettings withConcurrency(int other) {
        return new OwnerSettings(base, headers, interceptors, tls, other, deadline, window, mostBytes, json);
    }

    OwnerSettings withDeadline(Duration other) {
        return new OwnerSettings(base, headers, interceptors, tls, concurrency, other, window, mostBytes, json);
    }

    OwnerSettings withWindow(Duration other) {
        return new OwnerSettings(base, headers, interceptors, tls, concurrency, deadline, other, mostBytes, json);
    }

    OwnerSettings withMostBytes(int other) {
        return new OwnerSettings(base, headers, interceptors, tls, concurrency, deadline, window, other, json);
    }

    OwnerSettings with(ObjectMapper other) {
        return new OwnerSettings(base, headers, interceptors, tls, concurrency, deadline, window, mostBytes, other);
    }

    @Override
    public String toString() {
        return "owner " + base + " with " + concurrency + " requests at once, each within " + deadline
                + ", collected for " + window + ", answers up to " + mostBytes + " bytes";
    }
}
