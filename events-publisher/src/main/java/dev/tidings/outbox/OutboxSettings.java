package dev.tidings.outbox;

import dev.tidings.publisher.internal.PublisherSettings;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What an outbox was told.
 *
 * @param retention how long published rows are kept
 * @param orderKept whether the later rows of an entity wait for one that was set aside
 * @param lease how long a relay that says nothing keeps its slots
 * @param poll the pause after a look at the table found nothing
 * @param spool counts the rows of a spool, where a published row is deleted in place of being marked
 */
record OutboxSettings(
        PublisherSettings events,
        DataSource dataSource,
        Tables tables,
        Duration retention,
        boolean orderKept,
        Duration lease,
        Duration poll,
        Optional<Backlog> spool) {

    static OutboxSettings of(PublisherSettings events, DataSource dataSource) {
        return new OutboxSettings(
                events,
                dataSource,
                new Tables(Tables.DEFAULT),
                Duration.ofDays(1),
                false,
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                Optional.empty());
    }

    OutboxSettings {
        if (retention.isNegative()) {
            throw new IllegalArgumentException(
                    "published events cannot be kept for " + retention + "; zero deletes them at the next cleanup");
        }
    }

    String exchange() {
        return events.exchange().name();
    }

    OutboxSettings withTable(String name) {
        return new OutboxSettings(events, dataSource, new Tables(name), retention, orderKept, lease, poll, spool);
    }

    OutboxSettings withRetention(Duration atLeast) {
        return new OutboxSettings(events, dataSource, tables, atLeast, orderKept, lease, poll, spool);
    }

    OutboxSettings withOrderKept() {
        return new OutboxSettings(events, dataSource, tables, retention, true, lease, poll, spool);
    }

    OutboxSettings withTimes(Duration otherLease, Duration otherPoll) {
        return new OutboxSettings(events, dataSource, tables, retention, orderKept, otherLease, otherPoll, spool);
    }

    OutboxSettings spooled(Backlog backlog) {
        return new OutboxSettings(events, dataSource, tables, retention, orderKept, lease, poll, Optional.of(backlog));
    }
}
