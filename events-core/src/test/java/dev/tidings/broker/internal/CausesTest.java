package dev.tidings.broker.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.MalformedFrameException;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CausesTest {
    private static ShutdownSignalException closedByTheBroker(Method reason) {
        return new ShutdownSignalException(true, false, reason, new Object());
    }

    private static ShutdownSignalException broken(Throwable cause) {
        ShutdownSignalException signal = new ShutdownSignalException(true, false, null, new Object());
        signal.initCause(cause);
        return signal;
    }

    private static Method connectionClose(int code, String text) {
        return new AMQP.Connection.Close.Builder()
                .replyCode(code)
                .replyText(text)
                .build();
    }

    private static Method channelClose(int code, String text) {
        return new AMQP.Channel.Close.Builder().replyCode(code).replyText(text).build();
    }

    @Test
    void what_the_broker_says_is_quoted_with_the_way_out() {
        String clash = "PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'q'";
        assertThat(Causes.inWords(new IOException(closedByTheBroker(channelClose(406, clash)))))
                .isEqualTo("the broker closed the channel: " + clash
                        + "; it exists with other arguments: delete it when it is empty, or use another name");
        String tooLate = "PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out";
        assertThat(Causes.inWords(closedByTheBroker(channelClose(406, tooLate))))
                .isEqualTo("the broker closed the channel: " + tooLate);
        assertThat(Causes.inWords(closedByTheBroker(channelClose(404, "NOT_FOUND - x"))))
                .contains("create it first");
        assertThat(Causes.inWords(closedByTheBroker(channelClose(403, "ACCESS_REFUSED - x"))))
                .contains("permission");
        assertThat(Causes.inWords(new IOException(closedByTheBroker(connectionClose(530, "NOT_ALLOWED - x")))))
                .startsWith("the broker closed the connection: NOT_ALLOWED - x; check that the virtual host exists");
        assertThat(Causes.inWords(closedByTheBroker(connectionClose(320, "CONNECTION_FORCED - stop"))))
                .isEqualTo("the broker closed the connection: CONNECTION_FORCED - stop");
    }

    @Test
    void a_broken_connection_is_named_by_what_broke_it() {
        assertThat(Causes.inWords(broken(new SocketException("Connection reset"))))
                .isEqualTo("Connection reset");
        assertThat(Causes.inWords(broken(new EOFException()))).isEqualTo("the other side ended the connection");
        assertThat(Causes.inWords(new IOException(broken(new EOFException()))))
                .startsWith("the other side ended the connection before it stood")
                .endsWith("use amqps://");
    }

    @Test
    void what_keeps_from_connecting_is_named_with_the_way_out() {
        assertThat(Causes.inWords(new AuthenticationFailureException("ACCESS_REFUSED")))
                .contains("check user and password");
        assertThat(Causes.inWords(new ConnectException("Connection refused"))).isEqualTo("nobody listens there");
        assertThat(Causes.inWords(new UnknownHostException("rabbit.invalid")))
                .isEqualTo("the host name rabbit.invalid is not known");
        assertThat(Causes.inWords(new TimeoutException())).isEqualTo("no answer in time");
        assertThat(Causes.inWords(new SSLHandshakeException("No name matching x found")))
                .isEqualTo("TLS failed: No name matching x found; check the certificate's host name and who signed it");
        assertThat(Causes.inWords(new SSLException("Unsupported or unrecognized SSL message")))
                .contains("use amqp://");
        assertThat(Causes.inWords(new IOException(broken(new MalformedFrameException("big")))))
                .contains("use amqps://");
    }

    @Test
    void only_what_waiting_hardly_mends_is_tried_seldom() {
        assertThat(Causes.isLasting(new AuthenticationFailureException("x"))).isTrue();
        assertThat(Causes.isLasting(new SSLHandshakeException("x"))).isTrue();
        assertThat(Causes.isLasting(closedByTheBroker(channelClose(406, "x")))).isTrue();
        assertThat(Causes.isLasting(new ConnectException("x"))).isFalse();
        assertThat(Causes.isLasting(closedByTheBroker(connectionClose(320, "x"))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 530, 540, 542})
    void a_connection_that_the_broker_ends_for_what_it_was_asked_is_tried_seldom(int code) {
        assertThat(Causes.isLasting(new IOException(closedByTheBroker(connectionClose(code, "x")))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 320, 501, 502, 506, 541})
    void a_connection_that_ends_for_its_broker_or_for_one_message_is_tried_soon(int code) {
        assertThat(Causes.isLasting(new IOException(closedByTheBroker(connectionClose(code, "x")))))
                .isFalse();
    }
}
