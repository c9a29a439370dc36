package dev.tidings.samples.demo.chaos;

import dev.tidings.publisher.EventPublisher;
import dev.tidings.samples.demo.users.Users;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All of it at once: each event is published one to three times and out of order, connections are cut every one to two seconds, and the
 * owner sometimes answers with what it said the last time.
 */
public final class Chaos implements Conditions {
    private final Random random;
    private final Map<String, FaultyProxy> proxies = new ConcurrentHashMap<>();
    private final Scissors scissors;
    private volatile Optional<ShufflingPublisher> shuffling = Optional.empty();
    private volatile Optional<OldAnswers> oldAnswers = Optional.empty();

    public Chaos(long seed) {
        this.random = new Random(seed);
        this.scissors = new Scissors(proxies, new Random(random.nextLong()));
    }

    @Override
    public String way(String service, String broker) {
        FaultyProxy proxy = FaultyProxy.inFrontOf(broker);
        proxies.put(service, proxy);
        return proxy.through(broker);
    }

    @Override
    public EventPublisher between(EventPublisher publisher) {
        ShufflingPublisher between = new ShufflingPublisher(publisher, new Random(random.nextLong()));
        shuffling = Optional.of(between);
        return between;
    }

    @Override
    public Users answers(Users truth) {
        OldAnswers answers = new OldAnswers(truth, new Random(random.nextLong()));
        oldAnswers = Optional.of(answers);
        return answers;
    }

    @Override
    public void begin() {
        scissors.start();
    }

    @Override
    public void end() {
        scissors.close();
    }

    @Override
    public List<String> deeds() {
        String published = shuffling
                .map(it -> "extra copies: %,d, shuffled windows: %,d".formatted(it.extraCopies(), it.windows()))
                .orElse("");
        String answered =
                oldAnswers.map(it -> ", old answers: %,d".formatted(it.given())).orElse("");
        return List.of(published + answered, scissors.deeds());
    }

    @Override
    public void close() {
        scissors.close();
        proxies.values().forEach(FaultyProxy::close);
    }
}
