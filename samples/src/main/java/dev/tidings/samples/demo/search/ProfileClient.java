package dev.tidings.samples.demo.search;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks the user service for a profile as it is now. */
public final class ProfileClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final URI userService;

    public ProfileClient(URI userService) {
        this.userService = userService;
    }

    /** The profile; empty if the user is gone. Anything else that the owner answers is a failure. */
    Optional<Profile> profile(long userId) throws IOException, InterruptedException {
        URI uri = userService.resolve("/users/" + userId + "/profile");
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build(), BodyHandlers.ofByteArray());
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(JSON.readValue(answer.body(), Profile.class));
            case 404 -> Optional.empty();
            default -> throw new IOException("the user service answered " + answer.statusCode() + " to " + uri);
        };
    }
}
