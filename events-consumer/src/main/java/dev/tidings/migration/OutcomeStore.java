package dev.tidings.migration;

import java.time.Instant;
import java.util.List;

/** Where both sides record their outcomes. Safe for use by many threads and processes. */
public interface OutcomeStore {

    /**
     * Keeps these outcomes, all or none of them. Of one side and event, a success replaces a failure, and else the first one stays; so a
     * recording may be repeated.
     */
    void record(List<Outcome> outcomes);

    /**
     * Outcomes of a comparison, of the events whose ids come next in the order of the store. All outcomes of an event come together.
     *
     * @param eventId the last event that was read before; empty to begin
     * @param atMost outcomes, 2 or more
     * @return empty if there are no more
     */
    List<Outcome> after(String comparison, String eventId, int atMost);

    /**
     * Deletes the events of all comparisons whose outcomes were all decided before this time, with both sides.
     *
     * @return how many outcomes
     */
    long forgetBefore(Instant time);
}
