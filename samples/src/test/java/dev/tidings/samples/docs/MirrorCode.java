package dev.tidings.samples.docs;

import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.mirror.Mirror;
import dev.tidings.mirror.Sweep;
import dev.tidings.mirror.jdbc.JdbcMirror;
import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Owner;
import dev.tidings.owner.Resource;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page on thin events: asking the owner, and mirrors. */
final class MirrorCode {
    private static final Logger log = LoggerFactory.getLogger(MirrorCode.class);

    private MirrorCode() {}

    record Profile(String country, String city) {}

    interface Mailer {
        void greet(Profile profile);
    }

    static void threeLines(DataSource dataSource, Broker broker) {
        var profiles = Owner.at("https://users.internal").resource("/users/{user_id}/profile", Profile.class);
        var copies = JdbcMirror.table("profiles", Profile.class, dataSource).keyedBy("user_id");
        ConsumerGroup.named("search")
                .mirror("users", "#", Mirror.of(profiles, copies))
                .start(broker);
    }

    static void tables(DataSource dataSource) {
        JdbcMirror<Profile> copies = JdbcMirror.table("profiles", Profile.class, dataSource)
                .keyedByNumber("user_id")
                .createTables();
        log.info("{}", copies.ddl());
    }

    static void mirror(Resource<Profile> profiles, DataSource dataSource, Broker broker) {
        JdbcMirror<Profile> copies =
                JdbcMirror.table("profiles", Profile.class, dataSource).keyedBy("user_id");

        ConsumerGroup.named("search")
                .mirror("users", "#", Mirror.of(profiles, copies))
                .start(broker);
    }

    static Resource<Profile> resource() {
        Resource<Profile> profiles =
                Owner.at("https://users.internal").resource("/users/{user_id}/profile", Profile.class);
        return profiles;
    }

    static Resource<Profile> several(Owner owner) {
        Resource<Profile> profiles = owner.resource("/users/{user_id}/profile", Profile.class)
                .batch("/profiles?ids={user_id*}")
                .pages("/profiles?after={cursor}");
        return profiles;
    }

    static void firstFill(Resource<Profile> profiles, JdbcMirror<Profile> copies, Broker broker)
            throws InterruptedException {
        Mirror<Profile> mirror = Mirror.of(profiles, copies);
        ConsumerGroup search =
                ConsumerGroup.named("search").mirror("users", "#", mirror).start(broker);
        search.awaitConsuming(Duration.ofSeconds(10));
        Sweep filled = mirror.sweep(soFar -> log.info("{} seen, {} copied", soFar.seen(), soFar.repaired()));

        log.info("{} users in {}", filled.seen(), filled.took());
    }

    static void repair(Mirror<Profile> mirror) throws InterruptedException {
        Sweep sweep = mirror.sweep();
        if (sweep.repaired() > 0) {
            log.warn("{} copies were wrong, the oldest for {}", sweep.repaired(), sweep.oldest());
        }

        mirror.resync(List.of(EntityKey.of("user_id", 42)));
    }

    static void forget(JdbcMirror<Profile> copies) {
        int forgotten;
        do {
            forgotten = copies.forget(Duration.ofDays(30));
        } while (forgotten > 0);
    }

    static void handler(Resource<Profile> profiles, Mailer mailer, Broker broker) {
        ConsumerGroup.named("greetings")
                .on("users", "profile.*", event -> profiles.current(event).ifPresent(mailer::greet))
                .start(broker);
    }

    static Resource<Profile> sparse(Owner owner) {
        return owner.resource("/users/{user_id}/profile", Profile.class).sparse();
    }

    static Owner settings(Supplier<String> token) {
        Owner users = Owner.at("https://users.internal")
                .header("Authorization", () -> "Bearer " + token.get())
                .concurrency(16)
                .deadline(Duration.ofSeconds(2))
                .collecting(Duration.ofMillis(50));
        return users;
    }
}
