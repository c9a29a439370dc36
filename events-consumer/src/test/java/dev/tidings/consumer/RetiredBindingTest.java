package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.Handled.Verdict;
import dev.tidings.testkit.broker.RabbitMq;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an earlier version of a service has bound. */
class RetiredBindingTest extends OnRabbitMq {
    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    @Override
    RabbitMq rabbit() {
        return rabbit;
    }

    private void publish(String routingKey) throws Exception {
        raw.publish(exchange, routingKey, "{\"user_id\":1}");
    }

    @Test
    void what_is_retired_does_not_come_any_more_and_the_rest_does() throws Exception {
        start(spec().on(exchange, "user.*", handled::add).on(exchange, "order.*", handled::add))
                .close();
        ConsumerGroup now = start(spec().on(exchange, "user.*", handled::add).retired(exchange, "order.*"));

        publish("order.paid");
        publish("user.created");

        assertThat(nextEvent().routingKey()).isEqualTo("user.created");
        assertThat(nextVerdict().verdict()).isEqualTo(Verdict.DONE);
        now.close();
        assertThat(handled).isEmpty();
        assertThat(raw.depth(group)).isZero();
    }

    @Test
    void a_binding_or_an_exchange_that_is_not_there_is_no_error() throws Exception {
        start(spec().on(exchange, "#", handled::add)
                .retired(exchange, "order.*")
                .retired(exchange + "-gone", "order.*"));

        publish("user.created");

        assertThat(nextEvent().routingKey()).isEqualTo("user.created");
    }
}
