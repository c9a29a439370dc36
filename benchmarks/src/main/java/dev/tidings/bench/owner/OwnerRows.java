package dev.tidings.bench.owner;

import dev.tidings.bench.Row;
import java.util.List;

/** What it costs to ask the owner. */
public final class OwnerRows {
    private OwnerRows() {}

    /** In the order of the table. */
    public static List<Row> all() {
        return List.of(new CallbackBurst(false), new CallbackBurst(true), new MirrorRate(true), new MirrorRate(false));
    }
}
