package dev.tidings.idempotency.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A clock of a process that is wrong has no effect, since none is asked. */
class DatabaseClockTest {
    private static final List<String> CLOCKS = List.of("currentTimeMillis", "java/time/Instant", "java/time/Clock");

    @Test
    void no_class_of_the_store_asks_the_clock_of_its_process() throws IOException, URISyntaxException {
        Path classes = Path.of(JdbcIdempotencyStore.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path store = classes.resolve("dev/tidings/idempotency/jdbc");
        List<String> asking = new ArrayList<>();
        try (Stream<Path> files = Files.list(store)) {
            List<Path> all = files.toList();
            assertThat(all).hasSizeGreaterThan(10);
            for (Path each : all) {
                String names = Files.readString(each, StandardCharsets.ISO_8859_1);
                CLOCKS.stream().filter(names::contains).forEach(clock -> asking.add(each.getFileName() + ": " + clock));
            }
        }

        assertThat(asking).isEmpty();
    }
}
