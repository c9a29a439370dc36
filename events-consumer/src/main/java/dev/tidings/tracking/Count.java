package dev.tidings.tracking;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** So many events of a slot. */
record Count(Slot slot, long events) {

    static List<Count> sorted(Map<Slot, Long> counts) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(entry -> new Count(entry.getKey(), entry.getValue()))
                        .toList();
    }

    /** The same, with keys beyond ASCII among the others of their exchange. */
    static List<Count> inAscii(List<Count> counts) {
        Map<Slot, Long> folded = new TreeMap<>();
        for (Count count : counts) {
            Kind kind = count.slot().kind();
            folded.merge(
                    new Slot(count.slot().bucket(), kind.isAscii() ? kind : kind.others()), count.events(), Long::sum);
        }
        return sorted(folded);
    }
}
