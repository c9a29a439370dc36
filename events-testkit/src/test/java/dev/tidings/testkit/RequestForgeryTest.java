package dev.tidings.testkit;

import static dev.tidings.testkit.OwnerFault.answering;
import static dev.tidings.testkit.OwnerFault.redirectTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.tidings.consumer.Handled.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whoever writes answers or events tries to have requests sent elsewhere. Nobody connects to there. */
@Tag("slow")
class RequestForgeryTest extends OnMirroredOwner {
    private ServerSocket elsewhere;
    private String url;

    @BeforeEach
    void listen() throws IOException {
        elsewhere = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        elsewhere.setSoTimeout(1);
        url = "http://127.0.0.1:" + elsewhere.getLocalPort();
    }

    @AfterEach
    void stopListening() throws IOException {
        elsewhere.close();
    }

    /** A connection would wait to be accepted. */
    private void assertNobodyCame(String row) {
        assertThatThrownBy(elsewhere::accept).isInstanceOf(SocketTimeoutException.class);
        System.out.printf(
                "mirror fault 64 %s: requests to the owner %d, connections elsewhere 0, dead letters %d%n",
                row, owner.requests(), count(Verdict.DEAD));
    }

    @Test
    void no_redirect_is_followed() throws Exception {
        start(mirror(here()));
        owner.begin(redirectTo(url + "/users/1/profile"));
        publish(changeAll(10));

        await().atMost(DEADLINE).until(() -> owner.requests() >= 8 && count(Verdict.RETRY_LATER) > 0);
        assertNobodyCame("redirects");
        owner.heal();
        awaitEqual();
    }

    @Test
    void what_answers_say_of_other_places_is_only_read() throws Exception {
        start(mirror(here()));
        owner.begin(answering(
                "links",
                (question, reply) -> reply.with("Location", url)
                        .with("Content-Location", url)
                        .with("Link", "<" + url + ">; rel=\"next\"")
                        .with("Refresh", "0;url=" + url)
                        .with("Alt-Svc", "http/1.1=\"127.0.0.1:" + elsewhere.getLocalPort() + "\"")));
        change(1);
        owner.put(path(1), 1, Map.of("city", "city 1 of 1", "@id", url, "href", url, "next", url));
        owner.put("/listing", 1, Map.of("items", List.of(Map.of("user_id", 1, "version", 1)), "next", url));
        publish(event("user.updated", 1, 1));

        awaitEnd();
        assertThat(profiles(here())
                        .pages("/listing?after={cursor}")
                        .page(Optional.empty())
                        .next())
                .hasValue(url);
        assertThat(profiles(here())
                        .pages("/listing?after={cursor}")
                        .page(Optional.of(url))
                        .entities())
                .hasSize(1);
        assertFigures("64 links", System.nanoTime());
        assertNobodyCame("links");
    }

    @Test
    void ids_and_headers_of_events_are_no_addresses() throws Exception {
        start(mirror(here()));
        String host = "127.0.0.1:" + elsewhere.getLocalPort();
        List<String> ids = List.of(
                url,
                "//" + host + "/",
                "@" + host,
                "1@" + host + "/",
                host,
                "..",
                "../../" + host,
                "%2e%2e%2f",
                "1?x=" + url,
                "1#" + url,
                "1\r\nHost: " + host + "\r\n\r\nGET / HTTP/1.1",
                "\\\\" + host);
        BasicProperties properties = new BasicProperties.Builder()
                .replyTo("replies")
                .headers(Map.of("reply_to", url, "callback", url, "tidings-owner", url, "CC", List.of("replies")))
                .build();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit.uri());
        try (Connection connection = factory.newConnection("forger");
                Channel channel = connection.createChannel()) {
            String replies = channel.queueDeclare().getQueue();
            channel.confirmSelect();
            for (String id : ids) {
                byte[] body = new JsonMapper().writeValueAsBytes(Map.of("user_id", id));
                channel.basicPublish(
                        exchange,
                        "user.updated",
                        properties.builder().replyTo(replies).build(),
                        body);
            }
            channel.waitForConfirmsOrDie(10_000);
            await().atMost(DEADLINE).until(() -> count(Verdict.DONE) + count(Verdict.DEAD) == ids.size());
            assertThat(channel.messageCount(replies)).isZero();
        }
        publish(change(1));
        awaitEqual();
        assertThat(count(Verdict.DEAD)).isGreaterThanOrEqualTo(9);
        assertNobodyCame("ids and headers of events");
        assertThat(owner.requests()).isLessThanOrEqualTo(4);
    }
}
