package dev.tidings.testkit.proxy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What is wrong now. Pumps ask before each piece they pass on. */
final class Faults {
    private final Set<Direction> stalled = EnumSet.noneOf(Direction.class);
    private final Map<Direction, Long> passed = new EnumMap<>(Direction.class);
    private final Map<Direction, Long> cutAt = new EnumMap<>(Direction.class);
    private Ending ending = Ending.RST;
    private Duration delay = Duration.ZERO;
    private long bytesPerSecond = Long.MAX_VALUE;
    private boolean refusing;

    synchronized void stall(Direction direction) {
        stalled.add(direction);
    }

    synchronized void delay(Duration each) {
        delay = each;
    }

    synchronized void limit(long newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
    }

    synchronized void cutAfter(Direction direction, long bytes, Ending how) {
        cutAt.put(direction, passed(direction) + bytes);
        ending = how;
    }

    synchronized void refuse() {
        refusing = true;
    }

    synchronized boolean isRefusing() {
        return refusing;
    }

    synchronized Ending ending() {
        return ending;
    }

    synchronized void heal() {
        stalled.clear();
        cutAt.clear();
        delay = Duration.ZERO;
        bytesPerSecond = Long.MAX_VALUE;
        refusing = false;
        notifyAll();
    }

    synchronized long passed(Direction direction) {
        return passed.getOrDefault(direction, 0L);
    }

    /** Waits as long as the faults say; tells how many of these bytes may pass. Fewer than there are: then cut. */
    int admit(Direction direction, int bytes) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(pause(bytes));
        synchronized (this) {
            while (stalled.contains(direction)) {
                wait();
            }
            long left = cutAt.getOrDefault(direction, Long.MAX_VALUE) - passed(direction);
            int admitted = (int) Math.min(bytes, left);
            passed.merge(direction, (long) admitted, Long::sum);
            return admitted;
        }
    }

    private synchronized long pause(int bytes) {
        return delay.toNanos()
                + (bytesPerSecond == Long.MAX_VALUE ? 0 : TimeUnit.SECONDS.toNanos(bytes) / bytesPerSecond);
    }
}
