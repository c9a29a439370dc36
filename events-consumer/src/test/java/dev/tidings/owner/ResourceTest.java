package dev.tidings.owner;

import static dev.tidings.owner.Replies.city;
import static dev.tidings.owner.Replies.json;
import static dev.tidings.owner.Replies.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.consumer.NotYetException;
import dev.tidings.events.DomainEvent;
import dev.tidings.events.EventFormat;
import dev.tidings.events.RawMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What one asker gets. */
class ResourceTest {
    private static final String SECRET = "s3cr3t-canary";

    private final Replies replies = new Replies();
    private final Owner owner = Owner.at("http://users.test")
            .collecting(Duration.ZERO)
            .interceptor(replies)
            .header("Authorization", () -> "Bearer " + SECRET);
    private final Resource<Profile> profiles = owner.resource("/users/{user_id}/profile", Profile.class);

    record Profile(String city) {}

    private static DomainEvent updated() {
        return DomainEvent.of("profile.updated", "user_id", 42);
    }

    /** As it comes again after so many times. */
    private static DomainEvent again(DomainEvent event, int times) {
        RawMessage written = EventFormat.standard().write(event, "users");
        Map<String, Object> headers = new LinkedHashMap<>(written.headers());
        headers.put("tidings-early", times);
        return new RawMessage("users", written.routingKey(), written.properties(), headers, written.body())
                .readWith(EventFormat.standard());
    }

    @Test
    void the_state_is_asked_for_by_the_ids_of_the_event() {
        replies.answer(request -> city(request, "Oslo", 7));

        assertThat(profiles.current(updated().version(7))).contains(new Profile("Oslo"));
        assertThat(replies.last().url()).hasToString("http://users.test/users/42/profile");
        assertThat(replies.last().header("Tidings-Min-Version")).isEqualTo("7");
        assertThat(replies.last().header("Authorization")).isEqualTo("Bearer " + SECRET);
        assertThat(replies.last().header("Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void an_answer_is_remembered_for_events_up_to_its_version() {
        replies.answer(request -> city(request, "Oslo", 7));
        assertThat(profiles.current(updated().version(5))).isPresent();

        assertThat(profiles.current(updated().version(7))).contains(new Profile("Oslo"));

        assertThat(replies.requests()).hasSize(1);
        assertThatThrownBy(() -> profiles.current(updated().version(8))).isInstanceOf(NotYetException.class);
        assertThat(replies.requests()).hasSize(2);
    }

    @Test
    void an_event_without_a_version_asks_each_time_and_a_body_comes_once() {
        replies.answer(request -> city(request, "Oslo", 7));
        assertThat(profiles.current(updated())).isPresent();

        assertThat(profiles.current(updated())).contains(new Profile("Oslo"));

        assertThat(replies.requests()).hasSize(2);
        assertThat(replies.last().header("If-None-Match")).isEqualTo("\"7\"");
    }

    /** As a stale cache between the two does. */
    @Test
    void a_304_counts_only_at_the_version_of_the_event() {
        replies.answer(request -> city(request, "Oslo", 7));
        assertThat(profiles.current(updated().version(7))).isPresent();
        replies.answer(request -> status(request, 304));

        assertThatThrownBy(() -> profiles.current(updated().version(8)))
                .isInstanceOf(NotYetException.class)
                .hasMessageContaining("version 7, from before the event's 8");
    }

    @Test
    void an_older_answer_is_not_taken_for_a_newer_one() {
        replies.answer(request -> city(request, "Oslo", 7));
        assertThat(profiles.current(updated().version(7))).isPresent();
        replies.answer(request -> city(request, "Rome", 6));

        assertThatThrownBy(() -> profiles.current(updated().version(8))).isInstanceOf(NotYetException.class);

        assertThat(profiles.current(updated().version(7))).contains(new Profile("Oslo"));
    }

    @Test
    void an_owner_that_never_catches_up_is_a_failure_after_thirty_times() {
        replies.answer(request -> city(request, "Oslo", 7));
        DomainEvent event = updated().version(8);

        assertThatThrownBy(() -> profiles.current(again(event, 29))).isInstanceOf(NotYetException.class);
        assertThatThrownBy(() -> profiles.current(again(event, 30)))
                .isInstanceOf(OwnerAnswerException.class)
                .hasMessageContaining("for 30 times");
    }

    @ParameterizedTest
    @CsvSource({"404", "410"})
    void what_the_owner_does_not_have_is_gone_or_not_there_yet(int status) {
        replies.answer(request -> status(request, status));
        DomainEvent created = DomainEvent.of("user.created", "user_id", 42);
        DomainEvent deleted = DomainEvent.of("user.deleted", "user_id", 42);

        assertThat(profiles.current(deleted.version(3))).isEmpty();
        assertThat(profiles.current(deleted)).isEmpty();
        assertThat(profiles.current(created)).isEmpty();
        assertThatThrownBy(() -> profiles.current(created.version(1))).isInstanceOf(NotYetException.class);
        assertThatThrownBy(() -> profiles.current(again(created.version(1), 29)))
                .isInstanceOf(NotYetException.class);
        assertThat(profiles.current(again(created.version(1), 30))).isEmpty();
    }

    @Test
    void an_owner_may_say_that_it_is_too_early() {
        replies.answer(request -> status(request, 425, "Retry-After", "1"));
        assertThatThrownBy(() -> profiles.current(updated().version(7))).isInstanceOf(NotYetException.class);

        replies.answer(request -> status(request, 503, "Retry-After", "1", "Tidings-Version", "6"));
        assertThatThrownBy(() -> profiles.current(updated().version(7)))
                .isInstanceOf(NotYetException.class)
                .hasMessageContaining("it knows version 6 so far");

        replies.answer(request -> city(request, "Oslo", 7));
        assertThat(profiles.current(updated().version(7)))
                .as("nothing is paused")
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 400, 403, 405, 206, 204})
    void another_answer_is_a_failure_of_the_event(int status) {
        replies.answer(request -> status(request, status, "Location", "http://evil.test/"));

        assertThatThrownBy(() -> profiles.current(updated()))
                .isInstanceOf(OwnerAnswerException.class)
                .hasMessageContaining("GET /users/{user_id}/profile of users.test answered " + status);
        assertThat(replies.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"city\":",
                "{\"city\":{\"x\":1}}",
                "\u0000",
                "<html>",
            })
    void a_body_that_is_no_such_thing_is_a_failure_of_the_event_and_is_not_quoted(String body) {
        replies.answer(request -> json(request, body, "ETag", "\"7\""));

        assertThatThrownBy(() -> profiles.current(updated()))
                .isInstanceOf(OwnerAnswerException.class)
                .hasNoCause();
    }

    @Test
    void an_answer_without_a_version_says_how_to_go_on() {
        replies.answer(request -> json(request, "{\"city\":\"Oslo\"}", "ETag", "W/\"7\""));

        assertThatThrownBy(() -> profiles.current(updated()))
                .isInstanceOf(OwnerAnswerException.class)
                .hasMessageContaining("a strong ETag such as \"7\"")
                .hasMessageContaining("unversioned");
        assertThat(profiles.unversioned().current(updated().version(9))).contains(new Profile("Oslo"));
    }

    @Test
    void a_version_may_be_in_a_header_or_in_a_field() {
        replies.answer(request -> json(request, "{\"city\":\"Oslo\",\"revision\":7}", "X-Revision", "7"));

        assertThat(profiles.versionFromHeader("X-Revision").current(updated().version(7)))
                .isPresent();
        assertThat(profiles.versionFromField("revision").current(updated().version(7)))
                .isPresent();
        assertThatThrownBy(() ->
                        profiles.versionFromField("revision").current(updated().version(8)))
                .isInstanceOf(NotYetException.class);
    }

    @Test
    void an_error_of_the_owner_is_tried_once_more_and_then_a_failure_of_the_event() {
        replies.answer(request -> status(request, 500));

        assertThatThrownBy(() -> profiles.current(updated()))
                .isInstanceOf(OwnerAnswerException.class)
                .hasMessageContaining("answered 500");

        assertThat(replies.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 502, 503, 504})
    void an_owner_that_cannot_for_now_pauses_the_group(int status) {
        replies.answer(request -> status(request, status));

        assertThatThrownBy(() -> profiles.current(updated())).isInstanceOf(OwnerUnavailableException.class);
    }

    @Test
    void an_owner_that_is_not_there_pauses_the_group() {
        replies.answer(request -> {
            throw new IOException("connection refused");
        });

        assertThatThrownBy(() -> profiles.current(updated()))
                .isInstanceOf(OwnerUnavailableException.class)
                .hasMessageContaining("got no answer: connection refused");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void an_owner_that_asks_for_a_rest_is_not_asked(int status) {
        replies.answer(request -> status(request, status, "Retry-After", "60"));
        assertThatThrownBy(() -> profiles.current(updated()))
                .isInstanceOf(OwnerUnavailableException.class)
                .hasMessageContaining("asks for a rest of 60 s");

        assertThatThrownBy(() -> profiles.current(updated()))
                .isInstanceOf(OwnerUnavailableException.class)
                .hasMessageContaining("was not sent");

        assertThat(replies.requests()).hasSize(1);
    }

    @Test
    void an_owner_that_fails_all_the_time_is_left_alone_for_a_while() {
        replies.answer(request -> status(request, 500));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> profiles.current(updated())).isInstanceOf(OwnerAnswerException.class);
        }

        assertThatThrownBy(() -> profiles.current(updated()))
                .isInstanceOf(OwnerUnavailableException.class)
                .hasMessageContaining("was not sent: the last requests have failed");

        assertThat(replies.requests()).hasSize(6);
    }

    @Test
    void an_owner_whose_answers_are_all_of_no_use_is_left_alone_too() {
        replies.answer(request -> status(request, 302, "Location", "/"));
        for (int i = 0; i < 6; i++) {
            assertThatThrownBy(() -> profiles.current(updated())).isInstanceOf(OwnerAnswerException.class);
        }

        assertThatThrownBy(() -> profiles.current(updated()))
                .isInstanceOf(OwnerUnavailableException.class)
                .hasMessageContaining("was not sent");
    }

    @Test
    void a_header_that_cannot_be_made_pauses_the_group() {
        AtomicInteger calls = new AtomicInteger();
        Resource<Profile> renewed = Owner.at("http://users.test")
                .interceptor(replies)
                .header("Authorization", () -> {
                    if (calls.getAndIncrement() == 0) {
                        throw new IllegalStateException("no token");
                    }
                    return "Bearer 2";
                })
                .resource("/users/{user_id}/profile", Profile.class);
        replies.answer(request -> city(request, "Oslo", 7));

        assertThatThrownBy(() -> renewed.current(updated()))
                .isInstanceOf(OwnerUnavailableException.class)
                .hasMessageContaining("header Authorization");
        assertThat(renewed.current(updated())).isPresent();
        assertThat(replies.last().header("Authorization")).isEqualTo("Bearer 2");
    }

    @Test
    void an_interceptor_cannot_send_a_request_away() {
        Resource<Profile> away = Owner.at("http://users.test")
                .interceptor(chain -> chain.proceed(chain.request()
                        .newBuilder()
                        .url("http://169.254.169.254/latest")
                        .build()))
                .resource("/users/{user_id}/profile", Profile.class);

        assertThatThrownBy(() -> away.current(updated()))
                .isInstanceOf(OwnerUnavailableException.class)
                .hasMessageContaining("sent a request away from users.test");
    }

    @Test
    void no_secret_is_told() {
        replies.answer(request -> json(request, "{\"city\": " + SECRET, "ETag", "\"7\""));

        assertThat(owner.toString()).doesNotContain(SECRET);
        assertThatThrownBy(() -> profiles.current(updated()))
                .satisfies(
                        failure -> assertThat(Throwables.getStackTrace(failure)).doesNotContain(SECRET));
        assertThatThrownBy(() -> Owner.at("http://user:" + SECRET + "@users.test"))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain(SECRET));
    }

    @Test
    void what_has_changed_is_all_that_is_asked_for() {
        replies.answer(request -> city(request, "Oslo", 7));

        assertThat(profiles.sparse().current(updated().changed("country", "city")))
                .isPresent();

        assertThat(replies.last().url().encodedPath()).isEqualTo("/users/42/profile");
        assertThat(replies.last().url().queryParameter("fields")).isEqualTo("city,country");
    }

    @Test
    void many_are_asked_for_without_remembering() throws Exception {
        replies.answer(request -> city(request, "Oslo", 7));
        EntityKey user = EntityKey.of("user_id", 42);

        assertThat(profiles.ask(new Question(user, OptionalLong.empty(), Optional.empty()))
                        .get())
                .isEqualTo(new Answer.Found<>(Version.of(7), new Profile("Oslo")));
        assertThat(profiles.ask(new Question(user, OptionalLong.empty(), Optional.of(Version.of(7))))
                        .get())
                .isEqualTo(new Answer.Unchanged<>());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "users.internal", "ftp://users.internal", "http://users.internal?x=1", "http://"})
    void what_is_no_address_is_refused(String url) {
        assertThatThrownBy(() -> Owner.at(url)).isInstanceOf(IllegalArgumentException.class);
    }
}
