package dev.tidings.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PublicationTest {
    private static Publication publication() {
        RawMessage message = new RawMessage("users", "user.created", MessageProperties.none(), Map.of(), new byte[0]);
        return new Publication(message, "id", Long.MAX_VALUE);
    }

    @Test
    void what_is_given_up_while_it_is_handed_over_is_unknown_exactly_if_it_was_sent() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        CyclicBarrier start = new CyclicBarrier(2);
        int sent = 0;
        int rounds = 20_000;
        for (int i = 0; i < rounds; i++) {
            Publication publication = publication();
            Future<Boolean> handedOver = other.submit(() -> {
                start.await();
                return publication.handOver();
            });
            start.await();
            Verdict.Kind told = publication.giveUp("too late").orElseThrow().kind();

            assertThat(told).isEqualTo(handedOver.get() ? Verdict.Kind.UNKNOWN : Verdict.Kind.NOT_SENT);
            sent += handedOver.get() ? 1 : 0;
        }
        other.shutdown();
        System.out.println("PublicationTest: " + sent + " of " + rounds + " were sent");
    }

    @Test
    void there_is_one_verdict() {
        Publication publication = publication();

        assertThat(publication.decide()).isTrue();
        assertThat(publication.decide()).isFalse();
        assertThat(publication.giveUp("too late")).isEqualTo(Optional.empty());
        assertThat(publication.handOver()).isFalse();
    }

    @Test
    void a_return_from_an_earlier_channel_says_nothing_about_a_later_one() {
        Publication publication = publication();
        assertThat(publication.handOver()).isTrue();
        assertThat(publication.markReturned()).isFalse();
        assertThat(publication.confirmed()).isEqualTo(Verdict.UNROUTED);

        publication.backToWaiting();
        assertThat(publication.handOver()).isTrue();

        assertThat(publication.confirmed()).isEqualTo(Verdict.ROUTED);
    }
}
