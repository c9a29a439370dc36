package dev.tidings.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.Handler;
import dev.tidings.events.Exchange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which keys nobody listens to, by what groups say of themselves. */
class UnheardTest {
    private static final Handler NOTHING = event -> {};
    private static final long MORNING = Instant.parse("2026-11-02T10:05:00Z").getEpochSecond();

    private final ConsumerGroup.Spec mail =
            ConsumerGroup.named("mail").on("users", "user.created", NOTHING).on("shop", "order.#", NOTHING);
    private final ConsumerGroup.Spec jobs = ConsumerGroup.named("jobs")
            .exchange(Exchange.direct("tasks"))
            .on("tasks", "resize", NOTHING)
            .exchange(Exchange.fanout("news"))
            .on("news", "#", NOTHING);
    private final ConsumerGroup.Spec archive = ConsumerGroup.named("archive").on("users", "#", NOTHING);

    private static CountsTable.Total total(String exchange, String routingKey, long events) {
        return new CountsTable.Total(new Kind(exchange, routingKey), events, MORNING);
    }

    private static List<String> unheard(Bindings bindings, CountsTable.Total... totals) {
        return Unheard.among(List.of(totals), bindings).keys().stream()
                .map(key -> key.exchange() + "/" + key.routingKey())
                .toList();
    }

    @Test
    void a_key_is_unheard_if_no_group_takes_it_from_its_exchange() {
        assertThat(unheard(
                        Bindings.of(mail, jobs),
                        total("users", "user.created", 1),
                        total("users", "user.deleted", 1),
                        total("users", "order.paid", 1),
                        total("shop", "order.paid", 1),
                        total("shop", "order", 1),
                        total("tasks", "resize", 1),
                        total("tasks", "shrink", 1),
                        total("news", "", 1),
                        total("", "mail", 1)))
                .containsExactly("users/user.deleted", "users/order.paid", "tasks/shrink", "/mail");
    }

    @Test
    void those_who_take_everything_and_do_nothing_can_be_left_out() {
        Bindings all = Bindings.of(mail, archive);

        assertThat(unheard(all, total("users", "user.deleted", 1))).isEmpty();
        assertThat(unheard(all.except("archive", "nobody"), total("users", "user.deleted", 1)))
                .containsExactly("users/user.deleted");
    }

    @Test
    void bindings_of_your_own_are_a_lambda() {
        Bindings billing = () -> List.of(new Bindings.Listener() {
            @Override
            public String name() {
                return "billing";
            }

            @Override
            public boolean hears(String exchange, String routingKey) {
                return routingKey.endsWith(".paid");
            }
        });

        assertThat(unheard(billing, total("shop", "order.paid", 1), total("shop", "order.sent", 1)))
                .containsExactly("shop/order.sent");
    }

    @Test
    void what_was_not_named_is_not_called_unheard_and_is_counted() {
        Unheard unheard = Unheard.among(
                List.of(total("users", "(others)", 40), total("shop", "(others)", 2), total("shop", "a", 1)),
                Bindings.of());

        assertThat(unheard.others()).isEqualTo(42);
        assertThat(unheard.keys())
                .containsExactly(new Unheard.Key("shop", "a", 1, Instant.parse("2026-11-02T10:05:00Z")));
    }

    @Test
    void it_prints_as_a_table_that_lines_up() {
        Unheard unheard = Unheard.among(
                List.of(
                        total("users", "user.renamed", 1_234_567),
                        total("international-shop", "x", 8),
                        total("users", "(others)", 4_000),
                        total("users", "w".repeat(255), 1)),
                Bindings.of());

        assertThat(unheard.toString().lines())
                .containsExactly(
                        "exchange            routing key " + " ".repeat(68) + "     events  last seen",
                        "users               user.renamed" + " ".repeat(68) + "  1,234,567  2026-11-02T10:05:00Z",
                        "international-shop  x           " + " ".repeat(68) + "          8  2026-11-02T10:05:00Z",
                        "users               " + "w".repeat(79) + "…          1  2026-11-02T10:05:00Z",
                        "and 4,000 events of keys that were too many to name");
        assertThat(Unheard.among(List.of(), Bindings.of()))
                .hasToString("every key that came is listened to" + System.lineSeparator());
    }
}
