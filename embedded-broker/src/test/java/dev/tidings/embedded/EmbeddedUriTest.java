package dev.tidings.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedUriTest {

    @Test
    void a_broker_in_this_process_is_there_when_asked_for_and_goes_with_its_connections() {
        Broker broker = Broker.connect("embedded:");
        broker.awaitConnected(Duration.ofSeconds(20));

        assertThat(broker.health().state()).isEqualTo(Health.State.UP);
        assertThat(broker.health().words()).contains("Apache Qpid");

        broker.close();
        assertThat(broker.health().state()).isEqualTo(Health.State.DOWN);
    }

    @Test
    void one_with_a_directory_keeps_its_queues_there(@TempDir Path directory) {
        try (Broker broker = Broker.connect("embedded:" + directory)) {
            broker.awaitConnected(Duration.ofSeconds(20));
        }

        assertThat(directory).isDirectoryContaining(Files::isDirectory);
    }
}
