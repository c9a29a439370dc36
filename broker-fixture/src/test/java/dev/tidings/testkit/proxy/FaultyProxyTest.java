package dev.tidings.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FaultyProxyTest {
    private static final int SOON_MILLIS = 300;

    private ServerSocket server;
    private FaultyProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultyProxy.to("127.0.0.1", server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    private Pair connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        Socket atServer = server.accept();
        client.setSoTimeout(SOON_MILLIS);
        atServer.setSoTimeout(SOON_MILLIS);
        return new Pair(client, atServer);
    }

    private record Pair(Socket client, Socket server) {
        void send(String text) throws IOException {
            client.getOutputStream().write(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }

        String receive(int bytes) throws IOException {
            byte[] received = server.getInputStream().readNBytes(bytes);
            return new String(received, java.nio.charset.StandardCharsets.US_ASCII);
        }
    }

    @Test
    void what_is_sent_arrives_and_is_counted() throws IOException {
        Pair pair = connect();

        pair.send("hello");

        assertThat(pair.receive(5)).isEqualTo("hello");
        assertThat(proxy.accepted()).isEqualTo(1);
        assertThat(proxy.passed(Direction.TO_SERVER)).isEqualTo(5);
        assertThat(proxy.passed(Direction.TO_CLIENT)).isZero();
    }

    @Test
    void a_reset_is_seen_as_a_reset_on_both_sides() throws IOException {
        Pair pair = connect();

        proxy.cut(Ending.RST);

        assertThatThrownBy(() -> pair.client().getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> pair.server().getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void an_orderly_end_is_seen_as_the_end_of_the_stream() throws IOException {
        Pair pair = connect();

        proxy.cut(Ending.FIN);

        assertThat(pair.client().getInputStream().read()).isEqualTo(-1);
        assertThat(pair.server().getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void a_stalled_direction_holds_bytes_back_until_it_heals_and_the_other_one_flows() throws IOException {
        Pair pair = connect();
        proxy.stall(Direction.TO_SERVER);

        pair.send("held");
        pair.server().getOutputStream().write('x');

        assertThat(pair.client().getInputStream().read()).isEqualTo('x');
        assertThatThrownBy(() -> pair.receive(1)).isInstanceOf(SocketTimeoutException.class);
        proxy.heal();
        assertThat(pair.receive(4)).isEqualTo("held");
    }

    @Test
    void a_connection_is_cut_after_exactly_so_many_bytes() throws IOException {
        Pair pair = connect();
        proxy.cutAfter(Direction.TO_SERVER, 3, Ending.FIN);

        pair.send("hello");

        assertThat(pair.receive(5)).isEqualTo("hel");
        assertThat(proxy.passed(Direction.TO_SERVER)).isEqualTo(3);
    }

    @Test
    void new_connections_are_refused_until_it_heals() throws IOException {
        proxy.refuse();
        try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertThatThrownBy(() -> refused.getInputStream().read()).isInstanceOf(SocketException.class);
        }

        proxy.heal();
        Pair pair = connect();
        pair.send("x");

        assertThat(pair.receive(1)).isEqualTo("x");
        assertThat(proxy.accepted()).isEqualTo(2);
    }

    @Test
    void delays_and_limits_slow_down_and_lose_nothing() throws IOException {
        Pair pair = connect();
        pair.server().setSoTimeout(5_000);
        proxy.delay(Duration.ofMillis(50));
        proxy.limit(10_000);
        long start = System.nanoTime();

        pair.send("x".repeat(2_000));

        assertThat(pair.receive(2_000)).hasSize(2_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(200));
    }

    @Test
    void closing_ends_all_connections() throws IOException {
        Pair pair = connect();

        proxy.close();

        assertThatThrownBy(() -> pair.client().getInputStream().read()).isInstanceOf(SocketException.class);
    }
}
