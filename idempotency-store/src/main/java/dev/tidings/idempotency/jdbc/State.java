package dev.tidings.idempotency.jdbc;

/** Of a row. */
enum State {
    OWNED(0),
    COMPLETED(1);

    private final int stored;

    State(int stored) {
        this.stored = stored;
    }

    /** As it is in the table. */
    int stored() {
        return stored;
    }

    static State of(int stored) {
        return stored == OWNED.stored ? OWNED : COMPLETED;
    }
}
