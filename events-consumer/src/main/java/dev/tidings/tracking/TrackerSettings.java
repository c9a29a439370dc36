package dev.tidings.tracking;

import dev.tidings.broker.internal.Queue;
import dev.tidings.broker.internal.Topology;
import dev.tidings.events.CheckReturnValue;
import dev.tidings.events.Exchange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * What a tracker was told.
 *
 * @param mostKeys so many routing keys of a bucket are named
 */
@CheckReturnValue
record TrackerSettings(
        String name,
        List<Exchange> exchanges,
        Buckets buckets,
        Duration keep,
        int mostKeys,
        Tables tables,
        Optional<DataSource> dataSource) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,100}");
    private static final String ALL = "#";

    TrackerSettings {
        if (!NAME.matcher(name).matches() || name.startsWith("amq.")) {
            throw new IllegalArgumentException("'" + name.replaceAll("\\p{Cntrl}", "?")
                    + "' cannot name a tracker, since it names its queue: use 1 to 100 letters, digits, '-', '_' or '.',"
                    + " not beginning with 'amq.'");
        }
        if (keep.compareTo(buckets.width()) < 0) {
            throw new IllegalArgumentException("tracker '" + name + "' would delete counts after " + keep
                    + ", before their bucket of " + buckets.width() + " is over; keep them for longer");
        }
    }

    TrackerSettings and(Exchange exchange) {
        if (exchange.type() == Exchange.Type.DIRECT || exchange.type() == Exchange.Type.HEADERS) {
            throw new IllegalArgumentException("exchange '" + exchange.name() + "' is a "
                    + exchange.type().name().toLowerCase(Locale.ROOT)
                    + " exchange, and a tracker takes everything by '#', as topic and fanout exchanges understand it;"
                    + " track those");
        }
        if (exchanges.stream().anyMatch(other -> other.name().equals(exchange.name()))) {
            throw new IllegalArgumentException(
                    "tracker '" + name + "' is on exchange '" + exchange.name() + "' already; say it once");
        }
        List<Exchange> all = new ArrayList<>(exchanges);
        all.add(exchange);
        return new TrackerSettings(name, List.copyOf(all), buckets, keep, mostKeys, tables, dataSource);
    }

    TrackerSettings withBuckets(Buckets other) {
        return new TrackerSettings(name, exchanges, other, keep, mostKeys, tables, dataSource);
    }

    TrackerSettings withKeep(Duration other) {
        return new TrackerSettings(name, exchanges, buckets, other, mostKeys, tables, dataSource);
    }

    TrackerSettings withMostKeys(int other) {
        return new TrackerSettings(name, exchanges, buckets, keep, other, tables, dataSource);
    }

    TrackerSettings withTables(Tables other) {
        return new TrackerSettings(name, exchanges, buckets, keep, mostKeys, other, dataSource);
    }

    TrackerSettings withDataSource(DataSource other) {
        return new TrackerSettings(name, exchanges, buckets, keep, mostKeys, tables, Optional.of(other));
    }

    /** @throws IllegalArgumentException if it does not say where to */
    DataSource database() {
        return dataSource.orElseThrow(() ->
                new IllegalArgumentException("tracker '" + name + "' has nowhere to count to; say into(dataSource)"));
    }

    /** @throws IllegalArgumentException if it is bound to nothing */
    Topology topology() {
        if (exchanges.isEmpty()) {
            throw new IllegalArgumentException(
                    "tracker '" + name + "' is bound to nothing; say on(exchange) before start");
        }
        return new Topology(
                exchanges,
                List.of(Queue.copies(name)),
                exchanges.stream()
                        .map(exchange -> new Topology.Binding(name, exchange.name(), ALL))
                        .toList(),
                List.of(),
                List.of());
    }

    @Override
    public String toString() {
        return "tracker " + name + ": "
                + exchanges.stream()
                        .map(exchange -> exchange.name() + "/" + ALL)
                        .collect(Collectors.joining(", "))
                + "; by " + buckets.width() + ", kept for " + keep + ", in " + tables.counts();
    }
}
