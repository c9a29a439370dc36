package dev.tidings.testkit;

import static dev.tidings.testkit.OwnerFault.bodyOf;
import static dev.tidings.testkit.OwnerFault.cutHalfway;
import static dev.tidings.testkit.OwnerFault.deepJson;
import static dev.tidings.testkit.OwnerFault.delay;
import static dev.tidings.testkit.OwnerFault.drip;
import static dev.tidings.testkit.OwnerFault.gzipBomb;
import static dev.tidings.testkit.OwnerFault.longNumber;
import static dev.tidings.testkit.OwnerFault.malformedJson;
import static dev.tidings.testkit.OwnerFault.redirectTo;
import static dev.tidings.testkit.OwnerFault.redirectToItself;
import static dev.tidings.testkit.OwnerFault.withoutEtag;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults of how an owner sends: slowly, too much, in a form that hurts, or not at all. */
class OwnerWireFaultTest extends OnFakeOwner {
    private static final long GIGABYTE = 1L << 30;

    @BeforeEach
    void put() {
        putTwo();
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private long drained(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            return body.transferTo(OutputStream.nullOutputStream());
        }
    }

    @Test
    void an_answer_can_be_late() throws Exception {
        owner.begin(delay(Duration.ofMillis(100))).begin(delay(Duration.ofMillis(50)));

        long start = System.nanoTime();
        assertThat(get(PATH).body()).isEqualTo(NEW);
        assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void a_body_can_drip() throws Exception {
        owner.begin(drip(Duration.ofMillis(10)));

        long start = System.nanoTime();
        assertThat(get(PATH).body()).isEqualTo(NEW);
        assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(10L * NEW.length()));
    }

    @Test
    void the_bytes_that_have_dripped_are_there_before_the_others() throws Exception {
        owner.begin(drip(Duration.ofMillis(200)));

        try (InputStream body = stream(PATH).body()) {
            assertThat(body.read()).isEqualTo('{');
            assertThat(owner.bodyBytes()).isLessThan(NEW.length());
        }
    }

    private FutureTask<HttpResponse<String>> asking() {
        FutureTask<HttpResponse<String>> asking = new FutureTask<>(() -> get(PATH));
        new Thread(asking).start();
        await().until(() -> owner.requests() == 1);
        return asking;
    }

    @Test
    void a_delay_does_not_hold_up_the_end() throws Exception {
        owner.begin(delay(Duration.ofHours(1)));
        FutureTask<HttpResponse<String>> asking = asking();

        owner.close();
        assertThatThrownBy(() -> asking.get(10, SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void a_gigabyte_is_sent_and_never_kept() throws Exception {
        owner.begin(bodyOf(GIGABYTE));

        assertThat(drained(stream(PATH))).isEqualTo(GIGABYTE);
        assertThat(owner.bodyBytes()).isEqualTo(GIGABYTE);
    }

    @Test
    void who_stops_reading_a_gigabyte_is_not_sent_the_rest() throws Exception {
        owner.begin(bodyOf(GIGABYTE));

        try (InputStream body = stream(PATH).body()) {
            assertThat(body.readNBytes(1_000)).hasSize(1_000);
        }
        owner.heal();
        assertThat(get(PATH).body()).isEqualTo(NEW);
        assertThat(owner.bodyBytes()).isLessThan(GIGABYTE);
    }

    @Test
    void a_long_body_is_a_json_object() throws Exception {
        owner.begin(bodyOf(13));
        assertThat(get(PATH).body()).isEqualTo("{\"filler\":\"\"}");
        owner.heal().begin(bodyOf(100_000));
        assertThat(new JsonMapper().readTree(get(PATH).body()).path("filler").textValue())
                .hasSize(100_000 - 13);
        assertThatThrownBy(() -> bodyOf(12)).hasMessageContaining("12 bytes are too few");
    }

    @Test
    void a_bomb_is_small_until_it_is_unpacked() throws Exception {
        long bytes = 50_000_000;
        owner.begin(gzipBomb(bytes));

        HttpResponse<InputStream> answer = stream(PATH);

        assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
        try (InputStream unpacked = new GZIPInputStream(answer.body())) {
            assertThat(unpacked.transferTo(OutputStream.nullOutputStream())).isEqualTo(bytes);
        }
        assertThat(owner.bodyBytes()).isLessThan(bytes / 200);
    }

    @Test
    void json_can_be_broken() throws Exception {
        owner.begin(malformedJson());

        HttpResponse<String> answer = get(PATH, "If-None-Match", "\"7\"");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "ETag")).isEqualTo("\"7\"");
        assertThatThrownBy(() -> new JsonMapper().readTree(answer.body())).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void json_can_be_deep() throws Exception {
        owner.begin(deepJson(100_000));

        String body = get(PATH).body();

        assertThat(body.chars().filter(letter -> letter == '[').count()).isEqualTo(100_000);
        assertThatThrownBy(() -> new JsonMapper().readTree(body)).hasMessageContaining("nesting depth");
    }

    @Test
    void a_number_can_be_long() throws Exception {
        owner.begin(longNumber(1_000_000));

        String body = get(PATH).body();

        assertThat(body).hasSize(1_000_000 + 11);
        assertThatThrownBy(() -> new JsonMapper().readTree(body)).hasMessageContaining("Number value length");
    }

    @Test
    void redirects_go_on_and_on() throws Exception {
        owner.begin(redirectToItself());

        HttpResponse<String> answer = get(PATH + "?fields=city");
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(header(answer, "Location")).isEqualTo(PATH + "?fields=city");

        HttpClient obedient = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .build();
        assertThat(get(obedient, PATH, BodyHandlers.ofString()).statusCode()).isEqualTo(302);
        assertThat(owner.answers(302)).isGreaterThan(3);
    }

    @Test
    void redirects_lead_elsewhere() throws Exception {
        owner.begin(redirectTo("http://127.0.0.1:9/"));

        HttpResponse<String> answer = get(PATH);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(header(answer, "Location")).isEqualTo("http://127.0.0.1:9/");
    }

    @Test
    void a_body_can_end_halfway() throws Exception {
        owner.begin(cutHalfway());

        HttpResponse<InputStream> answer = stream(PATH);

        assertThat(header(answer, "Content-Length")).isEqualTo(String.valueOf(NEW.length()));
        assertThatThrownBy(() -> drained(answer)).isInstanceOf(IOException.class);
        assertThat(owner.bodyBytes()).isEqualTo(NEW.length() / 2);
        owner.heal();
        assertThat(get(PATH).body()).isEqualTo(NEW);
    }

    @Test
    void an_answer_can_have_no_tag() throws Exception {
        owner.begin(withoutEtag());

        HttpResponse<String> answer = get(PATH);

        assertThat(answer.body()).isEqualTo(NEW);
        assertThat(header(answer, "ETag")).isEqualTo("none");
    }

    @Test
    void connections_are_refused_and_the_port_is_the_same_afterwards() throws Exception {
        String url = owner.url();
        for (int i = 0; i < 20; i++) {
            assertThat(get(PATH).body()).isEqualTo(NEW);
            owner.refuse();
            assertThatThrownBy(() -> get(PATH)).isInstanceOf(ConnectException.class);
            owner.heal();
        }
        assertThat(get(PATH).body()).isEqualTo(NEW);
        assertThat(owner.url()).isEqualTo(url);
        assertThat(owner.requests()).isEqualTo(21);
    }

    @Test
    void the_port_stays_reserved_while_connections_are_refused() throws Exception {
        owner.refuse();

        try (ServerSocket other = new ServerSocket()) {
            other.setReuseAddress(false);
            InetSocketAddress address = new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), URI.create(owner.url()).getPort());
            assertThatThrownBy(() -> other.bind(address)).isInstanceOf(BindException.class);
        }
    }

    @Test
    void connections_are_refused_and_taken_again_while_requests_come() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicLong answered = new AtomicLong();
        AtomicBoolean isOver = new AtomicBoolean();
        try {
            List<Future<Long>> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(threads.submit(() -> refusals(isOver, answered)));
            }
            for (int i = 0; i < 20; i++) {
                long before = answered.get();
                await().until(() -> answered.get() > before + 10);
                owner.refuse();
                owner.heal();
            }
            isOver.set(true);
            long refusals = 0;
            for (Future<Long> client : clients) {
                refusals += client.get(30, SECONDS);
            }
            assertThat(refusals).isPositive();
        } finally {
            isOver.set(true);
            threads.shutdownNow();
        }
        assertThat(get(PATH).body()).isEqualTo(NEW);
    }

    private long refusals(AtomicBoolean isOver, AtomicLong answered) throws InterruptedException {
        long refusals = 0;
        while (!isOver.get()) {
            try {
                assertThat(get(PATH).body()).isEqualTo(NEW);
                answered.incrementAndGet();
            } catch (IOException refused) {
                refusals++;
            }
        }
        return refusals;
    }

    @Test
    void what_waits_for_an_answer_is_cut_when_connections_are_refused() throws Exception {
        owner.begin(delay(Duration.ofHours(1)));
        FutureTask<HttpResponse<String>> asking = asking();

        owner.refuse().refuse();
        assertThatThrownBy(() -> asking.get(10, SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void a_closed_owner_answers_nobody() {
        owner.close();
        owner.close();

        assertThatThrownBy(() -> get(PATH)).isInstanceOf(ConnectException.class);
    }
}
