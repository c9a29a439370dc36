package dev.tidings.samples.migration.story;

import dev.tidings.broker.Broker;
import dev.tidings.publisher.EventPublisher;
import dev.tidings.samples.demo.database.Database;
import dev.tidings.samples.demo.screen.Screen;
import dev.tidings.samples.demo.stage.BrokerHost;
import dev.tidings.samples.demo.stage.RestApi;
import dev.tidings.samples.migration.billing.Place;
import dev.tidings.samples.migration.shop.OrderApi;
import dev.tidings.samples.migration.shop.Orders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One run: sets the stage, has the acts played, and checks what came of it. Used once. */
public final class Story {
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 8;

    private final Plan plan;
    private final Path directory;
    private final Screen screen;
    private final String database;
    private final Orders orders = new Orders();
    private volatile Optional<Flow> flow = Optional.empty();

    /**
     * By this plan.
     *
     * @param directory for logs, and for the database unless the plan names one
     */
    public Story(Plan plan, Path directory, Screen screen) {
        this.plan = plan;
        this.directory = directory;
        this.screen = screen;
        this.database = plan.database().orElseGet(() -> inFile(directory));
    }

    /** Who opens it first serves the others, so that it must be the one who is not killed. */
    private static String inFile(Path directory) {
        return "jdbc:h2:file:" + directory.resolve("billing").toAbsolutePath()
                + ";AUTO_SERVER=TRUE;WRITE_DELAY=0;LOCK_TIMEOUT=20000;USER=sa;PASSWORD=";
    }

    /** Has the run end soon, with a {@link java.util.concurrent.CancellationException} in place of an outcome. */
    public void stop() {
        flow.ifPresent(Flow::stop);
    }

    /**
     * Runs, and deletes what it made at the broker and in the database. No process is left.
     *
     * @throws IOException if nothing went on any more
     */
    public Outcome run() throws Exception {
        String run = "demo-" + UUID.randomUUID().toString().substring(0, 8);
        try (BrokerHost host = BrokerHost.at(plan.broker());
                Database billing = Database.at(database, CONNECTIONS);
                RestApi shop = OrderApi.serve(orders)) {
            Place place = new Place(reached(host.uri()), database, shop.base(), run);
            try (Queues queues = Queues.at(place, Acts.REWRITES);
                    Tables tables = Tables.make(place, billing);
                    Broker broker = Broker.connect(place.broker());
                    EventPublisher publisher =
                            EventPublisher.to(place.exchange()).source("shop").open(broker);
                    Load load = new Load(publisher, orders, plan.events(), plan.seed());
                    Cast cast = new Cast(directory)) {
                Scene scene = new Scene(plan.events(), screen.ink(), cast);
                Flow flowing = new Flow(place, billing, load, scene, plan.seed());
                flow = Optional.of(flowing);
                Narrator narrator = new Narrator(screen);
                Operator operator = new Operator(place, billing.dataSource(), flowing, scene, narrator);
                Acts acts = new Acts(plan, place, cast, flowing, operator, narrator, new Known(orders));
                List<String> bug = screen.show(scene::frame, scene::line).during(() -> {
                    List<String> wrong = acts.play();
                    flowing.await("all orders are copied", () -> queues.toBeCopied() == 0);
                    cast.end();
                    scene.end();
                    return wrong;
                });
                return check(tables, load, queues, bug).outcome(cast.duplicates(), shop.asked(), scene.took());
            }
        }
    }

    private static String reached(String uri) {
        try (Broker broker = Broker.connect(uri)) {
            broker.awaitConnected(CONNECTING);
        }
        return uri;
    }

    private Check check(Tables tables, Load load, Queues queues, List<String> bug) throws IOException {
        return new Check(
                plan.events(),
                load.confirmed(),
                new Known(orders).byId(),
                tables.ledger(),
                tables.invoices(),
                tables.copies(),
                tables.shadowed(),
                queues.dead(),
                bug);
    }
}
