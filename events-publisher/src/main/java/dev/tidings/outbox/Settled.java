package dev.tidings.outbox;

import dev.tidings.outbox.OutboxTable.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows whose outcome is known and not marked yet: kept when the database fails, so that they are not published again. */
final class Settled {
    private final Map<Long, State> states = new HashMap<>();
    private final Map<Long, String> reasons = new HashMap<>();

    void published(long seq) {
        states.put(seq, State.PUBLISHED);
    }

    void unrouted(long seq) {
        states.put(seq, State.UNROUTED);
    }

    void setAside(long seq, String reason) {
        states.put(seq, State.SET_ASIDE);
        reasons.put(seq, reason);
    }

    boolean isEmpty() {
        return states.isEmpty();
    }

    int count(State state) {
        return (int) states.values().stream().filter(state::equals).count();
    }

    /** Marks all of them, and forgets them. */
    void mark(OutboxTable table, Connection connection) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        table.mark(connection, dialect, State.PUBLISHED, all(State.PUBLISHED));
        table.mark(connection, dialect, State.UNROUTED, all(State.UNROUTED));
        for (Map.Entry<Long, String> aside : reasons.entrySet()) {
            table.setAside(connection, aside.getKey(), aside.getValue());
        }
        states.clear();
        reasons.clear();
    }

    private List<Long> all(State state) {
        List<Long> seqs = new ArrayList<>();
        states.forEach((seq, each) -> {
            if (each == state) {
                seqs.add(seq);
            }
        });
        return seqs;
    }
}
