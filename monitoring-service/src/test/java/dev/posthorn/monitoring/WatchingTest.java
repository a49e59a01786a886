package dev.posthorn.monitoring;

import com.icegreen.greenmail.util.GreenMail;
import dev.posthorn.foundation.id.EndpointId;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;

import static org.awaitility.Awaitility.await;

/** The whole way, with nobody's help: jobs run by themselves. */
@QuarkusTest
@TestProfile(WatchingTest.Scheduled.class)
class WatchingTest {

    /** Jobs run, and often. */
    public static class Scheduled implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.scheduler.enabled",
                    "true",
                    "posthorn.alerts.every",
                    "PT1S",
                    "posthorn.mail.every",
                    "PT1S");
        }
    }

    @Inject
    TestBus bus;

    @Inject
    TestClock clock;

    /** Set by the test kit. */
    GreenMail mail;

    @Test
    void mailsWhenAnEndpointFailsAndWhenItHasRecovered() throws Exception {
        // Given
        clock.leap();
        String tenant = bus.tenant("Watched Ltd", "watched@acme.example");
        EndpointId orders = bus.endpoint(tenant, "Orders");

        // When
        bus.send(Attempts.batch(Attempts.at(clock.instant(), tenant, orders).mix(63, 37)));

        // Then
        awaitMail("[Posthorn] Orders is failing: 37 % of attempts in the last 5 minutes");

        // When
        clock.advance(Duration.ofMinutes(10));
        bus.send(Attempts.batch(Attempts.at(clock.instant(), tenant, orders).mix(30, 0)));

        // Then
        awaitMail("[Posthorn] Orders has recovered");
    }

    private void awaitMail(String subject) {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            // The rule has to be breached for a while.
            clock.advance(Duration.ofSeconds(1));
            return Arrays.stream(mail.getReceivedMessages()).anyMatch(message -> {
                try {
                    return subject.equals(message.getSubject())
                            && message.getAllRecipients()[0].toString().equals("watched@acme.example");
                } catch (jakarta.mail.MessagingException e) {
                    throw new IllegalStateException(e);
                }
            });
        });
    }
}
