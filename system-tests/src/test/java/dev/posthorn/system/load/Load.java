package dev.posthorn.system.load;

import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Publisher;
import dev.posthorn.system.tenant.Tenant;
import org.awaitility.core.ConditionTimeoutException;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Endpoints of one tenant at one subscriber, and the events that were published to them. */
public final class Load {

    /** The service starts again, and what the dead one held is given to it when its lease has run out. */
    public static final Duration TIME_TO_CATCH_UP = Duration.ofSeconds(150);

    private final Tenant tenant;
    private final TestSubscriber subscriber;
    private final List<String> channels;

    private Load(Tenant tenant, TestSubscriber subscriber, List<String> channels) {
        this.tenant = tenant;
        this.subscriber = subscriber;
        this.channels = channels;
    }

    /** One channel for each endpoint, so that many requests are out at once although each endpoint gets only some. */
    public static Load on(Tenant tenant, TestSubscriber subscriber, int endpoints) {
        var channels = IntStream.range(0, endpoints).mapToObj(n -> "c" + n).toList();
        channels.forEach(channel -> tenant.endpointAt(subscriber.url("/" + channel))
                .onlyInChannel(channel)
                .timingOutAfter(Duration.ofSeconds(30))
                .createUnnoticed());
        tenant.settled();
        return new Load(tenant, subscriber, channels);
    }

    /** Begins to publish through the gateway, up to so many events. */
    public Publisher publish(int count) {
        return tenant.publishMany(count, channels);
    }

    /** Begins to publish until it is stopped. */
    public Publisher publish() {
        return publish(Integer.MAX_VALUE);
    }

    /** The same to each of the instances in turn. */
    public Publisher publishTo(List<String> instances, int count) {
        return tenant.publishManyTo(instances, count, channels);
    }

    /** Waits until every accepted event has arrived and is recorded, prints the account, and checks it. */
    public Reckoning settle(Fault fault, Publisher publisher) {
        publisher.stop();
        var accepted = publisher.accepted();
        ConditionTimeoutException late = null;
        try {
            await("every accepted event has arrived")
                    .atMost(TIME_TO_CATCH_UP)
                    .until(() -> subscriber.receivedIds().containsAll(accepted));
            await("every accepted event is recorded as delivered")
                    .atMost(TIME_TO_CATCH_UP)
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .until(() -> tenant.delivered(accepted).equals(accepted));
        } catch (ConditionTimeoutException e) {
            // The account says more, and comes first.
            late = e;
        }
        var reckoning = Reckoning.of(fault, accepted, publisher.refused(), subscriber.received(), tenant.attempts());
        reckoning.print();
        assertThat(reckoning.lost()).as("lost").isEmpty();
        assertThat(reckoning.unexplained())
                .as("repeated without having been in flight")
                .isEmpty();
        assertThat(reckoning.duplicates()).as("duplicates").isLessThanOrEqualTo(reckoning.inFlight());
        if (late != null) {
            throw late;
        }
        return reckoning;
    }

    /** Statistics count every recorded attempt once, however often its report came. */
    public void awaitStatistics() {
        var attempts = tenant.attempts().size();
        await("statistics count every attempt once")
                .atMost(TIME_TO_CATCH_UP)
                .pollInterval(Duration.ofSeconds(1))
                .during(Duration.ofSeconds(3))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(tenant.get("/stats").getInt("total.attempts"))
                        .isEqualTo(attempts));
    }
}
