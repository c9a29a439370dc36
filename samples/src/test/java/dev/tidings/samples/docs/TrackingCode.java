package dev.tidings.samples.docs;

import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.Exchange;
import dev.tidings.tracking.Bindings;
import dev.tidings.tracking.EventTracker;
import dev.tidings.tracking.RabbitMqBindings;
import dev.tidings.tracking.Unheard;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page on tracking. */
abstract class TrackingCode {
    private static final Logger log = LoggerFactory.getLogger(TrackingCode.class);

    abstract String password();

    void count(DataSource dataSource, Broker broker) {
        EventTracker tracker = EventTracker.named("tracker")
                .on("users")
                .on("shop")
                .into(dataSource)
                .createTables()
                .start(broker);
        log.info("{}", tracker.health().words());
    }

    void settings(DataSource dataSource) {
        EventTracker.Spec minutes = EventTracker.named("tracker")
                .on(Exchange.topic("users").existing())
                .every(Duration.ofMinutes(1))
                .keep(Duration.ofDays(30))
                .into(dataSource)
                .table("ops.tracked");
        log.info("{}", minutes.ddl());
    }

    void unheard(EventTracker tracker) {
        Unheard unheard = tracker.unheard(
                Duration.ofDays(7),
                RabbitMqBindings.at("https://rabbit.internal:15671")
                        .credentials("watcher", this::password)
                        .except("archive", "search.shadow"));
        log.info("nobody listens to:\n{}", unheard);
    }

    void unheardByGroups(EventTracker tracker, ConsumerGroup.Spec welcomeMail, ConsumerGroup.Spec search) {
        Unheard unheard = tracker.unheard(Duration.ofDays(7), Bindings.of(welcomeMail, search));
        log.info("{} keys", unheard.keys().size());
    }
}
