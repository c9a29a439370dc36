package dev.tidings.samples.migration.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.samples.demo.check.Claim;
import dev.tidings.samples.demo.screen.Screen;
import dev.tidings.testkit.broker.RabbitMq;
import dev.tidings.testkit.process.DatabaseServer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole story, with real processes, a real broker and a real database. {@code -Dtidings.story=2000} makes it shorter. */
@Tag("slow")
class MigrationStoryTest {
    private static final int EVENTS = Integer.getInteger("tidings.story", 20_000);

    @RegisterExtension
    static final RabbitMq rabbit = RabbitMq.shared();

    private final long seed = Long.getLong("tidings.seed", new Random().nextInt(1_000_000));

    @TempDir
    Path directory;

    @Test
    void no_event_is_lost_or_done_twice_while_one_system_replaces_another() throws Exception {
        Plan plan = new Plan(rabbit.uri(), EVENTS, Optional.of(postgresql()), seed);

        Outcome outcome = new Story(plan, directory, Screen.ofThisProcess()).run();

        System.out.println("seed " + seed + ", " + outcome.figures());
        assertThat(outcome.claims()).as("seed %s", seed).allMatch(Claim::holds);
        assertThat(outcome.published()).isEqualTo(EVENTS);
        assertThat(outcome.lost()).isZero();
        assertThat(outcome.duplicateEffects()).isZero();
        assertThat(outcome.isBugFound()).isTrue();
    }

    private static String postgresql() {
        DatabaseServer server = DatabaseServer.postgresql();
        server.pool(1).close();
        return server.url() + (server.url().contains("?") ? "&" : "?") + "user=" + server.user();
    }
}
