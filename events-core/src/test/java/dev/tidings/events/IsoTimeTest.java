package dev.tidings.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoTimeTest {
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private static Random random() {
        long seed = Long.getLong("tidings.seed", System.nanoTime());
        System.out.println("seed " + seed + " (-Dtidings.seed=" + seed + " repeats it)");
        return new Random(seed);
    }

    @Test
    void every_time_is_written_and_read_as_the_jdk_does() {
        Random random = random();
        long first = Instant.parse("-1000-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("+11000-01-01T00:00:00Z").getEpochSecond();
        for (int i = 0; i < 100_000; i++) {
            long second = first + (long) (random.nextDouble() * (last - first));
            Instant time = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));

            String text = IsoTime.write(time);

            assertThat(text).isEqualTo(MILLIS.format(time));
            assertThat(IsoTime.read(text)).isEqualTo(Instant.parse(text));
        }
    }

    /** Whatever is done to the usual form, the answer is the formatter's. */
    @Test
    void every_text_is_read_or_refused_as_the_jdk_does() {
        Random random = random();
        String characters = "0123456789-:.TZz+ ";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder("2024-02-29T23:59:59.999Z");
            for (int change = random.nextInt(3); change >= 0; change--) {
                text.setCharAt(random.nextInt(text.length()), characters.charAt(random.nextInt(characters.length())));
            }

            assertThat(read(text.toString())).as(text.toString()).isEqualTo(jdk(text.toString()));
        }
    }

    private static Optional<Instant> read(String text) {
        try {
            return Optional.of(IsoTime.read(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> jdk(String text) {
        try {
            return Optional.of(DateTimeFormatter.ISO_INSTANT.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T12:00:00Z",
                "2026-01-31T12:00:00.123456Z",
                "2026-01-31T12:00:00.123456789Z",
                "2026-01-31T24:00:00.000Z",
                "2026-12-31T23:59:60.000Z",
                "+12026-01-31T12:00:00Z"
            })
    void other_forms_are_read_too(String text) {
        assertThat(IsoTime.read(text)).isEqualTo(jdk(text).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-02-30T12:00:00.000Z",
                "2026-01-31T12:60:00.000Z",
                "2026-01-31T12:00:00.000"
            })
    void what_is_no_time_is_refused(String text) {
        assertThatThrownBy(() -> IsoTime.read(text)).isInstanceOf(DateTimeException.class);
    }
}
