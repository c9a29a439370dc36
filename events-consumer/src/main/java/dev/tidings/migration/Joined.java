package dev.tidings.migration;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Reads the outcomes of a comparison page by page, and gives both sides of an event together. */
record Joined(OutcomeStore store, String comparison) {
    /** Effects may have 64 KiB, so that a page has 13 MB at most. */
    private static final int PAGE = 200;

    void forEach(BiConsumer<Optional<Outcome>, Optional<Outcome>> event) {
        List<Outcome> page = store.after(comparison, "", PAGE);
        while (!page.isEmpty()) {
            for (int i = 0; i < page.size(); ) {
                Outcome one = page.get(i++);
                boolean isAlone = i == page.size() || !page.get(i).eventId().equals(one.eventId());
                Optional<Outcome> other = isAlone ? Optional.empty() : Optional.of(page.get(i++));
                if (one.side() == Side.OLD) {
                    event.accept(Optional.of(one), other);
                } else {
                    event.accept(other, Optional.of(one));
                }
            }
            page = store.after(comparison, page.get(page.size() - 1).eventId(), PAGE);
        }
    }
}
