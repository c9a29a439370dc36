package dev.tidings.state;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Ids of entities, as text and as what the loaders take. */
record EntityIds<K>(String name, Function<String, K> reader) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

    static <K> EntityIds<K> named(String name, Function<String, K> reader) {
        if (!NAME.matcher(name).matches() || JsonList.RESERVED.contains(name)) {
            throw new IllegalArgumentException("an id cannot be named '" + name
                    + "'; give a letter and up to 63 of A-Z a-z 0-9 _, and none of " + JsonList.RESERVED);
        }
        return new EntityIds<>(name, reader);
    }

    /** Of a request. */
    K read(String text) {
        if (!ID.matcher(text).matches()) {
            throw refused();
        }
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
    }

    private RefusedException refused() {
        return new RefusedException("that is not a " + name);
    }

    Collection<K> readAll(String list, int most) {
        String[] texts = list.split(",", most + 1);
        if (texts.length > most) {
            throw new RefusedException("more than " + most + " ids in a request; ask in several");
        }
        Collection<K> read = new LinkedHashSet<>();
        for (String text : texts) {
            read.add(read(text));
        }
        return read;
    }

    /** Of a loader. */
    String text(K id) {
        String text = id.toString();
        if (!ID.matcher(text).matches()) {
            throw new IllegalStateException(name + " " + id
                    + " cannot be told of in events; an id is 1 to 64 characters of A-Z a-z 0-9 _ . : -");
        }
        return text;
    }

    JsonList.Id json(K id) {
        Optional<Long> number =
                id instanceof Long || id instanceof Integer ? Optional.of(((Number) id).longValue()) : Optional.empty();
        return new JsonList.Id(name, text(id), number);
    }
}
