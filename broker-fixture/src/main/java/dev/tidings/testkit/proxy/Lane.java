package dev.tidings.testkit.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One direction of one connection: a thread that reads, a thread that writes, and a bounded queue between them, so that a
 * delay holds bytes back without slowing the sender down.
 */
final class Lane {
    private static final int CHUNK = 16 * 1024;
    private static final int CHUNKS = 64;
    private static final byte[] END = {};

    private static final class Chunk {
        final byte[] bytes;
        final long arrived = System.nanoTime();

        Chunk(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private final Link link;
    private final Socket from;
    private final Socket to;
    private final Conditions conditions;
    private final BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>(CHUNKS);
    private final AckSieve acks = new AckSieve();
    private long lineFree = System.nanoTime();

    Lane(Link link, Socket from, Socket to, Conditions conditions) {
        this.link = link;
        this.from = from;
        this.to = to;
        this.conditions = conditions;
    }

    void read() throws IOException, InterruptedException {
        byte[] buffer = new byte[CHUNK];
        int length = from.getInputStream().read(buffer);
        while (length >= 0) {
            if (!link.isFinishing()) {
                chunks.put(new Chunk(Arrays.copyOf(buffer, length)));
            }
            length = from.getInputStream().read(buffer);
        }
        chunks.put(new Chunk(END));
    }

    void write() throws IOException, InterruptedException {
        Chunk chunk = chunks.take();
        while (chunk.bytes != END) {
            forward(chunk);
            chunk = chunks.take();
        }
        conditions.await(0, chunk.arrived, lineFree);
        if (!to.isOutputShutdown()) {
            to.shutdownOutput();
        }
        link.laneEnded();
    }

    private void forward(Chunk chunk) throws IOException, InterruptedException {
        OutputStream out = to.getOutputStream();
        byte[] bytes = acks.without(conditions.droppedAcks(), chunk.bytes);
        int sent = 0;
        while (sent < bytes.length && !link.isFinishing()) {
            Conditions.Pass pass = conditions.await(bytes.length - sent, chunk.arrived, lineFree);
            lineFree = Math.max(lineFree, System.nanoTime()) + pass.nanos();
            out.write(bytes, sent, pass.bytes());
            sent += pass.bytes();
            pass.cut().ifPresent(link::end);
        }
    }
}
