package dev.posthorn.system;

import dev.posthorn.system.stack.Mailbox.Mail;
import dev.posthorn.system.stack.Stack;
import dev.posthorn.system.stack.StackExtension;
import dev.posthorn.system.subscriber.Answer;
import dev.posthorn.system.subscriber.TestSubscriber;
import dev.posthorn.system.tenant.Tenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

/** Who is told, and how, when an endpoint breaks and when it works again. */
@ExtendWith(StackExtension.class)
class AlertTest {

    /** The rules are evaluated every ten seconds, and an alert is confirmed by a second look. */
    private static final Duration TIME_TO_TELL = Duration.ofSeconds(60);

    private final Stack stack;
    private final Tenant tenant;
    private final TestSubscriber subscriber = TestSubscriber.start();

    AlertTest(Stack stack) {
        this.stack = stack;
        this.tenant = stack.newTenant();
    }

    @AfterEach
    void close() {
        subscriber.close();
    }

    @Test
    void tellsTheTenantsContactByMailWhenAnEndpointFailsAndWhenItRecovers() {
        // Given
        tenant.api()
                .body(Map.of(
                        "rules",
                        List.of(
                                // Half of the attempts have to succeed before it is over: 25 good ones after 25 bad
                                // ones.
                                Map.of(
                                        "rule",
                                        "endpoint-failure-rate",
                                        "threshold",
                                        0.6,
                                        "hysteresis",
                                        0.1,
                                        "window",
                                        "PT5M",
                                        "minimumAttempts",
                                        20),
                                Map.of("rule", "success-rate", "enabled", false),
                                Map.of("rule", "delivery-time", "enabled", false))))
                .put("/alert-rules")
                .then()
                .statusCode(200);
        var endpoint =
                tenant.endpointAt(subscriber).named("Orders").retriedAfter().create();
        subscriber.answer(Answer.status(500));

        // When
        publish(25);

        // Then
        var warning = awaitMails(1).getFirst();
        tenant.api()
                .get("/alerts?state=firing")
                .then()
                .body("data.size()", equalTo(1))
                .body("data[0].rule", equalTo("endpoint-failure-rate"))
                .body("data[0].endpointId", equalTo(endpoint))
                .body("data[0].value", equalTo(1.0f));
        assertThat(warning.subject()).contains("Orders").contains("failing");
        assertThat(warning.text()).contains("25 of 25 attempts").contains(linkTo(endpoint));
        assertThat(warning.html()).contains("<html").contains("Orders").contains("href=\"" + linkTo(endpoint) + "\"");

        // When
        subscriber.answer(Answer.status(200));
        publish(25);

        // Then
        var mails = awaitMails(2);
        assertThat(mails).hasSize(2);
        assertThat(mails.getFirst().subject()).contains("Orders").contains("recovered");
        assertThat(mails.getFirst().text()).contains(linkTo(endpoint));
        tenant.api().get("/alerts").then().body("data.size()", equalTo(1)).body("data[0].state", equalTo("resolved"));
    }

    private void publish(int count) {
        for (int n = 0; n < count; n++) {
            tenant.publish(Map.of("n", n));
        }
    }

    private List<Mail> awaitMails(int count) {
        return await(count + " mails to " + tenant.contact())
                .atMost(TIME_TO_TELL)
                .until(() -> stack.mailbox().to(tenant.contact()), mails -> mails.size() >= count);
    }

    private String linkTo(String endpoint) {
        return stack.url() + "/tenants/" + tenant.id() + "/endpoints/" + endpoint;
    }
}
