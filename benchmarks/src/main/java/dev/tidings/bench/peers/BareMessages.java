package dev.tidings.bench.peers;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.tidings.bench.Site;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/** Properties of messages that a user of the bare client publishes. */
public final class BareMessages {
    private BareMessages() {}

    /** What a message must have for its consumer to recognise it. */
    public static BasicProperties least() {
        return recognisable(UUID.randomUUID().toString()).build();
    }

    /** All that our events have. */
    public static BasicProperties asOurs() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return recognisable(UUID.randomUUID().toString())
                .type(Site.TYPE)
                .timestamp(Date.from(now))
                .headers(Map.of("tidings-occurred-at", now.toString()))
                .build();
    }

    /** All that the dead letters of our groups have. */
    public static BasicProperties dead(String exchange) {
        String now = Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
        return recognisable(UUID.randomUUID().toString())
                .headers(Map.of(
                        "tidings-exchange",
                        exchange,
                        "tidings-routing-key",
                        Site.TYPE,
                        "tidings-occurred-at",
                        now,
                        "tidings-failure-reason",
                        "FAILED",
                        "tidings-failure-exception",
                        IllegalStateException.class.getName(),
                        "tidings-failure-message",
                        "it cannot be handled",
                        "tidings-failure-attempts",
                        1,
                        "tidings-failure-at",
                        now))
                .build();
    }

    static BasicProperties.Builder recognisable(String messageId) {
        return new BasicProperties.Builder()
                .deliveryMode(2)
                .contentType("application/json")
                .messageId(messageId);
    }
}
