package dev.tidings.samples.demo;

import static dev.tidings.consumer.FailurePolicy.retryAfter;

import dev.tidings.broker.Broker;
import dev.tidings.broker.Health;
import dev.tidings.broker.Running;
import dev.tidings.consumer.ConsumerGroup;
import dev.tidings.events.TidingsException;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.samples.demo.audit.AuditService;
import dev.tidings.samples.demo.chaos.Conditions;
import dev.tidings.samples.demo.check.Check;
import dev.tidings.samples.demo.check.Findings;
import dev.tidings.samples.demo.check.Ledger;
import dev.tidings.samples.demo.check.Progress;
import dev.tidings.samples.demo.check.Tally;
import dev.tidings.samples.demo.database.Database;
import dev.tidings.samples.demo.mail.MailServer;
import dev.tidings.samples.demo.mail.MailWorker;
import dev.tidings.samples.demo.search.SearchIndex;
import dev.tidings.samples.demo.search.SearchService;
import dev.tidings.samples.demo.stage.Announcer;
import dev.tidings.samples.demo.stage.BrokerHost;
import dev.tidings.samples.demo.users.ProfileApi;
import dev.tidings.samples.demo.users.UserService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run: starts the services, lets users change, waits until all is quiet, and checks. Used once. */
public final class Demo {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration STARTING = Duration.ofSeconds(20);
    private static final int OLD_USERS = 100;

    private final Plan plan;
    private final Conditions conditions;
    private final Path directory;
    private final Names names = Names.fresh();
    private final Tally searched = new Tally(key -> true);
    private final Tally audited = new Tally(key -> true);
    private final Tally mailed = new Tally(key -> key.equals("user.created"));
    private final Ledger ledger;
    private final Progress progress;
    private volatile boolean stopped;

    /**
     * A run.
     *
     * @param conditions what goes wrong; closed with the run
     * @param directory where the services keep their databases
     */
    public Demo(Plan plan, Conditions conditions, Path directory) {
        this.plan = plan;
        this.conditions = conditions;
        this.directory = directory;
        this.ledger = Ledger.of(plan.events())
                .with(Names.SEARCH, searched)
                .with(Names.AUDIT, audited)
                .with(Names.MAIL, mailed);
        this.progress = new Progress(ledger);
    }

    /** How far it is. */
    public Progress progress() {
        return progress;
    }

    /** Has the run end soon, with a {@link CancellationException} in place of findings. */
    public void stop() {
        stopped = true;
    }

    /**
     * Runs, and deletes what it made at the broker.
     *
     * @throws TidingsException if the broker cannot be reached
     */
    public Findings run() throws IOException, TimeoutException, InterruptedException {
        try (BrokerHost host = BrokerHost.at(plan.broker());
                BrokerDesk desk = BrokerDesk.at(reached(host.uri()), names);
                Conditions between = conditions;
                Database usersData = Database.in(directory, "users");
                Database searchData = Database.in(directory, "search");
                // Connections for each service, as if each were a process of its own.
                Broker usersBroker = connect("users", host.uri());
                Broker searchBroker = connect(Names.SEARCH, host.uri());
                Broker auditBroker = connect(Names.AUDIT, host.uri());
                Broker mailBroker = connect(Names.MAIL, host.uri());
                EventPublisher publisher =
                        EventPublisher.to(names.exchange()).source("users").open(usersBroker);
                Announcer announcer = new Announcer(between.between(publisher), ledger::confirmed)) {

            UserService users = new UserService(usersData, announcer);
            Traffic traffic = new Traffic(users, plan.seed());
            traffic.begin(OLD_USERS);
            try (ProfileApi api = ProfileApi.serve(between.answers(users.users()))) {
                SearchIndex index = new SearchIndex(searchData);
                SearchService search = new SearchService(api.base(), index);
                AuditService audit = new AuditService();
                MailServer mailServer = new MailServer(plan.seed());
                MailWorker mail = new MailWorker(mailServer);

                progress.watch(Names.SEARCH, api::asked, between::deeds);
                try (ConsumerGroup searching = start(
                                search.group(names.group(Names.SEARCH), names.exchange()), searched, searchBroker);
                        ConsumerGroup auditing =
                                start(audit.group(names.group(Names.AUDIT), names.exchange()), audited, auditBroker);
                        ConsumerGroup mailing =
                                start(mail.group(names.group(Names.MAIL), names.exchange()), mailed, mailBroker)) {
                    awaitUp(searching, auditing, mailing, publisher);
                    progress.phase("search copies the users who were there before");
                    // Only now: a change from here on has an event that search gets.
                    search.fill();
                    between.begin();
                    haveUsersChange(traffic, desk);
                    between.end();
                }
                progress.phase("checked");
                // The groups are closed: nothing moves while it is compared.
                return new Check(
                                ledger,
                                audit.counts(),
                                mailServer.taken(),
                                users.users().all(),
                                index.all(),
                                desk.deadLetters())
                        .findings(api.asked(), progress.took());
            }
        }
    }

    private static String reached(String uri) {
        try (Broker broker = Broker.connect(uri)) {
            broker.awaitConnected(CONNECTING);
        }
        return uri;
    }

    private Broker connect(String service, String broker) {
        return Broker.at(conditions.way(service, broker))
                .name("demo " + service)
                .connect();
    }

    private static ConsumerGroup start(ConsumerGroup.Spec group, Tally tally, Broker broker) {
        return group.onFailure(retryAfter(Names.DELAYS)).observing(tally).start(broker);
    }

    /** An event that is published before a group's queue is bound does not reach that group. */
    private void awaitUp(Running... services) throws InterruptedException {
        progress.phase("waiting for the services to listen");
        long deadline = System.nanoTime() + STARTING.toNanos();
        for (Running service : services) {
            while (service.health().state() != Health.State.UP) {
                goOnUnlessStopped();
                if (System.nanoTime() > deadline) {
                    throw new TidingsException("not ready within " + STARTING.toSeconds() + " s: "
                            + service.health().words());
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private void haveUsersChange(Traffic traffic, BrokerDesk desk) throws IOException, InterruptedException {
        progress.phase("users come, move and go");
        progress.begin();
        CompletableFuture<Void> changes = CompletableFuture.runAsync(
                () -> traffic.run(plan.events()), work -> new Thread(work, "traffic").start());
        try {
            awaitQuiet(changes, desk);
        } finally {
            traffic.stop();
            progress.end();
        }
    }

    /** Until everything has arrived and nothing waits any more, or until nothing has happened for long. */
    private void awaitQuiet(CompletableFuture<Void> changes, BrokerDesk desk) throws IOException, InterruptedException {
        long news = 0;
        long since = System.nanoTime();
        while (!(changes.isDone() && ledger.isComplete() && desk.waiting() == 0)) {
            goOnUnlessStopped();
            if (changes.isDone()) {
                changes.join();
                progress.phase("all changes are made, the last events are on their way");
            }
            if (ledger.news() > news) {
                news = ledger.news();
                since = System.nanoTime();
            } else if (System.nanoTime() - since > plan.patience().toNanos()) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private void goOnUnlessStopped() {
        if (stopped) {
            throw new CancellationException("stopped before the end");
        }
    }
}
