package dev.tidings.samples.demo;

import dev.tidings.samples.demo.users.UserService;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What users do all day: they come, move house, and go. The seed decides who and when. */
final class Traffic {
    private static final int FEW = 20;
    private static final int SLOWEST_PER_SECOND = 300;
    private static final int LONGEST_SECONDS = 20;
    private static final List<List<String>> CITIES = List.of(
            List.of("Chile", "Valparaíso", "Temuco", "Arica"),
            List.of("Estonia", "Tartu", "Narva", "Pärnu"),
            List.of("Ghana", "Kumasi", "Tamale", "Cape Coast"),
            List.of("Japan", "Sapporo", "Matsuyama", "Naha"),
            List.of("Portugal", "Braga", "Évora", "Faro"),
            List.of("Vietnam", "Huế", "Đà Lạt", "Cần Thơ"));

    private final UserService service;
    private final Random random;
    private final List<Long> living = new ArrayList<>();
    private long lastId;
    private volatile boolean stopped;

    Traffic(UserService service, long seed) {
        this.service = service;
        this.random = new Random(seed);
    }

    /** So many users who are there before anybody listens. */
    void begin(int users) {
        for (int i = 0; i < users; i++) {
            living.add(++lastId);
            List<String> place = place();
            service.adopt(lastId, place.get(0), place.get(1));
        }
    }

    /** So many changes, or fewer if stopped. Not as fast as it goes, but so that one can watch. */
    void run(int changes) {
        long pause = TimeUnit.SECONDS.toNanos(1) / Math.max(SLOWEST_PER_SECOND, changes / LONGEST_SECONDS);
        long next = System.nanoTime();
        for (int i = 0; i < changes && !stopped; i++) {
            LockSupport.parkNanos(next - System.nanoTime());
            next += pause;
            change();
        }
    }

    void stop() {
        stopped = true;
    }

    private void change() {
        int dice = random.nextInt(100);
        if (living.size() < FEW || dice < 30) {
            living.add(++lastId);
            List<String> place = place();
            service.register(lastId, place.get(0), place.get(1));
        } else if (dice < 85) {
            List<String> place = place();
            service.move(living.get(random.nextInt(living.size())), place.get(0), place.get(1));
        } else {
            service.remove(living.remove(random.nextInt(living.size())));
        }
    }

    private List<String> place() {
        List<String> country = CITIES.get(random.nextInt(CITIES.size()));
        return List.of(country.get(0), country.get(1 + random.nextInt(country.size() - 1)));
    }
}
