package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@code -Dtidings.rounds=10000} for the long form. */
class RoundTripTest {
    private static final int ROUNDS = Integer.getInteger("tidings.rounds", 2_000);
    private static final String LETTERS = "abzABZ";
    private static final String ID = LETTERS + "019_.:-";
    private static final String NAME = LETTERS + "019_";
    private static final String FIELD = NAME + ".-";
    private static final String WORD = NAME + "-";
    private static final String PRINTABLE = WORD + " :/?#[]@%&=+,;.'\"\\<>{}äß€漢";

    private final Random random = Seed.announced("RoundTripTest");

    @Test
    void an_event_survives_each_format_and_each_reader() {
        List<EventFormat> formats = List.of(EventFormat.standard(), EventFormat.cloudEvents());
        for (int i = 0; i < ROUNDS; i++) {
            DomainEvent event = event();
            for (EventFormat writer : formats) {
                RawMessage message = writer.write(event, "users");
                for (EventFormat reader : formats) {
                    DomainEvent read = message.readWith(reader);
                    assertThat(read).isEqualTo(event);
                    assertThat(read.prefix()).isEqualTo(event.prefix());
                    assertThat(List.copyOf(read.ids().entrySet()))
                            .isEqualTo(List.copyOf(event.ids().entrySet()));
                    assertThat(writer.write(read, "users")).isEqualTo(message);
                }
            }
        }
    }

    @Test
    void the_other_prefix_of_cloud_events_is_read_alike() {
        for (int i = 0; i < ROUNDS / 2; i++) {
            DomainEvent event = event();
            RawMessage message = EventFormat.cloudEvents().write(event, "users");
            Map<String, Object> renamed = message.headers().entrySet().stream()
                    .collect(Collectors.toMap(
                            header -> header.getKey().replace("cloudEvents:", "cloudEvents_"), Map.Entry::getValue));
            assertThat(new RawMessage("users", message.routingKey(), message.properties(), renamed, message.body())
                            .readWith(EventFormat.standard()))
                    .isEqualTo(event);
        }
    }

    private DomainEvent event() {
        DomainEvent event = DomainEvent.of(key(), name(), random.nextLong());
        for (int i = random.nextInt(8); i > 0; i--) {
            String idName = name() + i;
            event = switch (random.nextInt(3)) {
                case 0 -> event.and(idName, random.nextInt(100));
                case 1 -> event.and(idName, text(ID, 64));
                default -> event.and(idName, new UUID(random.nextLong(), random.nextLong()));
            };
        }
        event = random.nextBoolean() ? event : event.changed(fields());
        event = random.nextBoolean() ? event : event.version(random.nextLong() >>> 1);
        event = random.nextBoolean() ? event : event.under(key());
        event = random.nextBoolean() ? event : event.from(text(PRINTABLE, 80));
        event = random.nextBoolean() ? event : event.correlatedWith(text(PRINTABLE, 80));
        event = random.nextBoolean() ? event : event.identifiedBy(text(PRINTABLE, 80));
        return random.nextBoolean()
                ? event
                : event.occurredAt(Instant.ofEpochMilli(random.nextLong(253_402_300_800_000L)));
    }

    private String key() {
        return IntStream.rangeClosed(0, random.nextInt(4))
                .mapToObj(i -> text(WORD, 20))
                .collect(Collectors.joining("."));
    }

    /** Never more than 63 characters, so that a number still fits behind it, and never "fields". */
    private String name() {
        return text(LETTERS, 1) + text(NAME, 62);
    }

    private String[] fields() {
        return IntStream.range(0, random.nextInt(101))
                .mapToObj(i -> text(LETTERS + "_", 1) + text(FIELD, 63))
                .toArray(String[]::new);
    }

    private String text(String alphabet, int atMost) {
        int[] codePoints = alphabet.codePoints().toArray();
        return random.ints(1 + random.nextInt(atMost), 0, codePoints.length)
                .mapToObj(i -> Character.toString(codePoints[i]))
                .collect(Collectors.joining());
    }
}
