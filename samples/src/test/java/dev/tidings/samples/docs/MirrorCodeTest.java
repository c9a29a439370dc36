package dev.tidings.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.events.DomainEvent;
import dev.tidings.mirror.Mirror;
import dev.tidings.mirror.jdbc.JdbcMirror;
import dev.tidings.owner.Owner;
import dev.tidings.owner.Resource;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.samples.docs.MirrorCode.Profile;
import dev.tidings.testkit.FakeOwner;
import dev.tidings.testkit.SimulatedBroker;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the page on thin events shows, with an owner and a database. */
class MirrorCodeTest {
    private final JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID(), "sa", "");
    private final FakeOwner owner = FakeOwner.start();
    private final Resource<Profile> profiles = MirrorCode.several(Owner.at(owner.url()));

    @BeforeEach
    void fill() {
        owner.collection("/profiles", "/users/{user_id}/profile");
        owner.put("/users/1/profile", 1, new Profile("Ghana", "Tamale"));
        owner.put("/users/42/profile", 7, new Profile("Estonia", "Narva"));
    }

    @AfterEach
    void stop() {
        owner.close();
        database.dispose();
    }

    private Map<Long, String> cities() throws SQLException {
        Map<Long, String> cities = new TreeMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select user_id, city from profiles where state = 'present'")) {
            while (row.next()) {
                cities.put(row.getLong("user_id"), row.getString("city"));
            }
        }
        return cities;
    }

    private JdbcMirror<Profile> copies() {
        return JdbcMirror.table("profiles", Profile.class, database)
                .keyedByNumber("user_id")
                .createTables();
    }

    @Test
    void the_first_fill_copies_what_is_there_and_the_group_what_changes() throws Exception {
        try (Broker broker = Broker.connect("embedded:");
                EventPublisher users = EventPublisher.to("users").open(broker)) {
            MirrorCode.firstFill(profiles, copies(), broker);
            assertThat(cities()).isEqualTo(Map.of(1L, "Tamale", 42L, "Narva"));

            owner.put("/users/42/profile", 8, new Profile("Estonia", "Tartu"));
            users.publish(DomainEvent.of("profile.updated", "user_id", 42).version(8));
            await().atMost(Duration.ofSeconds(20)).until(() -> cities().containsValue("Tartu"));
        }
    }

    @Test
    void a_repair_corrects_what_somebody_has_changed() throws Exception {
        Mirror<Profile> mirror = Mirror.of(profiles, copies());
        MirrorCode.repair(mirror);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("delete from profiles where user_id = 1");
        }

        MirrorCode.repair(mirror);

        assertThat(cities()).isEqualTo(Map.of(1L, "Tamale", 42L, "Narva"));
    }

    @Test
    void a_handler_gets_the_state_that_its_event_tells_of() {
        List<Profile> greeted = new ArrayList<>();
        SimulatedBroker broker = SimulatedBroker.create();
        MirrorCode.handler(profiles, greeted::add, broker);

        try (EventPublisher users = EventPublisher.to("users").open(broker)) {
            users.publish(DomainEvent.of("profile.updated", "user_id", 42).version(8));
            assertThat(greeted).isEmpty();

            owner.put("/users/42/profile", 8, new Profile("Estonia", "Tartu"));
            broker.advance(Duration.ofSeconds(1));
        }

        assertThat(greeted).containsExactly(new Profile("Estonia", "Tartu"));
    }
}
