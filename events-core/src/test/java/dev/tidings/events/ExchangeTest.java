package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExchangeTest {
    @Test
    void an_exchange_is_declared_unless_it_is_existing() {
        assertThat(Exchange.topic("users"))
                .isEqualTo(new Exchange("users", Exchange.Type.TOPIC, true, Optional.empty()));
        assertThat(Exchange.direct("users").type()).isEqualTo(Exchange.Type.DIRECT);
        assertThat(Exchange.fanout("users").type()).isEqualTo(Exchange.Type.FANOUT);
        assertThat(Exchange.headers("users").existing().declared()).isFalse();
    }

    @Test
    void the_brokers_own_exchanges_exist_from_the_start() {
        assertThat(Exchange.topic("amq.topic").declared()).isFalse();
        assertThat(Exchange.topic("amq.topic").existing()).isEqualTo(Exchange.topic("amq.topic"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Exchange("amq.users", Exchange.Type.TOPIC, true, Optional.empty()))
                .withMessageContaining("'amq.users'")
                .withMessageContaining("belong to the broker")
                .withMessageContaining("use existing()");
    }

    @Test
    void an_alternate_is_set_where_the_exchange_is_declared() {
        assertThat(Exchange.topic("users").alternate("unrouted").alternate()).contains("unrouted");
        assertThat(Exchange.topic("users").alternate("unrouted").existing().alternate())
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exchange.topic("users").existing().alternate("unrouted"))
                .withMessageContaining("'users'")
                .withMessageContaining("exists already")
                .withMessageContaining("or by a policy");
    }

    @Test
    void a_name_has_1_to_255_printable_bytes() {
        assertThat(Exchange.topic("ü".repeat(127)).name()).hasSize(127);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exchange.topic(""))
                .withMessageContaining("is empty; give 1 to 255");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exchange.topic("ü".repeat(128)))
                .withMessageContaining("longer than 255 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exchange.topic("users\n"))
                .withMessageContaining("'users\\n' has unprintable characters");
    }
}
