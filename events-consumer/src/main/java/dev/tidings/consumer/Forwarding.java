package dev.tidings.consumer;

import dev.tidings.consumer.Folded.Work;
import dev.tidings.events.DomainEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Sends on what belongs to the other group of a share. */
record Forwarding(Optional<Share> share, Outgoing outgoing) {

    /** Those that are the group's own; the others are settled. */
    List<Arrival> own(List<Arrival> arrivals, Consumer<List<Decision>> settle) {
        if (share.isEmpty()) {
            return arrivals;
        }
        List<Arrival> own = new ArrayList<>(arrivals.size());
        List<Decision> sentOn = new ArrayList<>(0);
        for (Arrival arrival : arrivals) {
            elsewhere(arrival)
                    .ifPresentOrElse(destination -> sentOn.add(decision(arrival, destination)), () -> own.add(arrival));
        }
        if (!sentOn.isEmpty()) {
            settle.accept(sentOn);
        }
        return own;
    }

    private Optional<Share.Destination> elsewhere(Arrival arrival) {
        Share asked = share.orElseThrow();
        if (arrival.event().isEmpty()) {
            return asked.unreadable();
        }
        Optional<Share.Destination> destination = arrival.event().flatMap(asked::elsewhere);
        if (destination.isPresent() && Letter.wasForwarded(arrival.message())) {
            asked.look();
            return arrival.event().flatMap(asked::elsewhere);
        }
        return destination;
    }

    private Decision decision(Arrival arrival, Share.Destination destination) {
        return new Decision(
                arrival,
                Handled.Verdict.FORWARDED,
                Optional.empty(),
                outgoing.forward(arrival, destination),
                Optional.empty(),
                Duration.ZERO);
    }

    /** Makes sure that the events stay the group's own until the transaction ends. */
    void hold(Connection transaction, List<Work> works) throws SQLException, MovedException {
        if (share.isPresent()) {
            List<DomainEvent> events = works.stream()
                    .flatMap(work -> work.arrival().event().stream())
                    .toList();
            share.get().hold(transaction, events);
        }
    }
}
