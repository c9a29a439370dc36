package dev.tidings.owner;

import static dev.tidings.owner.Replies.city;
import static dev.tidings.owner.Replies.json;
import static dev.tidings.owner.Replies.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What many askers cost. */
@Timeout(60)
class SharedRequestsTest {
    private static final Duration WINDOW = Duration.ofMillis(200);

    private final Replies replies = new Replies();
    private final Owner owner = Owner.at("http://users.test").interceptor(replies);

    record User(String city) {}

    private static Resource<User> users(Owner owner) {
        return owner.resource("/users/{user_id}", User.class);
    }

    private static Question about(long user) {
        return new Question(EntityKey.of("user_id", user), OptionalLong.empty(), Optional.empty());
    }

    private static Question about(long user, long atLeast) {
        return new Question(EntityKey.of("user_id", user), OptionalLong.of(atLeast), Optional.empty());
    }

    private static <T> List<T> all(Stream<CompletableFuture<T>> asked) {
        return asked.toList().stream().map(CompletableFuture::join).toList();
    }

    @Test
    void who_asks_before_it_is_sent_shares_a_request_for_the_highest_version() {
        replies.answer(request -> city(request, "Oslo", 7));
        Resource<User> users = users(owner.collecting(WINDOW));

        List<Answer<User>> answers =
                all(IntStream.rangeClosed(1, 50).mapToObj(version -> users.ask(about(42, version % 8))));

        assertThat(answers).containsOnly(new Answer.Found<>(Version.of(7), new User("Oslo")));
        assertThat(replies.requests()).hasSize(1);
        assertThat(replies.last().header("Tidings-Min-Version")).isEqualTo("7");
    }

    /** Its answer may be from before his event. */
    @Test
    void who_asks_after_it_is_sent_gets_the_answer_to_a_later_request() throws Exception {
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        replies.answer(request -> {
            int number = replies.requests().size();
            sent.countDown();
            awaitOrFail(asked);
            return city(request, "Oslo", number);
        });
        Resource<User> users = users(owner.collecting(Duration.ZERO));

        CompletableFuture<Answer<User>> first = users.ask(about(42));
        awaitOrFail(sent);
        CompletableFuture<Answer<User>> second = users.ask(about(42));
        asked.countDown();

        assertThat(first.get()).isEqualTo(new Answer.Found<>(Version.of(1), new User("Oslo")));
        assertThat(second.get()).isEqualTo(new Answer.Found<>(Version.of(2), new User("Oslo")));
    }

    private static void awaitOrFail(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IOException("not within 20 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Test
    void no_more_requests_are_sent_at_once_than_allowed() {
        replies.answer(request -> {
            CompletableFuture<Void> later = new CompletableFuture<>();
            later.completeOnTimeout(null, 10, TimeUnit.MILLISECONDS).join();
            return city(request, "Oslo", 1);
        });
        Owner narrow = owner.collecting(Duration.ZERO).concurrency(3);
        Resource<User> users = users(narrow);
        Resource<User> same = narrow.resource("/members/{user_id}", User.class);

        all(IntStream.range(0, 100).mapToObj(user -> (user % 2 == 0 ? users : same).ask(about(user))));

        assertThat(replies.requests()).hasSize(100);
        assertThat(replies.mostAtOnce()).isEqualTo(3);
    }

    @Test
    void many_entities_are_asked_for_in_one_request() {
        replies.answer(SharedRequestsTest::list);
        Resource<User> users = users(owner.collecting(WINDOW)).batch("/users?ids={user_id*}");

        List<Answer<User>> answers = all(IntStream.range(10, 260).mapToObj(user -> users.ask(about(user))));

        assertThat(answers).hasSize(250).allSatisfy(answer -> assertThat(answer).isInstanceOf(Answer.Found.class));
        assertThat(replies.requests()).hasSize(3);
    }

    /** All but users 5 and 6; user 7 as nobody can read it. */
    private static Response list(Request request) {
        String ids = request.url().queryParameter("ids");
        if (ids == null) {
            return request.url().encodedPath().endsWith("/5") ? status(request, 404) : city(request, "Rome", 9);
        }
        String items = Arrays.stream(ids.split(","))
                .filter(id -> !List.of("5", "6").contains(id))
                .map(id ->
                        "{\"user_id\":" + id + ",\"version\":3,\"city\":" + (id.equals("7") ? "[]" : "\"Oslo\"") + "}")
                .collect(Collectors.joining(","));
        return json(request, "{\"items\":[" + items + "]}");
    }

    @Test
    void what_a_list_lacks_is_asked_for_singly_and_what_cannot_be_read_fails_alone() {
        replies.answer(SharedRequestsTest::list);
        Resource<User> users = users(owner.collecting(WINDOW)).batch("/users?ids={user_id*}");

        List<CompletableFuture<Answer<User>>> asked = IntStream.rangeClosed(4, 8)
                .mapToObj(user -> users.ask(about(user)))
                .toList();

        assertThat(asked.get(0).join()).isEqualTo(new Answer.Found<>(Version.of(3), new User("Oslo")));
        assertThat(asked.get(1).join()).isEqualTo(new Answer.Missing<>());
        assertThat(asked.get(2).join()).isEqualTo(new Answer.Found<>(Version.of(9), new User("Rome")));
        assertThatThrownBy(() -> asked.get(3).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(OwnerAnswerException.class);
        assertThat(asked.get(4).join()).isEqualTo(new Answer.Found<>(Version.of(3), new User("Oslo")));
        assertThat(replies.requests()).hasSize(3);
    }

    @Test
    void where_a_list_is_of_no_use_each_is_asked_for_singly() {
        replies.answer(request ->
                request.url().queryParameter("ids") == null ? city(request, "Oslo", 1) : status(request, 400));
        Resource<User> users = users(owner.collecting(WINDOW)).batch("/users?ids={user_id*}");

        assertThat(all(IntStream.range(0, 3).mapToObj(user -> users.ask(about(user)))))
                .containsOnly(new Answer.Found<>(Version.of(1), new User("Oslo")));
        assertThat(replies.requests()).hasSize(4);
    }

    @Test
    void an_owner_that_is_down_fails_all_who_ask() {
        replies.answer(request -> status(request, 503));
        Resource<User> users = users(owner.collecting(WINDOW)).batch("/users?ids={user_id*}");

        List<CompletableFuture<Answer<User>>> asked =
                IntStream.range(0, 3).mapToObj(user -> users.ask(about(user))).toList();

        assertThat(asked)
                .allSatisfy(one -> assertThatThrownBy(one::get).hasCauseInstanceOf(OwnerUnavailableException.class));
        assertThat(replies.requests()).hasSize(2);
    }

    @Test
    void pages_are_read_by_their_cursor() {
        replies.answer(request -> "".equals(request.url().queryParameter("after"))
                ? json(
                        request,
                        "{\"items\":[{\"user_id\":1,\"version\":3},"
                                + "{\"user_id\":\"b\",\"version\":4,\"incarnation\":2,\"changed_at\":\"2026-01-31T12:00:00Z\"}],"
                                + "\"next\":\"b&x=1\"}")
                : json(request, "{\"items\":[]}"));
        Resource<User> users = users(owner).pages("/users?after={cursor}");

        Page first = users.page(Optional.empty());
        Page second = users.page(first.next());

        assertThat(first.entities())
                .extracting(Page.Listed::entity, Page.Listed::version)
                .containsExactly(
                        tuple(EntityKey.of("user_id", 1), Version.of(3)),
                        tuple(EntityKey.of("user_id", "b"), new Version(2, 4)));
        assertThat(replies.last().url().queryParameter("after")).isEqualTo("b&x=1");
        assertThat(second).isEqualTo(new Page(List.of(), Optional.empty()));
    }
}
