package dev.tidings.tracking;

import dev.tidings.tracking.CountsTable.Total;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Routing keys that came and that nobody listens to. Prints as a table for people.
 *
 * @param keys those with the most events first
 * @param others so many events came under keys that were not named, since there were too many; of these it is not known
 */
public record Unheard(List<Key> keys, long others) {
    private static final int WIDEST = 80;

    /**
     * A key that nobody listens to. What cannot be printed in it is replaced.
     *
     * @param events so many came
     * @param lastSeen when the last bucket with one began
     */
    public record Key(String exchange, String routingKey, long events, Instant lastSeen) {}

    static Unheard among(List<Total> totals, Bindings bindings) {
        List<Bindings.Listener> listeners = bindings.listeners();
        List<Key> unheard = new ArrayList<>();
        long others = 0;
        for (Total total : totals) {
            String exchange = total.kind().exchange();
            String routingKey = total.kind().routingKey();
            if (total.kind().equals(total.kind().others())) {
                others += total.events();
            } else if (listeners.stream().noneMatch(listener -> listener.hears(exchange, routingKey))) {
                unheard.add(new Key(exchange, routingKey, total.events(), Instant.ofEpochSecond(total.lastBucket())));
            }
        }
        return new Unheard(List.copyOf(unheard), others);
    }

    @Override
    public String toString() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("exchange", "routing key", "events", "last seen"));
        for (Key key : keys) {
            rows.add(List.of(
                    cut(key.exchange()),
                    cut(key.routingKey()),
                    String.format(Locale.ROOT, "%,d", key.events()),
                    key.lastSeen().toString()));
        }
        String table = keys.isEmpty() ? "every key that came is listened to\n" : lines(rows);
        return others == 0
                ? table
                : table + String.format(Locale.ROOT, "and %,d events of keys that were too many to name%n", others);
    }

    private static String cut(String text) {
        return text.length() > WIDEST ? text.substring(0, WIDEST - 1) + "…" : text;
    }

    /** Text is left, numbers are right. */
    private static String lines(List<List<String>> rows) {
        int[] width = new int[4];
        rows.forEach(row -> {
            for (int i = 0; i < width.length; i++) {
                width[i] = Math.max(width[i], row.get(i).length());
            }
        });
        String format = "%-" + width[0] + "s  %-" + width[1] + "s  %" + width[2] + "s  %s%n";
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(String.format(Locale.ROOT, format, row.toArray())));
        return lines.toString();
    }
}
