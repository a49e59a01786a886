package dev.posthorn.delivery.ledger;

import dev.posthorn.delivery.CatalogFixture;
import dev.posthorn.delivery.TestSubscriber;
import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.testkit.LocalStack;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.oidc.server.OidcWiremockTestResource;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@QuarkusTestResource(LocalStack.class)
@QuarkusTestResource(OidcWiremockTestResource.class)
class CancellingTest {

    @Inject
    EventJournal journal;

    @Inject
    Cancelling cancelling;

    @Inject
    Resending resending;

    @Inject
    LedgerFixture ledger;

    @Inject
    CatalogFixture catalog;

    private TestSubscriber subscriber;
    private String tenant;
    private EndpointId endpoint;

    @BeforeEach
    void prepare() throws Exception {
        subscriber = TestSubscriber.start();
        tenant = "c" + UUID.randomUUID().toString().substring(0, 8);
        catalog.tenant(tenant);
        endpoint = EndpointId.parse(catalog.endpoint(tenant, subscriber.url(), "*"));
    }

    @AfterEach
    void stopSubscriber() {
        subscriber.close();
    }

    @Test
    void aDeliveryIsEitherCancelledOrSentWhoeverComesFirst() throws Exception {
        // Given: all fall due while they are being cancelled, by two at a time
        List<AcceptedEvent> events = publish(300, Instant.now().plusMillis(400));
        Set<String> cancelled = ConcurrentHashMap.newKeySet();

        // When
        try (var threads = Executors.newCachedThreadPool()) {
            for (AcceptedEvent event : events.reversed()) {
                threads.submit(() -> cancel(event, cancelled));
                threads.submit(() -> cancel(event, cancelled));
            }
        }

        // Then
        await().until(() -> ledger.count("select count(*) from attempt where tenant_id = ?", tenant)
                == events.size() - cancelled.size());
        Set<String> received = subscriber.received().stream()
                .map(it -> it.header("webhook-id"))
                .collect(Collectors.toSet());
        assertThat(received).noneMatch(cancelled::contains);
        assertThat(cancelled).isNotEmpty();
        assertThat(received.size() + cancelled.size()).isEqualTo(events.size());
        assertThat(ledger.count("select count(*) from cancellation where tenant_id = ?", tenant))
                .isEqualTo(cancelled.size());
        assertThat(ledger.count("select count(*) from retry where tenant_id = ?", tenant))
                .isZero();
    }

    @Test
    void cancelsWhatIsParkedUntriedAndLeavesWhatWasAttempted() throws Exception {
        // Given
        catalog.setStatus(endpoint.toString(), "paused");
        AcceptedEvent event = publish(1, null).getFirst();
        await().until(() -> ledger.count("select count(*) from retry where tenant_id = ?", tenant) == 1);

        // When
        int cancelled = cancelling.cancel(tenant, event.publicId(), "test");

        // Then
        assertThat(cancelled).isEqualTo(1);
        assertThat(cancelling.cancel(tenant, event.publicId(), "test")).isZero();
        catalog.setStatus(endpoint.toString(), "enabled");
        subscriber.answer(500);
        AcceptedEvent tried = publish(1, null).getFirst();
        await().until(() -> ledger.count("select count(*) from retry where tenant_id = ? and number = 2", tenant) == 1);
        assertThatThrownBy(() -> cancelling.cancel(tenant, tried.publicId(), "test"))
                .isInstanceOf(ApiException.class)
                .hasMessageStartingWith("Nothing of the event waits unsent");
    }

    @Test
    void isSentAfterAllWhenAPersonAsksForIt() throws Exception {
        // Given
        AcceptedEvent event = publish(1, Instant.now().plus(Duration.ofDays(1))).getFirst();
        cancelling.cancel(tenant, event.publicId(), "test");

        // When
        resending.sendAgain(tenant, event.publicId(), endpoint, "test");

        // Then
        assertThat(subscriber.awaitOne().header("webhook-id")).isEqualTo(event.publicId());
        assertThat(ledger.count("select count(*) from cancellation where tenant_id = ?", tenant))
                .isZero();
    }

    private Void cancel(AcceptedEvent event, Set<String> cancelled) throws SQLException {
        try {
            if (cancelling.cancel(tenant, event.publicId(), "test") == 1) {
                assertThat(cancelled.add(event.publicId())).isTrue();
            }
        } catch (ApiException sentAlready) {
            // Counted as sent below.
        }
        return null;
    }

    private List<AcceptedEvent> publish(int count, Instant deliverAt) {
        List<AcceptedEvent> events = LedgerFixture.events(tenant, "order.created", count, List.of(endpoint), deliverAt);
        journal.accept(new Submission(
                        events.stream()
                                .map(event -> new Submission.Entry(event, null))
                                .toList(),
                        null))
                .toCompletableFuture()
                .join();
        return events;
    }
}
