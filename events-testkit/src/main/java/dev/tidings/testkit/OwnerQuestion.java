package dev.tidings.testkit;

import com.sun.net.httpserver.HttpExchange;
import dev.tidings.state.StateEndpoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an owner is asked.
 *
 * @param path decoded
 */
record OwnerQuestion(
        String method, String url, String path, @Nullable String rawQuery, StateEndpoint.Headers headers) {
    private static final String IF_NONE_MATCH = "If-None-Match";

    static OwnerQuestion of(HttpExchange exchange) {
        return new OwnerQuestion(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestURI().getPath(),
                exchange.getRequestURI().getRawQuery(),
                exchange.getRequestHeaders()::getFirst);
    }

    Optional<String> ifNoneMatch() {
        return Optional.ofNullable(headers.first(IF_NONE_MATCH));
    }

    /** What an owner with this view knows of the headers. */
    StateEndpoint.Headers headers(OwnerView view) {
        return name ->
                (name.equals(IF_NONE_MATCH) ? view.hasTags() : view.hasMinVersion()) ? headers.first(name) : null;
    }
}
