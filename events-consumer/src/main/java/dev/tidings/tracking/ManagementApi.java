package dev.tidings.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.events.TidingsException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Asks RabbitMQ's management for lists, with a deadline and a limit, and follows it nowhere. Prints without credentials. */
record ManagementApi(URI base, String user, Supplier<String> password, Optional<SSLContext> tls) {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 64_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    ManagementApi {
        if (user.contains(":")) {
            throw new IllegalArgumentException("a user's name with ':' cannot be told by HTTP; ask as another user");
        }
        if (tls.isPresent() && !base.getScheme().equals("https")) {
            throw new IllegalArgumentException("TLS is set for " + base + ", which is plain HTTP; use https://");
        }
    }

    /** @throws IllegalArgumentException if it is none of the management; the message has none of its credentials */
    static URI checked(String url) {
        URI uri = parsed(url);
        boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!isHttp || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "that is no URL of RabbitMQ's management; write it like https://rabbit.internal:15671");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the URL of " + uri.getHost()
                    + " has credentials in it, which would show up in logs; say credentials(user, password)");
        }
        return uri;
    }

    private static URI parsed(String url) {
        try {
            return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
        } catch (IllegalArgumentException e) {
            // Its message has the whole text, a password perhaps.
            throw new IllegalArgumentException("that is no URL; write it like https://rabbit.internal:15671");
        }
    }

    /** The objects of a virtual host, with these fields. */
    JsonNode list(String what, String virtualHost, String fields) {
        String path = "/api/" + what + "/"
                + URLEncoder.encode(virtualHost, StandardCharsets.UTF_8).replace("+", "%20");
        try {
            JsonNode answer = JSON.readTree(get(URI.create(base + path + "?columns=" + fields)));
            if (!answer.isArray()) {
                throw new TidingsException(base + path + " answered, but with no list; is it RabbitMQ's management?");
            }
            return answer;
        } catch (IOException e) {
            throw new TidingsException(
                    base + path + " gave no answer that can be read: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private byte[] get(URI target) throws IOException {
        String credentials = user + ":" + password.get();
        HttpRequest request = HttpRequest.newBuilder(target)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client().sendAsync(request, info -> new LimitedBody(MOST_BYTES));
        try {
            return checked(answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            throw failure("did not answer within " + DEADLINE, e);
        } catch (ExecutionException e) {
            throw failure("could not be asked: " + words(e.getCause() == null ? e : e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("was not waited for any longer", e);
        } finally {
            answer.cancel(true);
        }
    }

    private HttpClient client() {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(DEADLINE);
        tls.ifPresent(client::sslContext);
        return client.build();
    }

    private byte[] checked(HttpResponse<byte[]> answer) {
        return switch (answer.statusCode()) {
            case 200 -> answer.body();
            case 401 -> throw failure("refused the credentials of user '" + user + "', or it has no tag 'management'");
            case 404 -> throw failure("knows no such virtual host, or has no management plugin");
            default -> throw failure("answered with status " + answer.statusCode());
        };
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private TidingsException failure(String what) {
        return new TidingsException("RabbitMQ's management at " + base + " " + what);
    }

    private TidingsException failure(String what, Exception cause) {
        return new TidingsException("RabbitMQ's management at " + base + " " + what, cause);
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
