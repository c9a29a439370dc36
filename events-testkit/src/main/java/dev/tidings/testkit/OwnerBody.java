package dev.tidings.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** A body that need not fit into memory: its middle is one letter, many times. */
final class OwnerBody {
    static final OwnerBody NONE = of(new byte[0]);

    private static final byte[] FILLER = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);

    private final byte[] head;
    private final long middle;
    private final byte[] tail;

    private OwnerBody(byte[] head, long middle, byte[] tail) {
        this.head = head;
        this.middle = middle;
        this.tail = tail;
    }

    static OwnerBody of(byte[] bytes) {
        return new OwnerBody(bytes, 0, new byte[0]);
    }

    static OwnerBody text(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A JSON object of so many bytes. */
    static OwnerBody filler(long bytes) {
        byte[] head = "{\"filler\":\"".getBytes(StandardCharsets.US_ASCII);
        byte[] tail = "\"}".getBytes(StandardCharsets.US_ASCII);
        int least = head.length + tail.length;
        if (bytes < least) {
            throw new IllegalArgumentException(bytes + " bytes are too few for a JSON object; give " + least);
        }
        return new OwnerBody(head, bytes - least, tail);
    }

    OwnerBody compressed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes, FILLER.length)) {
            writeTo(gzip, length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(bytes.toByteArray());
    }

    long length() {
        return head.length + middle + tail.length;
    }

    /** The first bytes of it. */
    void writeTo(OutputStream to, long bytes) throws IOException {
        long left = bytes;
        left -= write(to, head, left);
        for (long letters = Math.min(middle, left); letters > 0; ) {
            int written = write(to, FILLER, letters);
            letters -= written;
            left -= written;
        }
        write(to, tail, left);
    }

    private static int write(OutputStream to, byte[] from, long most) throws IOException {
        int length = (int) Math.min(from.length, most);
        to.write(from, 0, length);
        return length;
    }

    @Override
    public String toString() {
        return length() + " bytes: "
                + new String(Arrays.copyOf(head, Math.min(head.length, 100)), StandardCharsets.UTF_8);
    }
}
