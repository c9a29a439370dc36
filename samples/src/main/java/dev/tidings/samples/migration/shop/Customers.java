package dev.tidings.samples.migration.shop;

import dev.tidings.events.DomainEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** What customers do all day: they order, and pay or change their minds. The seed decides who and what. */
public final class Customers {
    private static final int FEW = 20;
    private static final int CUSTOMERS = 500;
    private static final List<String> COUNTRIES = List.of("AT", "DE", "FR", "GR", "MX");
    /** How prices end in a shop. */
    private static final List<Integer> CENTS = List.of(0, 25, 50, 90, 95, 99);

    /** A book that sells well in Germany, where 19 % of its price end on half a cent. */
    private static final int BOOK = 17_50;

    private static final int BOOK_EVERY = 20;

    private final Orders orders;
    private final Consumer<DomainEvent> told;
    private final Random random;
    private final List<Order> open = new ArrayList<>();
    private long lastId;

    /**
     * Those who order here.
     *
     * @param told gets an event for each change, when it has happened
     */
    public Customers(Orders orders, Consumer<DomainEvent> told, long seed) {
        this.orders = orders;
        this.told = told;
        this.random = new Random(seed);
    }

    /** The next change. For use by one thread. */
    public void change() {
        int dice = random.nextInt(100);
        if (open.size() < FEW || dice < 50) {
            place();
        } else {
            Order order = open.remove(random.nextInt(open.size()));
            if (dice < 85) {
                tell("order.paid", order.in(Order.State.PAID));
            } else {
                tell("order.cancelled", order.in(Order.State.CANCELLED));
            }
        }
    }

    private void place() {
        boolean isOfBook = ++lastId % BOOK_EVERY == 0;
        String country = COUNTRIES.get(random.nextInt(COUNTRIES.size()));
        Order order = new Order(
                lastId,
                1 + random.nextInt(CUSTOMERS),
                isOfBook ? "DE" : country,
                isOfBook ? BOOK : net(),
                Order.State.PLACED,
                1);
        open.add(order);
        tell("order.placed", order);
    }

    private long net() {
        return 100L * (1 + random.nextInt(300)) + CENTS.get(random.nextInt(CENTS.size()));
    }

    private void tell(String type, Order order) {
        orders.put(order);
        told.accept(DomainEvent.of(type, "order_id", order.id())
                .and("customer_id", order.customer())
                .version(order.version()));
    }
}
