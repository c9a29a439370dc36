package dev.tidings.testkit;

import static dev.tidings.testkit.OwnerFault.bodyOf;
import static dev.tidings.testkit.OwnerFault.deepJson;
import static dev.tidings.testkit.OwnerFault.gzipBomb;
import static dev.tidings.testkit.OwnerFault.longNumber;
import static dev.tidings.testkit.OwnerFault.malformedJson;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidings.broker.Broker;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.consumer.DeadLetter;
import dev.tidings.consumer.DeadLetters;
import dev.tidings.events.DomainEvent;
import dev.tidings.mirror.InMemoryMirror;
import dev.tidings.mirror.Mirror;
import dev.tidings.owner.EntityKey;
import dev.tidings.owner.Owner;
import dev.tidings.owner.OwnerAnswerException;
import dev.tidings.testkit.process.ChildJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Bodies that are made to hurt, for a process with 64 MB. */
class HostileAnswersTest extends OnMirroredOwner {
    private static final int GOOD = 200;
    private static final long HUNDRED_MEGABYTES = 100L << 20;
    private static final String TYPE = "{\"@class\":\"java.lang.ProcessBuilder\",\"command\":[\"true\"]}";

    /** With a field that may be anything. */
    record Loose(String city, Object anything) {}

    /** Mirrors until its standard input ends, and then says of how many it has a copy, and the last one. */
    static final class Child {
        private Child() {}

        /** Its words are the broker, the exchange, the group, the owner, and how many users there are. */
        public static void main(String... words) throws Exception {
            InMemoryMirror<Loose> copies = InMemoryMirror.create();
            Mirror<Loose> mirror =
                    Mirror.of(Owner.at(words[3]).resource("/users/{user_id}/profile", Loose.class), copies);
            ConsumerGroup.Spec spec =
                    ConsumerGroup.named(words[2]).onFailure(SOON).mirror(words[1], "#", mirror);
            try (Broker broker = Broker.connect(words[0]);
                    ConsumerGroup group = spec.start(broker)) {
                group.awaitConsuming(Duration.ofSeconds(20));
                System.out.println("consuming");
                System.in.read();
                List<Loose> all = LongStream.rangeClosed(1, Long.parseLong(words[4]))
                        .mapToObj(user -> copies.get(EntityKey.of("user_id", user)))
                        .flatMap(Optional::stream)
                        .toList();
                System.out.println(all.size() + " " + all.get(all.size() - 1));
            }
        }
    }

    private List<DomainEvent> hostile() {
        List<OwnerFault> faults = List.of(
                deepJson(100_000),
                longNumber(1_000_000),
                gzipBomb(HUNDRED_MEGABYTES),
                bodyOf(HUNDRED_MEGABYTES),
                malformedJson());
        List<String> bodies = List.of(
                "{\"city\":" + TYPE + "}",
                "{\"city\":NaN}",
                "null",
                "[" + TYPE + "]",
                "\"\\ud800\"",
                "",
                "{\"city\":[1]}");
        List<DomainEvent> events = new ArrayList<>(changeAll((long) faults.size() + bodies.size()));
        for (int i = 0; i < faults.size(); i++) {
            owner.begin(path(1 + i), faults.get(i));
        }
        for (int i = 0; i < bodies.size(); i++) {
            owner.put(path(1 + faults.size() + i), 1, bodies.get(i));
        }
        return events;
    }

    @Test
    void fail_their_own_event_and_no_other() throws Exception {
        List<DomainEvent> events = hostile();
        int hostile = events.size();
        for (long user = hostile + 1L; user <= hostile + GOOD; user++) {
            events.add(change(user));
        }
        int users = events.size();
        owner.put(path(users), 1, "{\"city\":\"Bonn\",\"city\":\"Berlin\",\"anything\":" + TYPE + "}");
        String group = rabbit.name(group());
        try (ChildJvm child =
                ChildJvm.start(Child.class, "64m", rabbit.uri(), exchange, group, owner.url(), String.valueOf(users))) {
            assertThat(child.line()).isEqualTo("consuming");
            long since = System.nanoTime();
            publish(events);
            DeadLetters dead = DeadLetters.of(group, broker);
            await().atMost(DEADLINE).until(() -> dead.peek(users).size() >= hostile || !child.isAlive());
            child.endInput();

            assertThat(child.line())
                    .isEqualTo(
                            GOOD + " Loose[city=Berlin, anything={@class=java.lang.ProcessBuilder, command=[true]}]");
            assertThat(child.exitCode()).isZero();
            assertThat(dead.peek(users)).hasSize(hostile).allSatisfy(letter -> {
                assertThat(letter.exception()).isEqualTo(OwnerAnswerException.class.getName());
                assertThat(letter.attempts()).isEqualTo(5);
            });
            dead.peek(users).stream()
                    .map(DeadLetter::failure)
                    .forEach(failure -> assertThat(failure).doesNotContain("ProcessBuilder"));
            System.out.printf(
                    "mirror fault 65: events %d, hostile bodies %d, lost 0, stale 0, dead letters %d, bytes sent %d MB, all right after %.1f s%n",
                    users, hostile, hostile, owner.bodyBytes() >> 20, (System.nanoTime() - since) / 1e9);
        }
    }
}
