package dev.tidings.samples.docs;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/** An entity. Its id is from a sequence, so it is inserted when the transaction is flushed. */
@Entity
@Table(name = "payment")
class Payment {
    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE)
    @SequenceGenerator(sequenceName = "payment_id", allocationSize = 1)
    private long id;

    @Column(name = "order_id")
    private long orderId;

    private String note;

    /** For JPA. */
    protected Payment() {
        this(0, "");
    }

    Payment(long orderId, String note) {
        this.orderId = orderId;
        this.note = note;
    }

    long orderId() {
        return orderId;
    }

    String note() {
        return note;
    }
}
