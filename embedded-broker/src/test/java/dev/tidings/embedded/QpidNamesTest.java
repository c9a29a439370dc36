package dev.tidings.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** That a queue and an exchange never have the same name: Qpid would route to the exchange what is meant for the queue. */
class QpidNamesTest extends OnOneBroker {
    @Test
    void a_queue_with_the_name_of_an_exchange_closes_the_channel_and_is_named() throws IOException {
        channel.exchangeDeclare("billing", "topic", true);

        assertThat(Client.refusal(() -> client.queue("billing")))
                .contains("channel.close")
                .contains("406")
                .contains("queue 'billing' cannot be declared: the name is that of an existing exchange")
                .contains("use another name");
        assertThat(client.connection.isOpen()).isTrue();
        assertThat(Client.refusal(() -> client.connection.createChannel().queueDeclarePassive("billing")))
                .contains("404");
    }

    @Test
    void an_exchange_with_the_name_of_a_queue_closes_the_channel_and_is_named() throws IOException {
        client.queue("orders").publish("orders", "kept");

        assertThat(Client.refusal(() -> channel.exchangeDeclare("orders", "fanout", true)))
                .contains("channel.close")
                .contains("406")
                .contains("exchange 'orders' cannot be declared: the name is that of an existing queue");
        try (Client after = Client.of(broker())) {
            assertThat(Client.text(after.take("orders"))).isEqualTo("kept");
        }
    }

    @Test
    void a_name_is_free_again_once_its_owner_is_deleted() throws IOException {
        channel.exchangeDeclare("freed", "topic", true);
        channel.exchangeDelete("freed");
        client.queue("freed");
        channel.queueDelete("freed");
        channel.exchangeDeclare("freed", "topic", true);

        channel.exchangeDeclarePassive("freed");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void a_passive_declare_of_what_is_missing_is_answered_as_such() throws IOException {
        client.queue("only-queue");

        assertThat(Client.refusal(() -> channel.exchangeDeclarePassive("only-queue")))
                .contains("404");
    }

    @Test
    void of_two_connections_that_want_one_name_at_once_one_gets_it() throws Exception {
        try (Client other = Client.of(broker())) {
            for (int round = 0; round < 50; round++) {
                String name = "raced-" + round;
                CompletableFuture<Boolean> queue =
                        declared(() -> client.connection.createChannel().queueDeclare(name, false, false, false, null));
                CompletableFuture<Boolean> exchange =
                        declared(() -> other.connection.createChannel().exchangeDeclare(name, "topic"));

                assertThat(List.of(queue.get(), exchange.get())).as(name).containsExactlyInAnyOrder(true, false);
            }
        }
    }

    @FunctionalInterface
    private interface Declaring {
        Object run() throws IOException;
    }

    private static CompletableFuture<Boolean> declared(Declaring declaring) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return declaring.run() != null;
                    } catch (IOException refused) {
                        return false;
                    }
                },
                Client.THREADS);
    }
}
