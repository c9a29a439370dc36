package dev.tidings.migration.baton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Health;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.testkit.process.DatabaseServer;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PostgreSqlMovedGroupsTest extends OnRabbitMq {
    PostgreSqlMovedGroupsTest() {
        super(DatabaseServer.postgresql());
    }

    @Test
    void an_instance_of_the_old_side_that_starts_while_it_ends_is_emptied_too() throws Exception {
        run(group).awaitConsuming(SOON);
        baton.start("v2");
        run(next).awaitConsuming(SOON);
        Future<?> stream = publishing();
        baton.cutOver(FORCE);
        awaitMore(next);
        baton.finish(FORCE);
        ConsumerGroup late = run(group);

        await().atMost(SOON).until(() -> baton.status().phase() == Phase.FINISHED);
        await().atMost(SOON).until(() -> late.health().state() == Health.State.DOWN);
        awaitMore(next);
        end(stream);

        assertAllOnceAndOnTheRightSide();
        assertThat(depth(group)).isZero();
    }
}
