package dev.tidings.consumer;

import dev.tidings.events.DomainEvent;
import java.util.List;
import java.util.Map;

/**
 * Brings copies up to date after events, whatever their order and however often they come: {@link dev.tidings.mirror.Mirror} is one.
 * Must be safe for use by many threads.
 */
public interface Refresher {

    /**
     * Handles events, up to 100.
     *
     * @return what went wrong, for each event where something did; what is absent is done
     * @throws Exception if it says something of all of them
     */
    Map<DomainEvent, Exception> refresh(List<DomainEvent> events) throws Exception;
}
