package dev.tidings.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
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

/** The proxy before a bare socket, where each byte can be seen. */
@Timeout(30)
class FaultyProxyTest {
    private static final Duration SOON = Duration.ofMillis(300);

    private ServerSocket server;
    private FaultyProxy proxy;
    private Socket client;
    private Socket served;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = FaultyProxy.to("127.0.0.1", server.getLocalPort());
        client = connectToProxy();
        served = server.accept();
        client.setSoTimeout(10_000);
        served.setSoTimeout(10_000);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        served.close();
        server.close();
        proxy.close();
    }

    @Test
    void bytes_go_both_ways_and_are_counted() throws IOException {
        client.getOutputStream().write(new byte[1000]);
        served.getOutputStream().write(new byte[3]);

        assertThat(served.getInputStream().readNBytes(1000)).hasSize(1000);
        assertThat(client.getInputStream().readNBytes(3)).hasSize(3);
        assertThat(proxy.passed(Direction.TO_SERVER)).isEqualTo(1000);
        assertThat(proxy.passed(Direction.TO_CLIENT)).isEqualTo(3);
        assertThat(proxy.accepted()).isEqualTo(1);
    }

    @Test
    void the_end_of_one_side_reaches_the_other_after_its_last_byte() throws IOException {
        client.getOutputStream().write(new byte[100_000]);
        client.shutdownOutput();

        assertThat(served.getInputStream().readAllBytes()).hasSize(100_000);
    }

    @Test
    void a_reset_is_seen_as_one_by_both_sides() {
        proxy.cut(Ending.RST);

        assertThatThrownBy(() -> client.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        assertThatThrownBy(() -> served.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void a_reset_of_the_client_is_one_for_the_server() throws IOException {
        client.setSoLinger(true, 0);
        client.close();

        assertThatThrownBy(() -> served.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void a_finish_is_seen_as_the_end_by_both_sides() throws IOException {
        proxy.cut(Ending.FIN);

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(served.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void a_stalled_direction_holds_bytes_until_it_is_healed_and_the_other_goes_on() throws IOException {
        proxy.stall(Direction.TO_SERVER);
        client.getOutputStream().write(1);
        served.getOutputStream().write(2);

        assertThat(client.getInputStream().read()).isEqualTo(2);
        assertSilent(served);
        proxy.heal();
        assertThat(served.getInputStream().read()).isEqualTo(1);
    }

    @Test
    void a_stall_holds_both_directions() throws IOException {
        proxy.stall(Direction.TO_SERVER, Direction.TO_CLIENT);
        client.getOutputStream().write(1);
        served.getOutputStream().write(2);

        assertSilent(client);
        assertSilent(served);
    }

    @Test
    void a_delay_moves_bytes_in_time_and_does_not_slow_them_down() throws IOException {
        proxy.delay(SOON);
        long before = System.nanoTime();
        client.getOutputStream().write(new byte[200_000]);

        served.getInputStream().readNBytes(200_000);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(SOON, SOON.multipliedBy(5));
    }

    @Test
    void a_limit_is_a_rate() throws IOException {
        proxy.limit(100_000);
        long before = System.nanoTime();
        served.getOutputStream().write(new byte[50_000]);

        client.getInputStream().readNBytes(50_000);

        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(350), Duration.ofSeconds(3));
    }

    @Test
    void a_cut_after_some_bytes_lets_exactly_those_through_and_happens_once() throws IOException {
        proxy.cutAfter(Direction.TO_SERVER, 1000, Ending.RST);
        client.getOutputStream().write(new byte[5000]);

        assertThat(served.getInputStream().readNBytes(1000)).hasSize(1000);
        assertThatThrownBy(() -> served.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        try (Socket next = connectToProxy();
                Socket nextServed = server.accept()) {
            next.getOutputStream().write(new byte[5000]);
            assertThat(nextServed.getInputStream().readNBytes(5000)).hasSize(5000);
        }
    }

    @Test
    void a_cut_in_good_order_after_some_bytes_lets_exactly_those_through() throws IOException {
        proxy.cutAfter(Direction.TO_SERVER, 3, Ending.FIN);
        client.getOutputStream().write(new byte[5]);

        assertThat(served.getInputStream().readAllBytes()).hasSize(3);
        assertThat(proxy.passed(Direction.TO_SERVER)).isEqualTo(3);
    }

    @Test
    void refused_is_refused_until_it_is_healed_and_open_connections_go_on() throws IOException {
        proxy.refuse();

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), proxy.port()))
                .isInstanceOf(ConnectException.class);
        client.getOutputStream().write(1);
        assertThat(served.getInputStream().read()).isEqualTo(1);
        proxy.heal();
        try (Socket next = connectToProxy();
                Socket nextServed = server.accept()) {
            next.getOutputStream().write(2);
            assertThat(nextServed.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void a_server_that_is_down_is_a_reset() throws IOException {
        server.close();
        try (Socket next = connectToProxy()) {
            assertThatThrownBy(() -> next.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void a_closed_proxy_leaves_no_thread() {
        proxy.stall(Direction.TO_SERVER, Direction.TO_CLIENT);
        int port = proxy.port();
        proxy.close();

        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("tidings-proxy-" + port)));
    }

    @Test
    void a_URI_goes_through_with_all_but_its_host_and_port() {
        String port = ":" + proxy.port();

        assertThat(proxy.through("amqp://me:se%40cret@broker:5671/room?x=y"))
                .isEqualTo("amqp://me:se%40cret@127.0.0.1" + port + "/room?x=y");
        assertThat(proxy.through("amqp://broker")).isEqualTo("amqp://127.0.0.1" + port);
        assertThat(proxy.through("jdbc:postgresql://db:5432/shop"))
                .isEqualTo("jdbc:postgresql://127.0.0.1" + port + "/shop");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proxy.through("me:secret"))
                .withMessageNotContaining("secret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> proxy.through("http://host/path"))
                .withMessageContaining("no port");
    }

    private Socket connectToProxy() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(Math.toIntExact(SOON.toMillis()));
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(10_000);
    }
}
