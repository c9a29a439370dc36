package dev.tidings.samples.demo.mail;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.DomainEvent;
import java.io.IOException;

/** Welcomes new users. A mail cannot be taken back, so it matters that a second delivery of an event is recognised. */
public final class MailWorker {
    private final MailServer server;

    public MailWorker(MailServer server) {
        this.server = server;
    }

    /** Its consumer group. */
    public ConsumerGroup.Spec group(String name, String users) {
        return ConsumerGroup.named(name).on(users, "user.created", this::welcome);
    }

    private void welcome(DomainEvent event) throws IOException {
        server.send(new Mail(event.eventId(), "user-" + event.id("user_id") + "@example.org", "Welcome!"));
    }
}
