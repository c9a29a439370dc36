package dev.tidings.mirror.jdbc;

import java.util.List;
import java.util.stream.IntStream;

/** Parts of a list, for statements that take only so much. */
final class Chunks {
    private static final int MOST = 500;
    /** PostgreSQL takes 65,535, and older drivers of it 32,767. */
    private static final int PARAMETERS = 30_000;

    private Chunks() {}

    /** @param parameters that each one has */
    static <E> List<List<E>> of(List<E> all, int parameters) {
        int size = Math.min(MOST, PARAMETERS / parameters);
        return IntStream.range(0, (all.size() + size - 1) / size)
                .mapToObj(i -> all.subList(i * size, Math.min(all.size(), (i + 1) * size)))
                .toList();
    }
}
