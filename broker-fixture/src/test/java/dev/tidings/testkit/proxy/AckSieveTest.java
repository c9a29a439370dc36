package dev.tidings.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class AckSieveTest {
    private static final int ACK = 60 << 16 | 80;
    private static final int NACK = 60 << 16 | 120;
    private static final byte[] HEARTBEAT = {8, 0, 0, 0, 0, 0, 0, (byte) 0xCE};

    private static byte[] method(int method, long tag) {
        return ByteBuffer.allocate(21)
                .put((byte) 1)
                .putShort((short) 7)
                .putInt(13)
                .putInt(method)
                .putLong(tag)
                .put((byte) 0)
                .put((byte) 0xCE)
                .array();
    }

    private static byte[] body(byte... payload) {
        return ByteBuffer.allocate(8 + payload.length)
                .put((byte) 3)
                .putShort((short) 7)
                .putInt(payload.length)
                .put(payload)
                .put((byte) 0xCE)
                .array();
    }

    private static byte[] join(byte[]... all) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] each : all) {
            joined.writeBytes(each);
        }
        return joined.toByteArray();
    }

    /** In pieces of that many bytes. */
    private static byte[] sieved(LongPredicate dropped, byte[] stream, int piece) {
        AckSieve sieve = new AckSieve();
        ByteArrayOutputStream left = new ByteArrayOutputStream();
        for (int from = 0; from < stream.length; from += piece) {
            left.writeBytes(
                    sieve.without(dropped, Arrays.copyOfRange(stream, from, Math.min(stream.length, from + piece))));
        }
        return left.toByteArray();
    }

    @Test
    void only_the_acknowledgements_that_are_meant_are_taken_out_however_the_bytes_come() {
        // A body that reads like an acknowledgement is none.
        byte[] looksLikeOne = body(method(ACK, 2));
        byte[] stream = join(
                method(ACK, 1), HEARTBEAT, method(ACK, 2), method(NACK, 2), looksLikeOne, method(ACK, 2), HEARTBEAT);
        byte[] left = join(method(ACK, 1), HEARTBEAT, method(NACK, 2), looksLikeOne, HEARTBEAT);

        for (int piece = 1; piece <= stream.length; piece++) {
            assertThat(sieved(tag -> tag == 2, stream, piece))
                    .as("in pieces of %d", piece)
                    .isEqualTo(left);
        }
    }

    @Test
    void while_nothing_is_to_be_taken_out_every_byte_passes_at_once() {
        AckSieve sieve = new AckSieve();
        for (byte each : join(method(ACK, 1), new byte[] {'N', 1, 2, 3, 4, 5, 6, 7, 8})) {
            assertThat(sieve.without(AckSieve.NONE, new byte[] {each})).containsExactly(each);
        }
    }

    @Test
    void a_frame_that_has_begun_to_pass_is_not_taken_out_any_more() {
        AckSieve sieve = new AckSieve();
        byte[] ack = method(ACK, 1);
        byte[] first = sieve.without(AckSieve.NONE, Arrays.copyOf(ack, 9));
        byte[] rest = sieve.without(tag -> true, Arrays.copyOfRange(ack, 9, ack.length));

        assertThat(join(first, rest)).isEqualTo(ack);
        assertThat(sieve.without(tag -> true, ack)).isEmpty();
    }
}
