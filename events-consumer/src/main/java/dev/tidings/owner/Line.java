package dev.tidings.owner;

import dev.tidings.consumer.NotYetException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

/** The way to one owner: its connections, and the threads that send, as many as there may be requests at once. */
final class Line {
    /** What the answer has to know at least. */
    static final String MIN_VERSION = "Tidings-Min-Version";

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);
    private static final Duration IDLE = Duration.ofSeconds(20);

    private final OwnerSettings settings;
    private final OwnerMeters meters;
    private final OkHttpClient client;
    private final Protection protection;
    private final ScheduledThreadPoolExecutor senders;

    Line(OwnerSettings settings) {
        this.settings = settings;
        this.client = client(settings);
        this.protection = new Protection(settings.base().host());
        this.meters = new OwnerMeters(settings.base().host(), protection::isOpen);
        AtomicInteger threads = new AtomicInteger();
        this.senders = new ScheduledThreadPoolExecutor(settings.concurrency(), work -> {
            Thread thread =
                    new Thread(work, "tidings owner " + settings.base().host() + "-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        senders.setKeepAliveTime(IDLE.toSeconds(), TimeUnit.SECONDS);
        senders.allowCoreThreadTimeOut(true);
    }

    private static OkHttpClient client(OwnerSettings settings) {
        Duration connect = settings.deadline().compareTo(LONGEST_CONNECT) < 0 ? settings.deadline() : LONGEST_CONNECT;
        OkHttpClient.Builder client = new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .callTimeout(settings.deadline())
                .readTimeout(settings.deadline())
                .connectTimeout(connect)
                .connectionPool(new ConnectionPool(settings.concurrency(), IDLE.toSeconds(), TimeUnit.SECONDS));
        settings.tls().ifPresent(tls -> client.sslSocketFactory(tls.context().getSocketFactory(), tls.trust()));
        settings.interceptors().forEach(client::addInterceptor);
        client.addInterceptor(chain -> {
            if (!isHere(chain.request().url(), settings.base())) {
                throw new IOException("an interceptor has sent a request away from "
                        + settings.base().host() + "; it may change headers, not the address");
            }
            return chain.proceed(chain.request());
        });
        return client.build();
    }

    private static boolean isHere(HttpUrl url, HttpUrl base) {
        return url.scheme().equals(base.scheme()) && url.host().equals(base.host()) && url.port() == base.port();
    }

    OwnerSettings settings() {
        return settings;
    }

    OwnerMeters meters() {
        return meters;
    }

    /** Does something on a thread that may send, after a while. */
    void after(Duration time, Runnable work) {
        ScheduledFuture<?> unused = senders.schedule(work, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Asks, on this thread, and once more where that may help.
     *
     * @param template stands for the request in what is told of it
     * @throws OwnerUnavailableException if no request can be answered for now
     * @throws NotYetException if the owner does not know that version yet
     * @throws OwnerAnswerException if it is this answer
     */
    Reply get(HttpUrl url, Template template, Optional<String> etag, OptionalLong atLeast) {
        Request request = request(url, etag, atLeast);
        String words = "GET " + template + " of " + settings.base().host();
        long start = System.nanoTime();
        Outcome outcome = Outcome.FAILED;
        try {
            Reply reply = protection.ask(words, () -> once(request, words));
            outcome = Outcome.of(reply);
            return reply;
        } catch (NotYetException e) {
            outcome = Outcome.TOO_EARLY;
            throw e;
        } catch (OwnerUnavailableException e) {
            outcome = Outcome.UNAVAILABLE;
            throw e;
        } finally {
            meters.asked(template, outcome, System.nanoTime() - start);
        }
    }

    private Request request(HttpUrl url, Optional<String> etag, OptionalLong atLeast) {
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("Accept", "application/json")
                .header("Cache-Control", "no-cache");
        etag.ifPresent(tag -> request.header("If-None-Match", tag));
        atLeast.ifPresent(version -> request.header(MIN_VERSION, String.valueOf(version)));
        for (OwnerSettings.Header header : settings.headers()) {
            request.header(header.name(), value(header));
        }
        return request.build();
    }

    private String value(OwnerSettings.Header header) {
        try {
            return header.value().get();
        } catch (RuntimeException e) {
            throw new OwnerUnavailableException(
                    "header " + header.name() + " for owner " + settings.base().host() + " could not be made", e);
        }
    }

    private Reply once(Request request, String words) throws Exception {
        long sent = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        Call call = client.newCall(request);
        try (Response response = call.execute()) {
            protection.judge(response, words);
            return new Reply(response.code(), response.headers(), body(call, response, words), sent);
        }
    }

    private byte[] body(Call call, Response response, String words) throws IOException {
        BufferedSource source = response.body().source();
        int most = settings.mostBytes();
        if (source.request(most + 1L)) {
            // Else closing it reads on for a while, to keep the connection.
            call.cancel();
            throw new OwnerAnswerException(words + " answered with more than " + most
                    + " bytes, and was not read; let the owner send less, or give the owner a larger mostBytes");
        }
        return source.readByteArray();
    }
}
