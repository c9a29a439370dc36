package dev.tidings.samples.demo.mail;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands for a mail server somewhere. As real ones do, it turns some senders away once, and takes the mail when they come again. */
public final class MailServer {
    private static final int ONE_IN = 25;

    private final long seed;
    private final Set<String> turnedAway = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Mail> taken = new ConcurrentLinkedQueue<>();

    public MailServer(long seed) {
        this.seed = seed;
    }

    void send(Mail mail) throws IOException {
        boolean picky = new SplittableRandom(seed + mail.to().hashCode()).nextInt(ONE_IN) == 0;
        if (picky && turnedAway.add(mail.to())) {
            throw new IOException("450 " + mail.to() + ": greylisted, try again later");
        }
        taken.add(mail);
    }

    /** How many mails were taken, by their id. */
    public Map<String, Integer> taken() {
        Map<String, Integer> counts = new TreeMap<>();
        taken.forEach(mail -> counts.merge(mail.id(), 1, Integer::sum));
        return counts;
    }
}
