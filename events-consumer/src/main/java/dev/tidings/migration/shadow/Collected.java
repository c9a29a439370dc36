package dev.tidings.migration.shadow;

import dev.tidings.migration.InputHash;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.Outcome.Answer;
import dev.tidings.migration.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one call of a handler has told, from when it began. */
final class Collected implements Effects {
    private final boolean real;
    private final long start = System.nanoTime();
    private final Map<String, @Nullable Object> told = new LinkedHashMap<>();
    private final Map<String, List<Map<String, ?>>> performed = new LinkedHashMap<>();
    private final List<String> inputs = new ArrayList<>();
    private Answer answer = Answer.NONE;
    private Optional<Throwable> unprobed = Optional.empty();

    Collected(boolean real) {
        this.real = real;
    }

    @Override
    public boolean areReal() {
        return real;
    }

    @Override
    public synchronized void tell(String field, @Nullable Object value) {
        told.put(field, value);
    }

    @Override
    public synchronized void read(Answer said, String json) {
        inputs.add(json);
        answer = answer == Answer.GONE ? answer : said;
    }

    @Override
    public void perform(String name, Map<String, ?> what, Action action) throws Exception {
        if (real) {
            action.run();
        }
        synchronized (this) {
            performed.computeIfAbsent(name, first -> new ArrayList<>()).add(new LinkedHashMap<>(what));
        }
    }

    /** What a probe has read of the handler's transaction. */
    synchronized void probed(Map<String, ?> fields) {
        told.putAll(fields);
    }

    /** The handler has worked, and its probe has not. */
    synchronized void unprobed(Throwable failure) {
        unprobed = Optional.of(failure);
    }

    /** What came of it, if the handler has returned. */
    synchronized Result result() {
        if (unprobed.isPresent()) {
            return Result.failed("the probe failed: " + Reasons.of(unprobed.get()));
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(told);
        fields.putAll(performed);
        try {
            return Result.effect(fields);
        } catch (IllegalArgumentException | StackOverflowError e) {
            return Result.failed("the effect cannot be recorded: " + Reasons.of(e));
        }
    }

    Duration took() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** The same, with what was read. */
    synchronized Outcome reading(Outcome outcome) {
        return inputs.isEmpty() ? outcome : outcome.reading(answer, hash());
    }

    private String hash() {
        return inputs.size() == 1
                ? InputHash.of(inputs.get(0))
                : InputHash.of(inputs.stream().map(InputHash::of).collect(Collectors.joining("\n")));
    }
}
