package dev.tidings.testkit;

import com.sun.net.httpserver.HttpExchange;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Consumer;

/** Writes a body, counts it, and takes its time. */
final class OwnerDelivery extends FilterOutputStream {
    private final OwnerReply reply;
    private final OwnerCounts.Visit visit;
    private final Consumer<Duration> pause;
    private long left;

    private OwnerDelivery(
            OutputStream to, long length, OwnerReply reply, OwnerCounts.Visit visit, Consumer<Duration> pause) {
        super(to);
        this.left = length;
        this.reply = reply;
        this.visit = visit;
        this.pause = pause;
    }

    static void send(OwnerReply reply, HttpExchange exchange, OwnerCounts.Visit visit, Consumer<Duration> pause)
            throws IOException {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        visit.answered(reply.status());
        long length = reply.body().length();
        if (length == 0) {
            visit.close();
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(reply.status(), length);
        long sent = reply.isCut() ? length / 2 : length;
        // Not closed here: closing the exchange with fewer bytes than promised closes the connection.
        OwnerDelivery out = new OwnerDelivery(exchange.getResponseBody(), sent, reply, visit, pause);
        reply.body().writeTo(out, sent);
        out.flush();
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (reply.perByte().isZero()) {
            pass(bytes, offset, length);
            return;
        }
        for (int i = 0; i < length; i++) {
            pause.accept(reply.perByte());
            pass(bytes, offset + i, 1);
            flush();
        }
    }

    private void pass(byte[] bytes, int offset, int length) throws IOException {
        visit.sending(length);
        left -= length;
        if (left == 0) {
            visit.close();
        }
        out.write(bytes, offset, length);
    }
}
