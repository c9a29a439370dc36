package dev.tidings.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.Running;
import dev.tidings.events.DomainEvent;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.publisher.EventPublisher.Outcome;
import dev.tidings.testkit.broker.PrivateNode;
import dev.tidings.testkit.broker.RabbitMqNode;
import dev.tidings.testkit.proxy.Ending;
import dev.tidings.testkit.proxy.FaultyProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a service may do is taken from it while it runs, and its connections end; later it gets it back. */
@Tag("slow")
@Timeout(300)
class RevokedPermissionTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    /** Pauses are 5 to 10 s long. */
    private static final Duration WATCHED = Duration.ofSeconds(6);

    private static final int MOST_ATTEMPTS = 2;
    private static final String PASSWORD = "canary-8d2c71";
    private static final String NOTHING = "\"^$\", \"^$\", \"^$\"";
    private static final String ALL = "\".*\", \".*\", \".*\"";

    private final RabbitMqNode node = PrivateNode.shared();
    private final List<Service> services = new ArrayList<>();
    private final Logged log = Logged.from(Level.WARN);

    @AfterEach
    void close() {
        services.forEach(Service::close);
        log.close();
    }

    /** Calls a function of the broker's own users and rights, with texts as its binaries. */
    private void rights(String call, String... arguments) {
        String quoted = String.join(", ", arguments).replaceAll("\"([^\"]*)\"", "<<\"$1\">>");
        node.evaluate("rabbit_auth_backend_internal:" + call + "(" + quoted + ", <<\"tidings\">>), ok.");
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    /** A publisher and a group of one user, by a way of their own. */
    private final class Service implements AutoCloseable {
        private final String user;
        private final FaultyProxy proxy = FaultyProxy.inFrontOf(node.uri());
        private final BlockingQueue<DomainEvent> handled = new LinkedBlockingQueue<>();
        private final Broker broker;
        private final EventPublisher publisher;
        private final ConsumerGroup group;
        private int connections;

        Service(String user) {
            this.user = user;
            rights("add_user", quoted(user), quoted(PASSWORD));
            permit(ALL);
            broker = Broker.at(proxy.through(node.uri()))
                    .credentials(user, () -> PASSWORD)
                    .name(user)
                    .connect();
            publisher = EventPublisher.to(user).open(broker);
            group = ConsumerGroup.named(user + "-group")
                    .onFailure(FailurePolicy.retryAfter())
                    .on(user, "#", handled::add)
                    .start(broker);
            services.add(this);
        }

        void permit(String patterns) {
            rights("set_permissions", quoted(user), quoted("/"), patterns);
        }

        void assertWorks() throws Exception {
            group.awaitConsuming(DEADLINE);
            assertThat(publisher.publish(DomainEvent.of("user.created", "user_id", 1)))
                    .isEqualTo(Outcome.ROUTED);
            assertThat(handled.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        }

        void cut() {
            connections = proxy.accepted();
            proxy.cut(Ending.RST);
        }

        /** How often it has tried since: to connect, or to open a channel on a connection that stands. */
        long attempts() {
            long channels = log.warnings().stream()
                    .filter(line -> line.contains("of " + user) || line.contains("publisher " + user))
                    .filter(line -> line.contains("opening a new channel"))
                    .count();
            return proxy.accepted() - connections + channels;
        }

        void awaitWords(Running which, String words) {
            await().atMost(DEADLINE).until(() -> which.health().words(), said -> said.contains(words));
            assertThat(which.health().state()).isEqualTo(Health.State.WAITING);
            System.out.println("RevokedPermissionTest: " + which.health().words());
        }

        @Override
        public void close() {
            broker.close();
            proxy.close();
            rights("delete_user", quoted(user));
        }
    }

    @Test
    void it_says_what_is_missing_asks_seldom_and_goes_on_when_it_is_back() throws Exception {
        Service password = new Service("changed-password");
        Service host = new Service("forbidden-host");
        Service names = new Service("forbidden-names");
        for (Service service : services) {
            service.assertWorks();
        }

        rights("change_password", quoted(password.user), quoted("another"));
        rights("clear_permissions", quoted(host.user), quoted("/"));
        names.permit(NOTHING);
        for (Service service : services) {
            service.assertWorks();
        }
        services.forEach(Service::cut);

        password.awaitWords(password.broker, "the broker refused the credentials; check user and password");
        password.awaitWords(password.group, "the broker refused the credentials; check user and password");
        host.awaitWords(host.broker, "check that the virtual host exists and the user may use it");
        host.awaitWords(host.publisher, "check that the virtual host exists and the user may use it");
        names.awaitWords(names.group, "give the user that permission");
        names.awaitWords(names.publisher, "give the user that permission");
        assertAttemptsAreSeldom();

        rights("change_password", quoted(password.user), quoted(PASSWORD));
        host.permit(ALL);
        names.permit(ALL);
        long back = System.nanoTime();
        for (Service service : services) {
            service.assertWorks();
            System.out.printf(
                    "RevokedPermissionTest %s: works %d ms after it was permitted again%n",
                    service.user, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - back));
        }
        assertThat(log.lines()).noneMatch(line -> line.contains(PASSWORD));
    }

    /** The first ones came at once, so they are not counted. */
    private void assertAttemptsAreSeldom() {
        List<Long> before = services.stream().map(Service::attempts).toList();
        long start = System.nanoTime();
        await().pollDelay(WATCHED).atMost(DEADLINE).until(() -> true);
        double minutes = (System.nanoTime() - start) / 60e9;
        for (int i = 0; i < services.size(); i++) {
            long attempts = services.get(i).attempts() - before.get(i);
            System.out.printf(
                    "RevokedPermissionTest %s: %d attempts in %.0f s by two, %.0f a minute by each%n",
                    services.get(i).user, attempts, minutes * 60, attempts / minutes / 2);
            assertThat(attempts).as(services.get(i).user).isBetween(0L, 2L * MOST_ATTEMPTS);
        }
    }
}
