package dev.tidings.testkit.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.skippedWithReason;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class WithoutBrokerTest {
    private static final Path NOWHERE = Path.of("/nowhere");

    @Test
    void tests_fail_where_CI_is_set() {
        EngineExecutionResults run = run(InCi.class);

        run.testEvents().assertStatistics(tests -> tests.started(0));
        run.containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                container(InCi.class),
                                finishedWithFailure(
                                        instanceOf(IllegalStateException.class),
                                        message(text -> text.contains("set TIDINGS_TEST_AMQP_URI")))));
    }

    @Test
    void tests_are_skipped_with_a_reason_elsewhere_and_counted_at_the_end() {
        PrintStream real = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            EngineExecutionResults run = run(OnLaptop.class, AtHome.class);

            run.testEvents().assertStatistics(tests -> tests.started(0));
            run.containerEvents()
                    .assertThatEvents()
                    .haveExactly(
                            1,
                            event(
                                    container(OnLaptop.class),
                                    skippedWithReason(why -> why.contains("install rabbitmq-server"))));
        } finally {
            System.setErr(real);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsOnlyOnce("4 tests need RabbitMQ and were skipped: none was found:"
                        + " set TIDINGS_TEST_AMQP_URI, start Docker, or install rabbitmq-server");
    }

    private static EngineExecutionResults run(Class<?>... classes) {
        EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
        for (Class<?> testClass : classes) {
            kit.selectors(selectClass(testClass));
        }
        return kit.execute();
    }

    private static RabbitMq withoutBroker(String ci) {
        return new RabbitMq(new BrokerFinder(Map.of("CI", ci, "DOCKER_HOST", "unix:///nowhere"), NOWHERE));
    }

    static final class InCi {
        @RegisterExtension
        static final RabbitMq rabbit = withoutBroker("true");

        @Test
        void needs_it() {
            assertThat(rabbit.uri()).isNotEmpty();
        }
    }

    static final class OnLaptop {
        @RegisterExtension
        static final RabbitMq rabbit = withoutBroker("");

        @Test
        void needs_it() {
            assertThat(rabbit.uri()).isNotEmpty();
        }

        @Test
        void needs_it_too() {
            assertThat(rabbit.uri()).isNotEmpty();
        }

        @Nested
        class Inside {
            @Test
            void needs_it() {
                assertThat(rabbit.uri()).isNotEmpty();
            }
        }
    }

    static final class AtHome {
        @RegisterExtension
        static final RabbitMq rabbit = withoutBroker("");

        @Test
        void needs_it() {
            assertThat(rabbit.uri()).isNotEmpty();
        }
    }
}
