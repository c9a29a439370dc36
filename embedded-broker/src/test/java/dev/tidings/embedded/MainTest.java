package dev.tidings.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @TempDir
    Path directory;

    @Test
    void it_prints_one_line_with_the_uri_and_stops_in_order_on_sigterm() throws IOException {
        try (ChildBroker child = ChildBroker.ofClasses("--port", "0", "--store", directory.toString())) {
            try (Client client = Client.at(child.uri())) {
                client.queue("kept").publish("kept", "kept");
                client.channel.messageCount("kept");
            }
            assertThat(child.terminate()).isEqualTo(128 + 15);
            assertThat(child.output()).isEmpty();
            assertThat(child.errors()).isEmpty();
        }
        // the database removes its lock file when it is closed in order
        assertThat(directory.resolve("default").resolve("db.lck")).doesNotExist();
        try (EmbeddedBroker broker = EmbeddedBroker.storedIn(directory);
                Client client = Client.of(broker)) {
            assertThat(Client.text(client.take("kept"))).isEqualTo("kept");
        }
    }

    @Test
    void a_taken_port_is_one_line_and_exit_code_1() throws IOException {
        try (EmbeddedBroker other = EmbeddedBroker.start()) {
            String taken = Integer.toString(Client.factory(other.uri()).getPort());
            try (ChildBroker child = ChildBroker.ofClasses("--port", taken)) {
                assertThat(child.exitCode()).isEqualTo(1);
                assertThat(child.errors().lines()).singleElement().asString().contains("Port " + taken);
            }
        }
    }

    @Test
    void help_is_printed_without_starting_anything() throws IOException {
        try (ChildBroker child = ChildBroker.ofClasses("--help")) {
            assertThat(child.exitCode()).isZero();
            assertThat(child.output()).first().asString().startsWith("Usage: java -jar");
        }
    }

    @Test
    void a_wrong_option_is_named_and_exits_with_2() throws IOException {
        try (ChildBroker child = ChildBroker.ofClasses("--prot", "1")) {
            assertThat(child.exitCode()).isEqualTo(2);
            assertThat(child.errors()).contains("There is no option --prot").contains("Usage:");
        }
    }

    @Test
    void option_values_are_checked() {
        assertThatThrownBy(() -> CommandLine.of("--port")).hasMessage("--port needs a value.");
        assertThatThrownBy(() -> CommandLine.of("--port", "many")).hasMessage("--port needs a number, not many.");
        assertThatThrownBy(() -> CommandLine.of("--port", "-1")).hasMessageContaining("Port -1");
    }
}
