package dev.tidings.testkit.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.LongPredicate;

/**
 * Follows the frames of AMQP 0-9-1 in one direction of one connection, and takes out acknowledgements. It holds back only what may
 * be one that is to be taken out, and at most one frame of it. Not thread-safe.
 */
final class AckSieve {
    static final LongPredicate NONE = tag -> false;

    /** Type, channel and size of the payload. */
    private static final int HEADER = 1 + 2 + 4;

    private static final int METHOD = 1;
    private static final int BASIC_ACK = 60 << 16 | 80;

    /** Class and method, delivery tag, multiple. */
    private static final int ACK = 4 + 8 + 1;

    private final byte[] start = new byte[HEADER + ACK + 1];
    private int seen;
    private boolean holding;
    private long restOfFrame;

    /** What is left of these bytes, and of those held back before, without the acknowledgements of these delivery tags. */
    byte[] without(LongPredicate tags, byte[] bytes) {
        ByteArrayOutputStream left = new ByteArrayOutputStream(bytes.length + seen);
        int next = 0;
        while (next < bytes.length) {
            if (restOfFrame > 0) {
                int length = (int) Math.min(restOfFrame, bytes.length - next);
                left.write(bytes, next, length);
                restOfFrame -= length;
                next += length;
            } else {
                take(bytes[next++], tags, left);
            }
        }
        return left.toByteArray();
    }

    private void take(byte next, LongPredicate tags, ByteArrayOutputStream left) {
        if (seen == 0) {
            holding = tags != NONE;
        }
        start[seen++] = next;
        if (!holding) {
            left.write(next);
        }
        ByteBuffer frame = ByteBuffer.wrap(start);
        int size = frame.getInt(3);
        if (seen == HEADER && (start[0] != METHOD || size != ACK)) {
            pass(left, Integer.toUnsignedLong(size) + 1);
        } else if (seen == HEADER + 4 && frame.getInt(HEADER) != BASIC_ACK) {
            pass(left, ACK - 4 + 1);
        } else if (seen == start.length) {
            if (holding && tags.test(frame.getLong(HEADER + 4))) {
                seen = 0;
            } else {
                pass(left, 0);
            }
        }
    }

    private void pass(ByteArrayOutputStream left, long rest) {
        if (holding) {
            left.write(start, 0, seen);
        }
        seen = 0;
        restOfFrame = rest;
    }
}
