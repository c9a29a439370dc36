package dev.tidings.migration.shadow;

import static dev.tidings.migration.Outcomes.COMPARISON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidings.consumer.Handled;
import dev.tidings.consumer.NotYetException;
import dev.tidings.consumer.UnavailableException;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.events.MessageProperties;
import dev.tidings.events.RawMessage;
import dev.tidings.migration.Comparison;
import dev.tidings.migration.InMemoryOutcomeStore;
import dev.tidings.migration.InputHash;
import dev.tidings.migration.Outcome;
import dev.tidings.migration.Outcome.Answer;
import dev.tidings.migration.Outcomes;
import dev.tidings.migration.Report;
import dev.tidings.migration.Result;
import dev.tidings.migration.Sampling;
import dev.tidings.migration.Side;
import dev.tidings.migration.Verdict;
import dev.tidings.migration.shadow.Recording.Handling;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {
    private final InMemoryOutcomeStore store = new InMemoryOutcomeStore();
    private final List<String> mails = new ArrayList<>();
    private final DomainEvent event = event(42);

    /** How handlers are called. */
    enum Way {
        LIVE,
        SHADOW
    }

    private Recording recording(Way way) {
        return way == Way.LIVE
                ? Recording.live(COMPARISON, Side.OLD, store)
                : Recording.shadow(COMPARISON, Side.OLD, store);
    }

    private static DomainEvent event(long order) {
        return DomainEvent.of("order.placed", "order_id", order).changed("total");
    }

    private void bill(DomainEvent about, Effects effects) throws Exception {
        effects.read(Answer.FOUND, "{\"total\": 12.50}");
        effects.tell("total", 12.5);
        effects.tell("note", null);
        effects.perform("mail", Map.of("to", about.id("order_id")), () -> mails.add(about.id("order_id")));
    }

    private List<Outcome> outcomes() {
        return store.after(COMPARISON, "", 1_000);
    }

    private Outcome outcome() {
        assertThat(outcomes()).hasSize(1);
        return outcomes().get(0);
    }

    @Test
    void one_handler_live_and_in_a_shadow_gives_equal_outcomes_and_acts_once() throws Exception {
        Handling handler = this::bill;
        try (Recording live = Recording.live(COMPARISON, Side.OLD, store);
                Recording shadow = Recording.shadow(COMPARISON, store)) {
            live.handling(handler).handle(event);
            shadow.handling(handler).handle(event);
        }

        assertThat(mails).containsExactly("42");
        assertThat(outcomes()).hasSize(2).allSatisfy(outcome -> {
            assertThat(outcome.result())
                    .isEqualTo(new Result.Effect("{\"mail\":[{\"to\":\"42\"}],\"note\":null,\"total\":12.5}"));
            assertThat(outcome.answer()).isEqualTo(Answer.FOUND);
            assertThat(outcome.inputHash()).contains(InputHash.of("{\"total\":12.5}"));
            assertThat(outcome.entity()).isEqualTo("order_id=42");
        });
        Report report = Comparison.of(COMPARISON, store).report();
        assertThat(report.exitCode()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void what_is_thrown_is_recorded_without_secrets_and_thrown(Way way) {
        AssertionError thrown = new AssertionError("no, password=hunter2");
        try (Recording recording = recording(way)) {
            assertThatThrownBy(() -> recording
                            .handling((about, effects) -> {
                                effects.tell("total", 1);
                                throw thrown;
                            })
                            .handle(event))
                    .isSameAs(thrown);
        }

        assertThat(outcome().result()).isEqualTo(Result.failed("AssertionError: no, password=***"));
    }

    private static List<Exception> noOutcomes() {
        return List.of(
                new UnavailableException("owner"),
                new NotYetException("too early"),
                new InterruptedException(),
                new IllegalStateException(new SQLException("gone", "08006")));
    }

    @ParameterizedTest
    @EnumSource
    void what_says_nothing_of_the_event_is_only_thrown(Way way) {
        try (Recording recording = recording(way)) {
            for (Exception thrown : noOutcomes()) {
                assertThatThrownBy(() -> recording
                                .handling((about, effects) -> {
                                    throw thrown;
                                })
                                .handle(event))
                        .isSameAs(thrown);
            }
        }

        assertThat(outcomes()).isEmpty();
    }

    private static List<Supplier<Object>> unwritable() {
        List<Object> circle = new ArrayList<>();
        circle.add(circle);
        return List.of(() -> circle, Object::new);
    }

    @ParameterizedTest
    @EnumSource
    void what_cannot_be_written_is_a_failed_outcome_and_the_handler_goes_on(Way way) throws Exception {
        int order = 0;
        for (Supplier<Object> value : unwritable()) {
            try (Recording recording = recording(way)) {
                recording
                        .handling((about, effects) -> effects.tell("x", value.get()))
                        .handle(event(order++));
            }
        }

        assertThat(outcomes())
                .hasSize(order)
                .allSatisfy(outcome -> assertThat(outcome.result())
                        .isInstanceOfSatisfying(
                                Result.Failed.class,
                                failed -> assertThat(failed.reason()).startsWith("the effect cannot be recorded: ")));
    }

    @Test
    void several_readings_count_together_in_their_order() {
        assertThat(hashOf("1", "2")).isEqualTo(hashOf("1", "2")).isNotEqualTo(hashOf("2", "1"));
        assertThat(hashOf("1", "2")).isNotEqualTo(hashOf("1"));

        Collected effects = new Collected(false);
        effects.read(Answer.GONE, "");
        effects.read(Answer.FOUND, "{}");
        assertThat(effects.reading(Outcomes.old("e", Map.of())).answer()).isEqualTo(Answer.GONE);
    }

    private static Optional<String> hashOf(String... inputs) {
        Collected effects = new Collected(false);
        List.of(inputs).forEach(input -> effects.read(Answer.FOUND, input));
        return effects.reading(Outcomes.old("e", Map.of())).inputHash();
    }

    @Test
    void only_the_sampled_entities_are_recorded_and_the_others_handled_live() throws Exception {
        Sampling half = Sampling.percent(50);
        List<DomainEvent> called = new ArrayList<>();
        try (Recording live = recording(Way.LIVE).sampling(half);
                Recording shadow = Recording.shadow(COMPARISON, store).sampling(half)) {
            for (int i = 0; i < 100; i++) {
                live.handling((about, effects) -> called.add(about)).handle(event(i));
                shadow.handling((about, effects) -> called.add(about)).handle(event(i));
            }
        }

        long sampled = IntStream.range(0, 100)
                .filter(i -> half.includes("order_id=" + i))
                .count();
        assertThat(sampled).isBetween(20L, 80L);
        assertThat(called).hasSize(100 + (int) sampled);
        assertThat(outcomes()).hasSize(2 * (int) sampled);
    }

    @Test
    void the_old_side_is_recorded_for_a_measure_of_noise_too() throws Exception {
        try (Recording old = recording(Way.LIVE).alsoAs("billing/noise");
                Recording second = Recording.shadow("billing/noise", store);
                Recording next = Recording.shadow(COMPARISON, store)) {
            old.handling(this::bill).handle(event);
            second.handling((about, effects) -> effects.tell("total", 13)).handle(event);
            next.handling(this::bill).handle(event);
        }

        Report report = Comparison.of(COMPARISON, store).noise("billing/noise").report();
        assertThat(report.counts().of(Verdict.Kind.SAME)).isEqualTo(1);
        assertThat(report.noise())
                .hasValueSatisfying(noise -> assertThat(noise.mismatches()).isEqualTo(1));
    }

    private static DomainEvent received(String routingKey, MessageProperties properties) {
        return EventFormat.standard()
                .read(new RawMessage(
                        "shop",
                        routingKey,
                        properties,
                        Map.of(),
                        "{\"order_id\":42}".getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @EnumSource
    void an_event_without_an_id_is_not_recorded_and_counted(Way way) throws Exception {
        DomainEvent unknown = received("order.placed", MessageProperties.none());
        try (Recording recording = recording(way)) {
            recording.handling(this::bill).handle(unknown);

            assertThat(recording.lost()).isEqualTo(1);
        }
        assertThat(mails).hasSize(way == Way.LIVE ? 1 : 0);
        assertThat(outcomes()).isEmpty();
    }

    @Test
    void what_does_not_fit_in_an_outcome_fails_a_shadow_and_not_a_live_handler() throws Exception {
        DomainEvent strange =
                received("", MessageProperties.none().messageId("1").type("order.placed"));
        try (Recording live = recording(Way.LIVE);
                Recording shadow = Recording.shadow(COMPARISON, store)) {
            live.handling(this::bill).handle(strange);
            assertThat(live.lost()).isEqualTo(1);
            assertThatThrownBy(() -> shadow.handling(this::bill).handle(strange))
                    .hasMessageContaining("the routing key of an outcome");
        }

        assertThat(outcomes()).isEmpty();
    }

    private Handled handled(Handled.Verdict verdict, Optional<Throwable> failure) {
        return new Handled("billing.shadow.v2", "order.placed", Optional.of(event), 1, verdict, failure, Duration.ZERO);
    }

    @Test
    void what_the_queue_has_dropped_is_recorded_and_known_to_a_report() throws Exception {
        try (Recording live = recording(Way.LIVE);
                Recording shadow = Recording.shadow(COMPARISON, store)) {
            live.handling(this::bill).handle(event);
            shadow.accept(handled(Handled.Verdict.DROPPED, Optional.empty()));
            shadow.accept(handled(Handled.Verdict.DONE, Optional.empty()));
        }

        Report report = Comparison.of(COMPARISON, store).report();
        assertThat(report.dropped()).isEqualTo(1);
        assertThat(report.counts().mismatches()).isZero();
    }

    @Test
    void what_failed_without_the_handlers_doing_is_recorded() {
        try (Recording shadow = Recording.shadow(COMPARISON, store)) {
            shadow.accept(handled(Handled.Verdict.LEFT, Optional.of(new IllegalStateException("took too long"))));
        }

        assertThat(outcome().result()).isEqualTo(Result.failed("IllegalStateException: took too long"));
    }

    @Test
    void what_only_a_shadow_can_do_is_refused_with_the_way_out() {
        try (Recording live = recording(Way.LIVE);
                Recording shadow = Recording.shadow(COMPARISON, store)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> live.probing(about -> Map.of()))
                    .withMessageContaining("Recording.shadow(comparison, Side.OLD, store)");
            assertThatIllegalStateException()
                    .isThrownBy(() -> shadow.inTransaction((about, transaction, effects) -> {}, (about, c) -> Map.of()))
                    .withMessageContaining("rollingBack(dataSource)");
            assertThatThrownBy(() -> shadow.probing(Duration.ofHours(1), about -> Map.of()))
                    .hasMessageContaining("give 0 to PT10M");
            assertThat(shadow.alsoAs("billing/noise"))
                    .hasToString("the NEW side of billing/v2, billing/noise, 100 % of the entities");
        }
        assertThatThrownBy(() -> Recording.live("no spaces", Side.OLD, store).close())
                .hasMessageContaining("name of a comparison");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void a_batch_is_recorded_event_by_event_and_its_failure_when_alone(int size) throws Exception {
        List<DomainEvent> events =
                IntStream.range(0, size).mapToObj(RecordingTest::event).toList();
        try (Recorder recorder = new Recorder(COMPARISON, store, Duration.ofSeconds(10))) {
            Mode shadow = new Shadow(COMPARISON, new SharedFlush(COMPARISON, store), recorder, Optional.empty());
            Scope scope = Scope.of(COMPARISON, Side.NEW);
            assertThatThrownBy(() -> new BatchCall(scope, shadow, all -> {
                                throw new IllegalStateException("full");
                            })
                            .handle(events))
                    .hasMessage("full");
            assertThat(outcomes()).hasSize(size == 1 ? 1 : 0);

            new BatchCall(
                            scope,
                            shadow,
                            all -> all.forEach((about, effects) -> effects.tell("n", about.id("order_id"))))
                    .handle(events);
        }

        assertThat(outcomes())
                .hasSize(size)
                .allSatisfy(outcome -> assertThat(outcome.result())
                        .isEqualTo(Result.effect(Map.of("n", outcome.entity().substring("order_id=".length())))));
    }

    @Test
    void a_probe_reads_after_its_delay_and_events_wait_together() throws Exception {
        List<String> steps = new ArrayList<>();
        try (Recorder recorder = new Recorder(COMPARISON, store, Duration.ofSeconds(10))) {
            Mode shadow = new Shadow(COMPARISON, new SharedFlush(COMPARISON, store), recorder, Optional.empty());
            Waiting probe = new Waiting(
                    shadow,
                    Scope.of(COMPARISON, Side.OLD),
                    Duration.ofSeconds(2),
                    about -> {
                        steps.add("read " + about.id("order_id"));
                        if (about.id("order_id").equals("2")) {
                            throw new IllegalStateException("no such bill");
                        }
                        return Map.of("total", 12.5);
                    },
                    delay -> steps.add("waited " + delay));

            assertThat(probe.refresh(List.of(event(1), event(2)))).isEmpty();
        }

        assertThat(steps).containsExactly("waited PT2S", "read 1", "read 2");
        assertThat(outcomes())
                .extracting(Outcome::side, Outcome::result)
                .containsExactlyInAnyOrder(
                        tuple(Side.OLD, Result.effect(Map.of("total", 12.5))),
                        tuple(Side.OLD, Result.failed("IllegalStateException: no such bill")));
    }

    @Test
    void a_probe_that_cannot_reach_the_old_system_records_nothing() {
        try (Recording old = Recording.shadow(COMPARISON, Side.OLD, store)) {
            assertThatThrownBy(() -> old.probing(Duration.ZERO, about -> {
                                throw new UnavailableException("the old system is away");
                            })
                            .refresh(List.of(event)))
                    .isInstanceOf(UnavailableException.class);
        }

        assertThat(outcomes()).isEmpty();
    }
}
