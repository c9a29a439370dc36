package dev.tidings.samples.docs;

import static dev.tidings.consumer.Handled.Verdict.DEAD;
import static dev.tidings.consumer.Handled.Verdict.DONE;
import static dev.tidings.consumer.Handled.Verdict.DUPLICATE;
import static dev.tidings.consumer.Handled.Verdict.RETRY_LATER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.NotPublishedException;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.DeadLetter;
import dev.tidings.consumer.FailurePolicy;
import dev.tidings.consumer.Handled;
import dev.tidings.consumer.UnavailableException;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.testkit.FakeOwner;
import dev.tidings.testkit.OwnerFault;
import dev.tidings.testkit.RecordingPublisher;
import dev.tidings.testkit.SimulatedBroker;
import dev.tidings.testkit.TestGroup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page on testing, run as the tests that it shows. */
class TestingCodeTest {

    /** Sends invoices, of which some fail. */
    private static final class Invoices {
        private final List<String> sent = new ArrayList<>();
        private int failing;
        private boolean isDown;

        void send(DomainEvent order) {
            if (isDown) {
                throw new UnavailableException("the mail server does not answer");
            }
            if (failing-- > 0) {
                throw new IllegalStateException("no such customer");
            }
            sent.add(order.id("order_id"));
        }
    }

    private record Billing(Invoices invoices) {
        ConsumerGroup.Spec group() {
            return ConsumerGroup.named("billing")
                    .onFailure(FailurePolicy.retryAfter(Duration.ofSeconds(10), Duration.ofMinutes(1)))
                    .on("shop", "order.placed", invoices::send);
        }
    }

    private record Shop(EventPublisher events) {
        void place(long order) {
            events.publish(DomainEvent.of("order.placed", "order_id", order));
        }
    }

    private record Search(List<String> found) {
        void start(Broker broker) {
            ConsumerGroup.named("search")
                    .on("shop", "#", event -> found.add(event.id("order_id")))
                    .start(broker);
        }
    }

    private final Invoices invoices = new Invoices();

    @Test
    void an_event() {
        TestGroup billing = TestGroup.of(new Billing(invoices).group());
        DomainEvent placed = DomainEvent.of("order.placed", "order_id", 7);

        assertThat(billing.deliver("shop", placed)).isEqualTo(DONE);
        assertThat(billing.deliver("shop", placed)).isEqualTo(DUPLICATE);
        assertThat(invoices.sent).containsExactly("7");
    }

    @Test
    void a_failure() {
        TestGroup billing = TestGroup.of(new Billing(invoices).group());
        DomainEvent placed = DomainEvent.of("order.placed", "order_id", 7);
        invoices.failing = 3;

        assertThat(billing.deliver("shop", placed)).isEqualTo(RETRY_LATER);
        assertThat(billing.retries()).containsExactly(Duration.ofSeconds(10));
        assertThat(billing.advance(Duration.ofSeconds(10)))
                .extracting(Handled::verdict)
                .containsExactly(RETRY_LATER);
        assertThat(billing.advance(Duration.ofMinutes(1)))
                .extracting(Handled::verdict)
                .containsExactly(DEAD);
        assertThat(billing.deadLetters()).extracting(DeadLetter::failure).containsExactly("no such customer");
    }

    @Test
    void an_outage() {
        TestGroup billing = TestGroup.of(new Billing(invoices).group());
        DomainEvent placed = DomainEvent.of("order.placed", "order_id", 7);
        invoices.isDown = true;

        billing.deliver("shop", placed);
        assertThat(billing.health().state()).isEqualTo(Health.State.WAITING);
        invoices.isDown = false;
        assertThat(billing.advance(Duration.ofSeconds(10)))
                .extracting(Handled::verdict)
                .containsExactly(DONE);
    }

    @Test
    void a_message_of_others() {
        TestGroup billing = TestGroup.of(new Billing(invoices).group());

        RawMessage broken =
                new RawMessage("shop", "order.placed", MessageProperties.none(), Map.of(), "not json".getBytes(UTF_8));
        assertThat(billing.deliver(broken)).isEqualTo(DEAD);
    }

    @Test
    void a_publisher() {
        RecordingPublisher events = RecordingPublisher.create();
        new Shop(events).place(7);
        assertThat(events.published()).extracting(DomainEvent::routingKey).containsExactly("order.placed");

        events.notPublished();
        assertThatThrownBy(() -> new Shop(events).place(8)).isInstanceOf(NotPublishedException.class);
    }

    @Test
    void a_flow() {
        List<String> found = new ArrayList<>();
        SimulatedBroker broker = SimulatedBroker.create();
        Shop shop = new Shop(EventPublisher.to("shop").requireRoute().open(broker));
        TestGroup billing = TestGroup.of(new Billing(invoices).group(), broker);
        new Search(found).start(broker);

        shop.place(7);
        assertThat(invoices.sent).containsExactly("7");
        assertThat(found).containsExactly("7");

        invoices.failing = 1;
        shop.place(8);
        broker.advance(Duration.ofSeconds(10));
        assertThat(billing.handled()).extracting(Handled::verdict).containsExactly(DONE, RETRY_LATER, DONE);
    }

    private record Profile(String city) {}

    private static String city(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void an_owner() throws Exception {
        long seed = 7;

        try (FakeOwner owner = FakeOwner.start()) {
            owner.put("/users/42/profile", 7, new Profile("Berlin"));
            owner.collection("/profiles", "/users/{user_id}/profile");
            assertThat(city(owner.url() + "/users/42/profile")).contains("Berlin");

            owner.begin(OwnerFault.status(503, Duration.ofSeconds(5)).sometimes(0.3, seed));
            owner.begin("/users/42/profile", OwnerFault.behind(1));
            owner.heal();

            assertThat(owner.requests("/users/42/profile")).isEqualTo(1);
            assertThat(owner.mostAtOnce()).isEqualTo(1);
        }
    }
}
