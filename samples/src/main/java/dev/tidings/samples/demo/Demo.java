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
import dev.tidings.samples.demo.check.Tally;
import dev.tidings.samples.demo.database.Database;
import dev.tidings.samples.demo.mail.MailServer;
import dev.tidings.samples.demo.mail.MailWorker;
import dev.tidings.samples.demo.search.ProfileClient;
import dev.tidings.samples.demo.search.SearchIndex;
import dev.tidings.samples.demo.search.SearchService;
import dev.tidings.samples.demo.users.Announcer;
import dev.tidings.samples.demo.users.ProfileApi;
import dev.tidings.samples.demo.users.UserService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run: starts the services, lets users change, waits until all is quiet, and checks. Used once. */
public final class Demo {
    private static final Duration START = Duration.ofSeconds(20);

    private final Plan plan;
    private final Conditions conditions;
    private final Path directory;
    private final Names names = Names.fresh();
    private final Tally searched = new Tally(key -> true);
    private final Tally audited = new Tally(key -> true);
    private final Tally mailed = new Tally(key -> key.equals("user.created"));
    private final Ledger ledger;
    private final Progress progress;

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
        this.ledger =
                new Ledger(plan.events(), Map.of(Names.SEARCH, searched, Names.AUDIT, audited, Names.MAIL, mailed));
        this.progress = new Progress(ledger);
    }

    /** How far it is. */
    public Progress progress() {
        return progress;
    }

    /**
     * Runs.
     *
     * @throws TidingsException if the broker cannot be reached
     */
    public Findings run() throws IOException, TimeoutException, InterruptedException {
        progress.phase("connecting to the broker");
        try (BrokerHost host = BrokerHost.at(plan.broker());
                BrokerDesk desk = BrokerDesk.at(reached(host.uri()), names);
                Conditions between = conditions;
                Database usersData = Database.in(directory, "users");
                Database searchData = Database.in(directory, "search");
                // One connection for each service, as if each were a process of its own.
                Broker usersBroker = connect("users", host);
                Broker searchBroker = connect(Names.SEARCH, host);
                Broker auditBroker = connect(Names.AUDIT, host);
                Broker mailBroker = connect(Names.MAIL, host);
                EventPublisher publisher =
                        EventPublisher.to(names.exchange()).source("users").open(usersBroker);
                Announcer announcer = new Announcer(between.between(publisher), ledger::confirmed)) {

            UserService users = new UserService(usersData, announcer);
            SearchIndex index = new SearchIndex(searchData);
            AuditService audit = new AuditService();
            MailServer mailServer = new MailServer(plan.seed());
            try (ProfileApi api = ProfileApi.serve(between.answers(users.users()::find))) {
                SearchService search = new SearchService(new ProfileClient(api.base()), index);
                MailWorker mail = new MailWorker(mailServer);
                progress.watch(api::answered, between::deeds);
                try (ConsumerGroup searching = observed(
                                        search.group(names.group(Names.SEARCH), names.exchange()), searched)
                                .start(searchBroker);
                        ConsumerGroup auditing = observed(
                                        audit.group(names.group(Names.AUDIT), names.exchange()), audited)
                                .start(auditBroker);
                        ConsumerGroup mailing = observed(mail.group(names.group(Names.MAIL), names.exchange()), mailed)
                                .start(mailBroker)) {
                    progress.phase("waiting for the services to listen");
                    awaitUp(searching, auditing, mailing, publisher);
                    between.begin();
                    haveChanges(users, desk);
                    between.end();
                    progress.phase("checking");
                }
                // The groups are closed, so nothing moves while it is compared.
                return new Check(
                                ledger,
                                audit.counts(),
                                mailServer.taken(),
                                users.users().all(),
                                index.all(),
                                deadLetters(desk))
                        .findings(api.answered(), progress.elapsed());
            }
        }
    }

    private static ConsumerGroup.Spec observed(ConsumerGroup.Spec group, Tally tally) {
        return group.onFailure(retryAfter(Names.DELAYS)).observing(tally);
    }

    private static AmqpUri reached(AmqpUri uri) {
        try (Broker broker = Broker.connect(uri.text())) {
            Broker connected = broker.awaitConnected(Duration.ofSeconds(5));
            assert connected == broker;
        }
        return uri;
    }

    private Broker connect(String service, BrokerHost host) {
        Conditions.Endpoint way = conditions.way(
                service, new Conditions.Endpoint(host.uri().host(), host.uri().port()));
        return Broker.at(host.uri().at(way.host(), way.port()).text())
                .name("demo " + service)
                .connect();
    }

    /** An event that is published before a group's queue is bound does not reach that group. */
    private static void awaitUp(Running... services) throws InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        for (Running service : services) {
            while (service.health().state() != Health.State.UP) {
                if (System.nanoTime() > deadline) {
                    throw new TidingsException("not ready within " + START.toSeconds() + " s: "
                            + service.health().words());
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    private void haveChanges(UserService users, BrokerDesk desk) throws IOException, InterruptedException {
        progress.phase("users change");
        progress.begin();
        Traffic traffic = new Traffic(users, plan.seed());
        CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> traffic.run(plan.events()));
        long seen = -1;
        long since = System.nanoTime();
        while (!(changes.isDone() && ledger.isComplete() && isEmpty(desk))) {
            if (changes.isDone()) {
                changes.join();
                progress.phase("waiting until all is quiet");
            }
            if (ledger.news() != seen) {
                seen = ledger.news();
                since = System.nanoTime();
            } else if (System.nanoTime() - since > plan.patience().toNanos()) {
                traffic.stop();
                return;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static boolean isEmpty(BrokerDesk desk) throws IOException {
        for (String service : Names.CONSUMERS) {
            if (desk.waiting(service) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, Long> deadLetters(BrokerDesk desk) throws IOException {
        Map<String, Long> dead = new TreeMap<>();
        for (String service : Names.CONSUMERS) {
            dead.put(service, desk.dead(service));
        }
        return dead;
    }
}
