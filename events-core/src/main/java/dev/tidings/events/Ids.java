package dev.tidings.events;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The ids of one event, in the order given, as text; and which of them are numbers in JSON. Equal when the texts are. */
final class Ids {
    static final Ids NONE = new Ids(Map.of(), Set.of());

    private final Map<String, String> texts;
    private final Set<String> numbers;

    private Ids(Map<String, String> texts, Set<String> numbers) {
        this.texts = texts;
        this.numbers = numbers;
    }

    Ids and(String name, long id) {
        return new Ids(added(name, Long.toString(id)), numbered(name));
    }

    Ids and(String name, String id) {
        return new Ids(added(name, Rules.id(name, id)), numbers);
    }

    Map<String, String> texts() {
        return texts;
    }

    boolean isNumber(String name) {
        return numbers.contains(name);
    }

    private Set<String> numbered(String name) {
        if (numbers.isEmpty()) {
            return Set.of(name);
        }
        Set<String> more = new LinkedHashSet<>(numbers);
        more.add(name);
        return more;
    }

    private Map<String, String> added(String name, String id) {
        Rules.idName(name);
        if (texts.isEmpty()) {
            return Map.of(name, id);
        }
        if (texts.size() == Rules.MOST_IDS) {
            throw new IllegalArgumentException("Id " + name + " is one too many: an event has at most " + Rules.MOST_IDS
                    + " ids; name the entity and leave the rest to its owner's API");
        }
        Map<String, String> more = new LinkedHashMap<>(texts);
        if (more.put(name, id) != null) {
            throw new IllegalArgumentException(
                    "Id " + name + " is given twice; an event is about one entity, publish one event for each");
        }
        return Collections.unmodifiableMap(more);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ids that && texts.equals(that.texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return texts.toString();
    }
}
