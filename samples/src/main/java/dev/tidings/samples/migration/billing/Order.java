package dev.tidings.samples.migration.billing;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/** What billing wants to know of an order. */
@JsonNaming(SnakeCaseStrategy.class)
public record Order(String country, long netCents, String status) {

    /** What a decision was made from. */
    String json() {
        return "{\"country\":\"%s\",\"net_cents\":%d,\"status\":\"%s\"}".formatted(country, netCents, status);
    }
}
