package dev.posthorn.system;

import dev.posthorn.system.stack.OperatorDatabase;
import dev.posthorn.system.stack.Part;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Events out of a table of the operator's own database, as docs/transactional-outbox.md tells it. */
@ExtendWith(StackExtension.class)
class TransactionalOutboxTest {

    private final Stack stack;
    private final Tenant tenant;
    private final OperatorDatabase shop;
    private final TestSubscriber subscriber = TestSubscriber.start();

    TransactionalOutboxTest(Stack stack) {
        this.stack = stack;
        this.tenant = stack.newTenant();
        this.shop = stack.operatorDatabase();
        tenant.endpointAt(subscriber).create();
    }

    @AfterEach
    void close() {
        shop.close();
        subscriber.close();
        stack.awaitRecovery();
    }

    @Test
    void publishesWhatWasCommittedAndNothingElse() {
        // When
        shop.execute("begin; insert into orders values ('%1$s-1', 'a', 12.50); %2$s; commit"
                .formatted(tenant.id(), insert("'order-1'", "'{\"amount\": 12.50}'")));
        shop.execute("begin; %s; rollback".formatted(insert("'order-2'", "'{}'")));
        shop.execute(insert("'order-3'", "'{\"amount\": 1e2}'"));

        // Then
        subscriber.await(2);
        assertThat(subscriber.receivedIds()).containsExactlyInAnyOrder("order-1", "order-3");
        assertThat(subscriber.received())
                .anySatisfy(it -> assertThat(it.body()).endsWith("\"data\":{\"amount\": 12.50}}"));
        await().until(() -> waiting() == 0);
    }

    @Test
    void leavesARefusedRowWithTheReasonAndGoesOn() {
        // When
        shop.execute(insert("'not.an.id'", "'1'"));
        shop.execute(insert("'good'", "'1'"));

        // Then
        subscriber.awaitOne();
        assertThat(subscriber.receivedIds()).containsExactly("good");
        assertThat(shop.text(
                        "select error || ' ' || field from posthorn_outbox where refused_at is not null and tenant_id = '"
                                + tenant.id() + "'"))
                .isEqualTo("validation_failed event_id");
    }

    @Test
    void publishesEachRowOnceThoughInstancesAreKilledMeanwhile() {
        // When
        shop.execute("insert into posthorn_outbox (tenant_id, type, payload, event_id) select '" + tenant.id() + "', '"
                + Stack.EVENT_TYPE + "', to_json(n), 'e' || n from generate_series(1, 5000) n");
        stack.kill(Part.DELIVERY);
        stack.kill(Part.DELIVERY_2);
        stack.awaitRecovery();

        // Then
        await().atMost(Duration.ofSeconds(60)).until(() -> waiting() == 0);
        var all = IntStream.rangeClosed(1, 5000).mapToObj(n -> "e" + n).collect(Collectors.toSet());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> subscriber.receivedIds().equals(all));
    }

    private String insert(String id, String payload) {
        return "insert into posthorn_outbox (tenant_id, type, event_id, payload) values ('" + tenant.id() + "', '"
                + Stack.EVENT_TYPE + "', " + id + ", " + payload + ")";
    }

    private int waiting() {
        return Integer.parseInt(shop.text("select count(*) from posthorn_outbox where refused_at is null"));
    }
}
