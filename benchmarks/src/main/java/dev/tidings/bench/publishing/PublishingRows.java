package dev.tidings.bench.publishing;

import dev.tidings.bench.Row;
import java.util.List;

/** What it costs to publish. */
public final class PublishingRows {
    private PublishingRows() {}

    /** In the order of the table. */
    public static List<Row> all() {
        return List.of(
                new PublishAsync(),
                new PublishBlocking(1, 20),
                new PublishBlocking(8, 4),
                new PublishBlocking(32, 2),
                new OutboxRelay());
    }
}
